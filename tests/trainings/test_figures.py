"""Small numbers are hidden, and are not found by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from portal.trainings import figures


def test_a_small_number_is_few() -> None:
    assert [figures.cell(n) for n in (0, 1, 4, 5)] == [0, "few", "few", 5]


def test_a_sum_is_hidden_beside_a_small_part() -> None:
    assert figures.row(20, 12, 8) == figures.Row(20, 12, 8)
    assert figures.row(20, 18, 2) == figures.Row("hidden", 18, "few")
    # Two declined: the sum would tell it.
    assert figures.row(20, 12, 6) == figures.Row("hidden", 12, 6)
    assert figures.row(3, 3, 0) == figures.Row("few", "few", 0)


def test_one_small_part_is_not_hidden_alone() -> None:
    assert figures.spread({"fr": 20, "ps": 3}) == {"fr": "hidden", "ps": "few"}
    assert figures.spread({"fr": 20, "ar": 9, "ps": 3}) == {"fr": 20, "ar": "hidden", "ps": "few"}
    assert figures.spread({"fr": 20, "ar": 2, "ps": 3}) == {"fr": 20, "ps": "few", "ar": "few"}
    assert figures.spread({"ps": 3}) == {"ps": "few"}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=6))
def test_what_is_shown_is_true_and_never_small(numbers: dict[str, int]) -> None:
    shown = figures.spread(numbers)
    assert set(shown) == set(numbers)
    for name, number in shown.items():
        assert number in ("few", "hidden", numbers[name])
        assert number == 0 or number in ("few", "hidden") or int(number) >= figures.LEAST
