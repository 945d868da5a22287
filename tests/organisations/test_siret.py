"""SIRET: Luhn, and the exception of La Poste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisations import siret


def make_siret(first_thirteen: str) -> str:
    return next(
        number for number in (f"{first_thirteen}{d}" for d in range(10)) if siret.is_valid(number)
    )


@pytest.mark.parametrize(
    "number",
    [
        "73282932000074",  # an example of INSEE's documentation
        "35600000000048",  # La Poste, head office: Luhn holds
        "35600000049837",  # La Poste, an office: the sum is a multiple of five
    ],
)
def test_true_numbers(number: str) -> None:
    assert siret.is_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "73282932000075",
        "7328293200007",
        "732829320000744",
        "00000000000000",
        "35600000049838",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
        "7328293200007a",
    ],
)
def test_false_numbers(number: str) -> None:
    assert not siret.is_valid(number)


def test_spaces_are_nothing() -> None:
    assert siret.read("732 829 320 00074") == "73282932000074"
    assert siret.read("732 829 320 00074") == "73282932000074"
    assert siret.shown("73282932000074") == "732 829 320 00074"


@given(st.text(alphabet="0123456789", min_size=13, max_size=13), st.integers(0, 13))
def test_one_wrong_digit_is_noticed(first: str, position: int) -> None:
    if first.startswith("356000000") or not int(first):
        return
    number = make_siret(first)
    other = str((int(number[position]) + 1) % 10)
    changed = number[:position] + other + number[position + 1 :]
    assert changed.startswith("356000000") or not siret.is_valid(changed)
