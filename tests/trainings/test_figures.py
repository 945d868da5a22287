"""Small numbers are hidden, and are not found by subtraction."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

import pytest
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


def test_no_small_part_of_a_session_is_found_by_subtraction() -> None:
    """Whoever reads a row finds several numbers below five that fit it, or none."""
    fitting = defaultdict(list)
    for placed, waiting, rest in product(range(14), repeat=3):
        shown = figures.row(placed + waiting + rest, placed, waiting)
        fitting[shown].append((placed, waiting, rest))
    for found in fitting.values():
        for values in map(set, zip(*found, strict=True)):
            assert len(values) > 1 or not 0 < min(values) < figures.LEAST


def test_small_parts_are_others_together() -> None:
    assert figures.spread({}) == figures.Spread({}, 0)
    assert figures.spread({"ps": 3}) == figures.Spread({}, "few")
    assert figures.spread({"fr": 20}) == figures.Spread({"fr": 20}, 0)
    assert figures.spread({"fr": 20, "ar": 9}) == figures.Spread({"fr": 20, "ar": 9}, 0)
    assert figures.spread({"fr": 20, "ar": 4, "ps": 3}) == figures.Spread({"fr": 20}, 7)


def test_others_who_are_few_are_not_alone() -> None:
    assert figures.spread({"fr": 20, "ps": 3}) == figures.Spread({}, 23)
    assert figures.spread({"fr": 20, "ar": 9, "ps": 3}) == figures.Spread({"fr": 20}, 12)
    assert figures.spread({"fr": 20, "ar": 1, "ps": 1}) == figures.Spread({}, 22)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=6))
def test_what_is_shown_is_true_and_never_small(numbers: dict[str, int]) -> None:
    shown = figures.spread(numbers)
    assert all(numbers[name] == said >= figures.LEAST for name, said in shown.parts.items())
    rest = sum(numbers.values()) - sum(shown.parts.values())
    assert shown.others == figures.cell(rest)
    assert rest == 0 or rest >= figures.LEAST or not shown.parts


@pytest.mark.parametrize(
    ("yes", "partly", "no", "total", "most", "at_least"),
    [
        (4, 0, 0, 4, "", {}),  # nothing of four
        (3, 1, 1, 5, "yes", {}),
        (5, 0, 0, 5, "yes", {}),  # that everybody agreed is not said either
        (2, 2, 1, 5, "", {}),
        (3, 3, 0, 6, "", {}),
        (5, 1, 0, 6, "yes", {}),  # the one who did not is not found
        (10, 0, 0, 10, "yes", {"yes": 5}),
        (5, 5, 0, 10, "", {"yes": 5}),
        (9, 1, 0, 10, "yes", {"yes": 5}),
        (6, 5, 4, 15, "", {"yes": 5, "partly": 5}),
        (10, 10, 0, 20, "", {"yes": 10, "partly": 5}),
        (14, 3, 3, 20, "yes", {"yes": 10}),
        (6, 0, 0, 20, "", {"yes": 5}),  # most did not answer
    ],
)
def test_opinions_are_told_by_fives(
    yes: int, partly: int, no: int, total: int, most: str, at_least: dict[str, int]
) -> None:
    counts = {"yes": yes, "partly": partly, "no": no}
    assert figures.told(counts, total) == figures.Told(most, at_least)


def _groups(total: int) -> Iterator[tuple[int, int, int, int]]:
    """All the ways a group answers, or does not, a question with three choices."""
    for yes, partly, no in product(range(total + 1), repeat=3):
        if yes + partly + no <= total:
            yield yes, partly, no, total - yes - partly - no


@pytest.mark.parametrize("total", [5, 6, 9, 10, 15, 20])
def test_neither_a_small_choice_nor_what_is_left_is_found(total: int) -> None:
    """Whatever is said fits groups in which each choice, and each two of them, is another number
    of people; where only one fits, it is five at least and so is what is left.
    """
    fitting = defaultdict(list)
    for yes, partly, no, silent in _groups(total):
        said = figures.told({"yes": yes, "partly": partly, "no": no}, total)
        fitting[said.most, *sorted(said.at_least.items())].append((yes, partly, no, silent))
    for found in fitting.values():
        wholes = [*zip(*found, strict=True)]
        for first, second in combinations(range(4), 2):
            wholes.append(tuple(group[first] + group[second] for group in found))
        for numbers in map(set, wholes):
            least = min(*numbers, *(total - number for number in numbers))
            assert len(numbers) > 1 or least >= figures.LEAST
        # Nor is it said that all of them chose the same.
        assert any(max(group) < total for group in found)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 7, 1), date(2025, 12, 31)),
    ],
)
def test_languages_are_counted_by_half_years_that_are_over(
    today: date, first: date, last: date
) -> None:
    assert figures.last_half_year(today) == (first, last)
