"""What people type to be reached."""

from contextlib import suppress

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from portal.people import addresses
from portal.people.addresses import masked, read, read_phone, shown
from portal.people.enums import ContactKind
from portal.people.errors import BadAddress


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("06 39 98 12 34", "+33639981234"),
        ("06.39.98.12.34", "+33639981234"),
        ("0033 6 39 98 12 34", "+33639981234"),
        ("+33639981234", "+33639981234"),
        ("٠٦٣٩٩٨١٢٣٤", "+33639981234"),
        ("۰۶۳۹۹۸۱۲۳۴", "+33639981234"),
        ("+93 70 123 4567", "+93701234567"),
        (" Awa@Example.ORG ", "Awa@example.org"),
    ],
)
def test_one_canonical_writing(typed: str, value: str) -> None:
    assert read(typed).value == value


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "awa",
        "12",
        "06 39 98",
        "awa@",
        "@example.org",
        "awa@localhost",
        "a b@example.org",
        "01 23 45 67 89",
        "+1 900 555 0199",
        "<awa@example.org>",
        "awa@example.org\nBcc: x@y.fr",
    ],
)
def test_what_cannot_be_reached_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        read(typed)


def test_a_structure_may_have_a_fixed_line() -> None:
    assert read_phone("01 99 00 12 34") == "+33199001234"


def test_addresses_are_shown_as_people_write_them() -> None:
    assert shown("+33639981234") == "06\u00a039\u00a098\u00a012\u00a034"
    assert shown("+93701234567").startswith("+93")
    assert masked("+33639981234") == "•• •• •• 34"
    assert masked("awa@example.org") == "a•••@example.org"


@given(st.from_regex(r"\A\+33[1-9][0-9]{8}\Z"))
def test_french_numbers_are_shown_as_the_library_of_numbers_shows_them(number: str) -> None:
    parsed = phonenumbers.parse(number)
    expected = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    assert shown(number) == expected.replace(" ", "\u00a0")


def test_one_digest_whatever_the_case() -> None:
    one, other = read("Awa@example.org"), read("awa@EXAMPLE.org")
    assert one.digest(b"k") == other.digest(b"k")
    assert one.digest(b"k") != one.digest(b"other key")


@given(st.text(max_size=60))
def test_anything_typed_is_an_address_or_a_sentence(typed: str) -> None:
    with suppress(BadAddress):
        found = read(typed)
        assert found.kind in ContactKind
        assert read(found.value) == found


def test_a_line_of_addresses_is_split_as_it_was_typed() -> None:
    assert addresses.split("") == []
    typed = " a@example.org, B@example.org ;c "
    assert addresses.split(typed) == ["a@example.org", "B@example.org", "c"]
