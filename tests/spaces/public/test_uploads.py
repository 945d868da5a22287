"""Files in pieces: resumed where they stopped, refused in words, nobody else's business."""

from collections.abc import Callable
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.jobs.actions import applying
from portal.jobs.enums import PartKind
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel.db import Database, Reach
from portal.kernel.vault import StoreAway, Vault
from tests.factories.applications import PHONE, Candidate, begin, send, submit
from tests.factories.recordings import recording
from tests.support.htmx import HtmxVisitor

SOUND = recording("chrome.webm")


class Uploading:
    """What static/js/upload.js asks."""

    def __init__(self, visitor: HtmxVisitor, someone: Candidate) -> None:
        self.visitor, self.root = visitor, f"/uploads/{someone.token}"
        page = visitor.get("/follow")
        self.csrf = page.one("input", name="csrf_token").get("value") or ""

    def ask(self, method: str, url: str, data: bytes = b"", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"X-CSRFToken": self.csrf, "Referer": self.visitor.base_url + "/follow"}
        return self.visitor.fetch(
            url, method, headers=named, data=data, content_type="application/offset+octet-stream"
        )

    def create(self, size: int = len(SOUND), purpose: str = "voice") -> TestResponse:
        return self.ask(
            "POST",
            self.root,
            Upload_Length=str(size),
            Upload_Purpose=purpose,
            Upload_Name="mes%20mots.webm",
        )

    def piece(self, url: str, offset: int, data: bytes) -> TestResponse:
        return self.ask("PATCH", url, data, Upload_Offset=str(offset))


@pytest.fixture
def someone(database: Database, settings: Settings, offer: OfferToAnswer) -> Candidate:
    with database.session() as session:
        begun = begin(session, settings, offer)
        session.commit()
    return begun


@pytest.fixture
def uploading(visitor: HtmxVisitor, someone: Candidate) -> Uploading:
    return Uploading(visitor, someone)


def test_a_file_arrives_piece_by_piece(uploading: Uploading, run_jobs: Callable[[], None]) -> None:
    created = uploading.create()
    assert created.status_code == 201
    url = created.headers["Location"]
    third = len(SOUND) // 3
    for start in (0, third, 2 * third):
        end = len(SOUND) if start == 2 * third else start + third
        answer = uploading.piece(url, start, SOUND[start:end])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))
        told = uploading.ask("HEAD", url)
        assert told.headers["Upload-Offset"] == str(end)
        assert told.headers["Upload-Length"] == str(len(SOUND))
    # The last answer was lost: asked again, empty, it is the same.
    assert uploading.piece(url, len(SOUND), b"").status_code == 204
    assert uploading.visitor.fetch(f"{url}/content").status_code == 404, "not prepared yet"
    run_jobs()
    played = uploading.visitor.fetch(f"{url}/content", headers={"Range": "bytes=0-9"})
    assert (played.status_code, played.mimetype) == (206, "audio/mp4")


def test_the_wrong_file_is_taken_back_until_it_is_sent(
    uploading: Uploading, someone: Candidate, database: Database, offer: OfferToAnswer
) -> None:
    wrong, loose, right = (uploading.create().headers["Location"] for _ in range(3))
    for url in (wrong, loose, right):
        uploading.piece(url, 0, SOUND)
    with database.session(Reach(doors={"holder": someone.actor.holder or ""})) as session:
        for url in (wrong, right):
            file_id = UUID(url.rsplit("/", 1)[1])
            kind = PartKind.VOICE if url == right else PartKind.CV
            applying.give_file(session, someone.actor, someone.application_id, kind, file_id)
        session.commit()
    for url in (wrong, loose):
        assert uploading.ask("DELETE", url).status_code == 204
        assert uploading.ask("HEAD", url).status_code == 404
    with database.session(Reach(doors={"holder": someone.actor.holder or ""})) as session:
        applying.give_contact(session, someone.actor, someone.application_id, phone=PHONE, email="")
        submit(session, someone, offer)
        session.commit()
    assert uploading.ask("DELETE", right).status_code == 409
    assert uploading.ask("HEAD", right).status_code == 200


