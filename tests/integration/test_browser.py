"""What ``--format html`` prints, in a real browser.

Skipped where Chromium is missing, unless ADAMW_BOUNDS_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCHEMES = {"light": "1", "dark": "0"}
GENERALIZATION = "generalization --spectrum shipped:digits_mlp_adamw --rho 1 --format html"


@pytest.fixture(scope="module")
def browser() -> str:
    """Return the path of Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("ADAMW_BOUNDS_REQUIRE_BROWSER"):
            pytest.fail("missing: chromium")
        pytest.skip("missing: chromium")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with tables, notes, remarks and a picture."""
    path = tmp_path_factory.mktemp("page") / "answer.html"
    command = [sys.executable, "-m", "adamw_bounds", *GENERALIZATION.split(), "-o", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path


def shown(browser: str, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Return what Chromium says of a page."""
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    return subprocess.run(
        [browser, *flags, f"--user-data-dir={page.parent / 'user'}", *options, page.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.browser
def test_the_browser_repairs_nothing(browser: str, page: Path) -> None:
    done = shown(browser, page, "--dump-dom", "--enable-logging=stderr", "--v=0")
    tags = r"<(/?[a-zA-Z][\w:]*)"
    written = [tag.lower() for tag in re.findall(tags, page.read_text(encoding="utf-8"))]
    read = [tag.lower() for tag in re.findall(tags, done.stdout)]
    # The parser closes what stands alone; it opens and moves nothing.
    assert [tag for tag in read if tag[0] != "/"] == [tag for tag in written if tag[0] != "/"]
    assert "svg" in read
    assert "CONSOLE" not in done.stderr  # a refusal by the page's own policy would stand here


@pytest.mark.browser
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_is_light_or_dark_and_fits(
    browser: str, page: Path, tmp_path: Path, scheme: str
) -> None:
    image = pytest.importorskip("matplotlib.image")
    path = tmp_path / "page.png"
    shown(
        *(browser, page, f"--screenshot={path}", "--window-size=700,1600"),
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
    )
    picture = image.imread(path)[:, :, :3].mean(axis=2)
    ground = picture[0, 0]
    assert ground > 0.95 if scheme == "light" else ground < 0.1
    # Something is drawn, and the margins stay free: nothing is wider than the page.
    assert abs(picture - ground).max() > 0.5
    assert abs(picture[:, -8:] - ground).max() < 0.02
