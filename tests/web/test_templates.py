"""What is kept between two pages, and when it no longer is."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.kernel import i18n, nomenclatures
from portal.kernel.models import NomenclatureEntry
from portal.kernel.nomenclatures import Seed
from portal.web.filters import bound
from portal.web.templates import Kept
from tests.support.kept import StaleKey


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def test_a_value_is_made_once_for_each_key_and_language() -> None:
    kept, made = Kept(10), _numbers()
    for language, wanted in (("fr", 1), ("ps", 2), ("fr", 1), ("ps", 2)):
        locale = i18n.find(language)
        assert locale
        with i18n.use(locale):
            assert kept.get("a", lambda: next(made)) == wanted
    assert kept.get("b", lambda: next(made)) == 3


def test_the_oldest_goes_first() -> None:
    kept, made = Kept(2), _numbers()
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: next(made))
    assert kept.get("a", lambda: next(made)) == 1, "it was used again meanwhile"
    assert kept.get("b", lambda: next(made)) == 4


def test_a_word_an_operator_changed_is_read_anew(
    backstage: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nomenclatures, "_FRESH_SECONDS", -1)  # each look reads the table
    kept, made = Kept(10), _numbers()
    nomenclatures.plant(backstage, [Seed("test", "one", "Un", source="a test")])

    def look() -> int:
        nomenclatures.all_entries(backstage, "test")
        return kept.get("a", lambda: next(made))

    assert (look(), look()) == (1, 1)
    backstage.execute(
        update(NomenclatureEntry).where(NomenclatureEntry.scheme == "test").values(label="Deux")
    )
    backstage.expire_all()
    assert (look(), look()) == (2, 2)


@pytest.mark.parametrize("language", ["fr", "fr-x-simple", "en", "ar", "fa", "fa-AF", "ps"])
def test_the_digits_of_a_number_stay_in_their_order(language: str) -> None:
    """Between two ordinary spaces, a right-to-left line would show 78 56 34 12 06."""
    locale = i18n.find(language)
    assert locale
    with i18n.use(locale):
        shown = bound(i18n.gettext_("Par exemple 06 12 34 56 78."))
    assert "06\u00a012\u00a034\u00a056\u00a078" in shown


def test_a_name_to_go_back_to_keeps_its_order(app: Flask) -> None:
    """On a right-to-left page, its full stop would stand before it."""
    with app.test_request_context("/"):
        shown = render_template_string(
            "{% from '_components/back_link.html' import back_link %}"
            "{{ back_link('/', 'Zarghuna A.') }}"
        )
    assert "<bdi>Zarghuna A.</bdi>" in shown


def _draw(app: Flask, key: str, **values: object) -> str:
    with app.test_request_context("/"):
        return render_template_string(
            f"{{% call piece({key}) %}}{{{{ shown }}}}{{% endcall %}}", **values
        )


def test_a_piece_is_drawn_again_only_when_its_key_changes(app: Flask) -> None:
    assert _draw(app, "'a test', shown", shown="one") == "one"
    assert _draw(app, "'a test', shown", shown="two") == "two"
    assert _draw(app, "'another test', when=false", shown="one") == "one"
    assert _draw(app, "'another test', when=false", shown="two") == "two"


def test_a_key_that_forgets_what_it_shows_turns_the_tests_red(app: Flask) -> None:
    _draw(app, "'a forgetful test'", shown="one")
    with pytest.raises(StaleKey):
        _draw(app, "'a forgetful test'", shown="two")


def test_nothing_made_for_one_answer_can_be_kept(app: Flask) -> None:
    for secret in ("csp_nonce()", "csrf_token()"):
        piece = f"{{% call piece('a secret', '{secret}') %}}{{{{ {secret} }}}}{{% endcall %}}"
        with app.test_request_context("/"):
            render_template_string(piece)
        with app.test_request_context("/"), pytest.raises(StaleKey):
            render_template_string(piece)


@pytest.mark.parametrize(
    ("language", "text", "apart"),
    [
        ("ps", "Rives communes (AURORE).", True),
        ("ps", "CDI (تلپاتې قرارداد)", False),
        ("ps", "14:00 – 16:00", False),
        ("fr", "د کابل (ښار).", True),
        ("fr", "Rives communes (AURORE).", False),
    ],
)
def test_words_of_the_other_direction_are_kept_apart(language: str, text: str, apart: bool) -> None:
    """Its bracket and its full stop stay at its end, in a label, a fact or a hint."""
    locale = i18n.find(language)
    assert locale
    with i18n.use(locale):
        assert bound(text) == (f"\u2068{text}\u2069" if apart else text)
        assert bound(Markup(text)) == text, "markup says its own"  # noqa: S704 - words of this test
