"""The gallery of components: in the demo, in every language, and nowhere else."""

from dataclasses import replace

import pytest

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from tests.support.client import Visitor
from tests.support.page import words


def visitor(settings: Settings, database: Database, *, demo: bool, language: str) -> Visitor:
    app = create_app(replace(settings, demo=demo), database)
    return Visitor(app, settings.base_url, language)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_component_reads_well_in_every_language(
    settings: Settings, database: Database, tag: str
) -> None:
    page = visitor(settings, database, demo=True, language=tag).get("/gallery")
    assert len(page.find("section")) > 30


def test_there_is_no_gallery_outside_the_demo(settings: Settings, database: Database) -> None:
    real = visitor(settings, database, demo=False, language="fr")
    real.get("/gallery", expect=404)
    real.get("/gallery/voice.wav", expect=404)


def test_the_sample_voice_can_be_played(settings: Settings, database: Database) -> None:
    voice = visitor(settings, database, demo=True, language="fr").fetch("/gallery/voice.wav")
    assert voice.data.startswith(b"RIFF")


def test_what_one_types_has_its_own_direction(settings: Settings, database: Database) -> None:
    """« 12 rue des Lilas » typed on a right-to-left page begins with 12."""
    page = visitor(settings, database, demo=True, language="ps").get("/gallery")
    typed = page.by_id("text_field").iter("input")
    kinds = {(field.get("type"), field.get("dir")) for field in typed}
    assert ("text", "auto") in kinds
    assert ("text", None) not in kinds
    assert {field.get("dir") for field in page.find("input", type="tel")} == {None}


@pytest.mark.parametrize(("tag", "rest"), [("en", "Break"), ("ps", "دمه"), ("ar", "استراحة")])
def test_a_player_pauses_it_takes_no_rest(
    settings: Settings, database: Database, tag: str, rest: str
) -> None:
    """One word does for both in French, in no other language."""
    page = visitor(settings, database, demo=True, language=tag).get("/gallery")
    assert rest not in {words(span) for span in page.find("span")}
