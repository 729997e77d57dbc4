"""Numbers in text: one way to read it, or a refusal that names two."""

from __future__ import annotations

import pytest

from adamw_bounds.errors import RunError
from adamw_bounds.spectra import load_spectrum
from adamw_bounds.spectra.text import TextError, eigenvalues_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # Decimal commas.
        (
            "-0,500000;-0,132105;0,104900;0,361595;0,640423",
            [-0.5, -0.132105, 0.1049, 0.361595, 0.640423],
        ),
        ("-0,5\n-0,25\n", [-0.5, -0.25]),
        ("0,123\r\n0,456\r\n", [0.123, 0.456]),
        ("1,5e-3;2,5E+4", [1.5e-3, 2.5e4]),
        ("0,5\t0,25\t-1", [0.5, 0.25, -1.0]),
        # Thousands.
        ("1.234,5;2.345,6", [1234.5, 2345.6]),
        ("1.234.567;2.345.678", [1234567.0, 2345678.0]),
        ("1,234.5;2,345.6", [1234.5, 2345.6]),
        ("1,234.5\n0.25\n", [1234.5, 0.25]),
        ("1 234,5;2 345,6", [1234.5, 2345.6]),
        ("1'234.5\n2’000\n", [1234.5, 2000.0]),
        # A lone point is a decimal point, a lone comma stands between numbers.
        ("1.234\n2.345", [1.234, 2.345]),
        ("1,2,3", [1.0, 2.0, 3.0]),
        ("1.5,2.5e-4", [1.5, 2.5e-4]),
        ("1e3,5", [1000.0, 5.0]),
        ("12,34.5", [12.0, 34.5]),
        ("1\n2\n3", [1.0, 2.0, 3.0]),
        # Indices that say what they are.
        ("index,eigenvalue\n0,1.5\n1,2.5", [1.5, 2.5]),
        ("index,eigenvalue\n0,1.5\n", [1.5]),
        (",0\n0,1.5\n1,2.5", [1.5, 2.5]),
        ("i lambda\n1 0.5\n2 0.25", [0.5, 0.25]),
        ("index;eigenvalue\n0;1,5\n1;2,5", [1.5, 2.5]),
        ('"","x"\n"1",0.5\n"2",0.25', [0.5, 0.25]),
    ],
)
def test_one_way_to_read_it(text: str, values: list[float]) -> None:
    assert eigenvalues_in(text) == values


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("1,234.5", ("(1, 234.5)", "(1234.5)")),
        ("1,5", ("(1, 5)", "(1.5)")),
        ("1,234\n5,678", ("(1.234, 5.678)", "(1234, 5678)")),
        ("100,200,300", ("3 numbers (100, 200, 300)", "1 number")),
        ("5 123 456", ("3 numbers (5, 123, 456)", "1 number")),
        ("1 234,5", ("(1, 234.5)", "(1234.5)")),
        # A column that may count the rows.
        ("0,1.5\n1,2.5", ("2 numbers (1.5, 2.5)", "4 numbers")),
        ("0\t1.5\r\n1\t2.5", ("2 numbers (1.5, 2.5)", "4 numbers")),
        ("1 0.5\n2 0.25\n3 0.125", ("3 numbers (0.5, 0.25, 0.125)", "6 numbers")),
        ("0,5\n1,5\n2,5", ("(5, 5, 5)", "(0.5, 1.5, 2.5)")),
        # A heading that may be numbers.
        ("0\n1.5\n2.5", ("3 numbers (0, 1.5, 2.5)", "2 numbers (1.5, 2.5)")),
        ("0,1,2,3\n0.5,0.1,0.2,0.3", ("4 numbers (0.5, 0.1", "8 numbers (0, 1")),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_both(
    text: str, both: tuple[str, str]
) -> None:
    with pytest.raises(TextError, match="more than one way") as caught:
        eigenvalues_in(text)
    for part in both:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "1,,2",
        "1.2.3",
        "1.23.456",
        "eigenvalue,weight\n0.5,1\n0.25,2",
        "1.0 2.0\n3.0 4.0",
        "0.5,1.0\n1.5,2.0",
        "0,1.5\n2,2.5",
        "index,eigenvalue\n0,1.5\n2,2.5",
        "1,2;3.5",
        "−1.5",
    ],
)
def test_what_is_no_list(text: str) -> None:
    with pytest.raises(TextError, match="is no list of eigenvalues"):
        eigenvalues_in(text)


def test_a_file_with_a_mark_at_its_start(tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("\ufeff0,5\r\n-0,25\r\n".encode())
    found = load_spectrum(path).eigenvalues
    assert found is not None
    assert found.tolist() == [0.5, -0.25]
    path.write_text("1,5")
    with pytest.raises(RunError, match=r"list\.csv can be read in more than one way"):
        load_spectrum(path)
