"""Numbers and amounts as each language writes them, in Latin digits."""

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
