"""What a text message begins with: the number that sends it is nobody's, so its words say who."""

from datetime import timedelta
from uuid import UUID

import pytest

from portal.config import Settings
from portal.kernel import clock, jobs, messages
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from portal.people.enums import CodePurpose
from portal.skills import interview_messages
from tests.conftest import BASE_URL

_ID = str(UUID(int=7))
_DAY = (clock.now() + timedelta(days=3)).isoformat()
# A phone fills it in when it comes first, and reads the address it is for on the last line.
_CODE = "people.code"
# Everything any of the templates asks for.
_DATA = {
    "about": "offers",
    "alert": _ID,
    "agreement": "given",
    "application_id": _ID,
    "at": _DAY,
    "by": "Nadia",
    "called_off": False,
    "code": "123456",
    "count": 2,
    "conversation_id": _ID,
    "day": _DAY,
    "due": _DAY[:10],
    "end": _DAY[:10],
    "ends_at": _DAY,
    "ends_on": _DAY[:10],
    "federation": "Fédération",
    "from": _DAY[:10],
    "group_id": _ID,
    "how_many": 2,
    "last_day": _DAY[:10],
    "lines": [["Médiateur", "La Halte"]],
    "more": False,
    "name": "La Halte",
    "note_id": _ID,
    "offer_id": _ID,
    "organisation": "La Halte",
    "organisation_id": _ID,
    "other": "l…@example.org",
    "owed": [{"title": "Médiateur", "how_many": 1, "due": _DAY[:10]}],
    "path": "/account",
    "person_id": _ID,
    "proposal_id": _ID,
    "reason": "Une pièce manque.",
    "reference": "ABCD",
    "registration_id": _ID,
    "session_id": _ID,
    "slug": "la-halte",
    "starts_at": _DAY,
    "state": "offered",
    "structure": "La Halte",
    "text": "Un mot.",
    "title": "Médiateur",
    "to": _DAY[:10],
    "token": "abc",
    "training": "Devenir pair",
    "until": _DAY,
    "version": 1,
    "what": interview_messages.DUE,
    "words": "Un mot.",
}

# Where one name means two things.
_OTHERWISE = {
    name: {"day": _DAY[:10]}
    for name in (
        "skills.record_ends",
        "trainings.reminder",
        "trainings.session_changed",
        "trainings.staff_changed",
    )
}


@pytest.fixture(autouse=True)
def _surroundings(database: Database, settings: Settings) -> None:
    jobs.surround(database, settings)


@pytest.mark.parametrize("template", messages.templates())
def test_every_text_message_says_who_writes(template: str) -> None:
    data = _DATA | _OTHERWISE.get(template, {})
    text = messages.compose(template, "fr", data, messages.SMS).text
    if template == _CODE:
        assert text.startswith("123456 ")
        assert text.endswith(f"@{BASE_URL.removeprefix('https://')} #123456")
    else:
        assert text.startswith("Portail : ")
        assert text.count("Portail : ") == 1
    said = messages.compose(template, "ps", data, messages.SMS).text
    assert template == _CODE or said.startswith("پورټال: ")


@pytest.mark.parametrize("language", LOCALES)
def test_a_code_says_what_it_is_for(language: str) -> None:
    """The one that confirms an alert is no way into an account, and does not look like one."""
    said = {
        (purpose, channel): messages.compose(
            _CODE, language, {"code": "123456", "purpose": purpose}, channel
        )
        for purpose in CodePurpose
        for channel in (messages.MAIL, messages.SMS)
    }
    for channel in (messages.MAIL, messages.SMS):
        alert, sign_in = said[CodePurpose.ALERT, channel], said[CodePurpose.SIGN_IN, channel]
        assert alert.subject != sign_in.subject
        assert set(alert.text.split("\n")) != set(sign_in.text.split("\n"))
        assert "123456" in alert.text
    text = said[CodePurpose.ALERT, messages.SMS].text
    assert text.lstrip("\u2068").startswith("123456")
    assert text.endswith(f"@{BASE_URL.removeprefix('https://')} #123456")
    if language == "fr":
        letter = said[CodePurpose.ALERT, messages.MAIL]
        assert letter.subject == "Votre code pour confirmer l’alerte : 123456"
        assert "Il confirme l’alerte que vous demandez, et n’ouvre aucun compte." in letter.text
        assert "personne n’entre" not in letter.text
        assert "pour confirmer l’alerte" in text


def test_one_person_who_waits_is_one() -> None:
    waits = messages.compose("jobs.answers_due", "fr", _DATA, messages.MAIL).text
    assert "Une date lui a été promise." in waits
    many = _DATA | {"owed": [{"title": "Médiateur", "how_many": 2, "due": _DAY[:10]}]}
    assert (
        "Une date leur a été promise."
        in messages.compose("jobs.answers_due", "fr", many, messages.MAIL).text
    )
