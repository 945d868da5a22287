"""Numbers, amounts and dates as each language writes them, in Latin digits; directions."""

from datetime import date

import pytest

from portal.kernel import i18n

THIN_SPACE = "\u202f"


@pytest.mark.parametrize("tag", ["fr", "fr-x-simple", "ps"])
def test_a_thin_space_groups_and_a_comma_marks_the_cents(tag: str) -> None:
    with i18n.use(i18n.LOCALES[tag]):
        assert i18n.show_amount(1950) == f"1{THIN_SPACE}950"
        assert i18n.show_amount(1950.5) == f"1{THIN_SPACE}950,50"
        assert i18n.show_number(12345.5) == f"12{THIN_SPACE}345,5"


@pytest.mark.parametrize("tag", ["en", "ar", "fa", "fa-AF"])
def test_a_comma_groups_and_a_full_stop_marks_the_cents(tag: str) -> None:
    with i18n.use(i18n.LOCALES[tag]):
        assert i18n.show_amount(1950) == "1,950"
        assert i18n.show_amount(1950.5) == "1,950.50"


@pytest.mark.parametrize(
    ("tag", "first"),
    [("fr", "1er mars 2027"), ("fr-x-simple", "1er mars 2027"), ("en", "1 March 2027")],
)
def test_the_first_day_of_a_month_as_french_says_it(tag: str, first: str) -> None:
    with i18n.use(i18n.LOCALES[tag]):
        assert i18n.show_date(date(2027, 3, 1)) == first
        assert not i18n.show_date(date(2027, 3, 11)).startswith("11er")


def test_our_words_keep_the_direction_of_their_language() -> None:
    for tag, mark in (("fr", ""), ("ps", "\u200f"), ("ar", "\u200f")):
        with i18n.use(i18n.LOCALES[tag]):
            assert i18n.ours("CDI") == f"{mark}CDI"
            assert i18n.ours("") == ""


def test_a_list_has_the_comma_of_its_language() -> None:
    for tag, said in (
        ("fr", "français, dari"),
        ("en", "français, dari"),
        ("fa-AF", "\u2068français\u2069، \u2068dari\u2069"),
        ("ps", "\u2068français\u2069، \u2068dari\u2069"),
    ):
        with i18n.use(i18n.LOCALES[tag]):
            assert i18n.listed(["français", "dari"]) == said
