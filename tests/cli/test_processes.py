"""Work that is shared among processes: the order, the faults, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from adamw_bounds.cli.processes import _cores, _forks_safely, in_processes

#: Jobs in the background of a shell ignore Ctrl-C, and hand that on: here it counts.
WORK = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from adamw_bounds.cli import processes
processes._cores = lambda: 2
print("begun", flush=True)
"""
forks = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")


def test_few_items_stay_in_this_process() -> None:
    assert in_processes(lambda item: (item, os.getpid()), [3, 1]) == [
        (3, os.getpid()),
        (1, os.getpid()),
    ]


@forks
def test_many_items_come_back_in_order_from_several_processes(environment) -> None:
    code = (
        WORK
        + """
found = processes.in_processes(
    lambda item: (time.sleep(0.01), item, os.getpid())[1:], range(50, 0, -1)
)
assert [item for item, _ in found] == list(range(50, 0, -1))
assert len({place for _, place in found}) == 2
assert os.getpid() not in {place for _, place in found}
try:
    processes.in_processes(lambda item: 1 / (item - 30), range(50))
except ZeroDivisionError:
    sys.exit(0)
sys.exit(5)
"""
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert done.returncode == 0


@forks
def test_ctrl_c_ends_all_of_them_quietly(environment) -> None:
    code = (
        WORK
        + """
try:
    processes.in_processes(lambda item: time.sleep(0.2), range(500))
except KeyboardInterrupt:
    sys.exit(130)
"""
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(1)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=30)
    finally:
        running.kill()
        running.communicate()
    assert running.returncode == 130
    assert err == ""


@forks
def test_a_second_thread_forbids_a_fork() -> None:
    import threading

    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert not _forks_safely()
    finally:
        end.set()
        thread.join()
    assert _cores() >= 1
