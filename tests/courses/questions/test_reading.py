"""Numbers as people write them, and texts by patterns."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.question_types.reading import Folding, number, shown_pattern


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1 234.5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1,234", "1234"),
        ("0,125", "0.125"),
        ("12,5", "12.5"),
        ("1.234.567", "1234567"),
        ("−5", "-5"),
        (" +7 ", "7"),
        (".5", "0.5"),
        ("５１２", "512"),
    ],
)
def test_a_number_in_its_spellings(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", ".", ",", "1e5", "12a", "1-2", "NaN", "٣", "9" * 31])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@given(
    value=st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3
    )
)
def test_every_number_reads_back(value: Decimal) -> None:
    assert number(f"{value:,}") == value
    assert number(f"{value}") == value


@given(text=st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    number(text)
    Folding().matches(text, text[::-1])


@given(text=st.text(alphabet=st.characters(exclude_characters="*\\"), max_size=30))
def test_a_text_matches_itself(text: str) -> None:
    for folding in (Folding(), Folding(case=True, accents=True, punctuation=True)):
        assert folding.matches(text, text)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("write*block*", "Write-Blocker", True),
        ("write*block*", "block write", False),
        ("*hash*", "the hash value", True),
        ("a*a", "a", False),
        ("a*b*c", "a x b y c", True),
        ("café", "CAFE", True),
        ("P.I.T.C.U.", "pitcu", True),
        (r"five \* star", "five * star", True),
        ("first  responder", " First responder. ", True),
    ],
)
def test_patterns(pattern: str, text: str, fits: bool) -> None:
    assert Folding().matches(pattern, text) is fits


def test_what_matters_matters() -> None:
    assert not Folding(case=True).matches("GB", "Gb")
    assert not Folding(accents=True).matches("café", "cafe")
    assert not Folding(punctuation=True).matches("SHA-256", "SHA 256")
    assert shown_pattern(r"a*b\*") == "a…b*"