def test_who_disagrees_is_told_where_it_stands(uploading: Uploading) -> None:
    url = uploading.create().headers["Location"]
    uploading.piece(url, 0, SOUND[:100])
    for offset, data in ((0, b"other bytes"), (200, SOUND[200:300])):
        answer = uploading.piece(url, offset, data)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    # The same piece again is the same piece.
    answer = uploading.piece(url, 0, SOUND[:100])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "100")


def test_what_is_no_sound_is_refused_in_words(uploading: Uploading) -> None:
    url = uploading.create(11).headers["Location"]
    answer = uploading.piece(url, 0, b"not a sound")
    assert answer.status_code == 422
    assert "n’est pas un enregistrement" in answer.get_json()["message"]
    again = uploading.piece(url, 11, b"")
    assert again.status_code == 422, "refused it stays"


def test_too_much_is_refused_before_it_travels(uploading: Uploading) -> None:
    answer = uploading.create(26 * 1024 * 1024)
    assert (answer.status_code, "25 Mo" in answer.get_json()["message"]) == (422, True)
    assert uploading.create(0).status_code == 422
    assert uploading.create(5, purpose="offer_recording").status_code == 422
    assert uploading.create(5, purpose="nonsense").status_code == 422
    url = uploading.create(3 * 1024 * 1024).headers["Location"]
    assert uploading.piece(url, 0, b"x" * (1024 * 1024 + 1)).status_code == 413


def test_nobody_else_adds_sees_or_hears_it(
    uploading: Uploading,
    new_visitor: Callable[..., HtmxVisitor],
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
    run_jobs: Callable[[], None],
) -> None:
    url = uploading.create().headers["Location"]
    uploading.piece(url, 0, SOUND)
    run_jobs()
    with database.session() as session:
        other = begin(session, settings, offer)
        session.commit()
    stranger = Uploading(new_visitor(), other)
    foreign = f"{stranger.root}/{url.rsplit('/', 1)[1]}"
    assert stranger.ask("HEAD", foreign).status_code == 404
    assert stranger.piece(foreign, 0, b"x").status_code == 404
    assert stranger.visitor.fetch(f"{foreign}/content").status_code == 404


def test_a_form_of_another_site_sends_nothing(uploading: Uploading) -> None:
    uploading.csrf = "x"
    assert uploading.create().status_code == 400


def test_a_store_that_is_away_is_tried_again_later(
    uploading: Uploading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The piece is not there; the same one is taken once the store is back."""
    url = uploading.create().headers["Location"]
    with monkeypatch.context() as away:
        away.setattr(Vault, "put", _away)
        answer = uploading.piece(url, 0, SOUND[:100])
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert uploading.ask("HEAD", url).headers["Upload-Offset"] == "0"
    assert uploading.piece(url, 0, SOUND[:100]).status_code == 204


def test_a_whole_file_the_store_cannot_keep_loses_nothing_typed(
    uploading: Uploading,
    visitor: HtmxVisitor,
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
    settings: Settings,
    offer: OfferToAnswer,
) -> None:
    with database.session() as session:
        token = send(session, settings, offer).token
        session.commit()
    page = visitor.get(f"/follow/{token}/reply")
    with monkeypatch.context() as away:
        away.setattr(Vault, "put", _away)
        page = visitor.submit(
            page.form(), expect=422, body="Bonjour, une question.", answer=(SOUND, "m.webm")
        )
    assert "Nous ne pouvons pas garder ce fichier maintenant" in page.text
    assert page.one("textarea", name="body").text == "Bonjour, une question."
    page = visitor.submit(page.form(), answer=(SOUND, "m.webm"))
    assert "Votre message est parti." in page.text


def _away(*_given: object) -> None:
    raise StoreAway
