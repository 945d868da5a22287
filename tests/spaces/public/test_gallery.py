"""The gallery of components: in the demo, in every language, and nowhere else."""

from dataclasses import replace

import pytest

from portal.app import create_app
from portal.config import Settings
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from tests.support.client import Visitor


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
