"""The file of proofs: chosen lines, what shows them, and the sentence that it certifies nothing."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel.db import Database, Reach
from portal.kernel.models import AuditEntry
from portal.organisations.scope import Actor
from portal.people.models import Person
from portal.skills.actions import grid, proving
from portal.skills.errors import NothingChosen
from portal.skills.models import Evidence, FrameworkAction
from tests.factories.documents import photo
from tests.factories.people import make_person
from tests.factories.recordings import recording
from tests.support.htmx import HtmxVisitor


@pytest.fixture
def shown(
    worker: HtmxVisitor,
    karim: Person,
    backstage: Session,
    database: Database,
    run_jobs: Callable[[], None],
) -> HtmxVisitor:
    """Karim's phone: a line with words, a recording and a photo, another with words."""
    codes = ("link-trust", "team-report")
    first, second = (
        backstage.scalars(select(FrameworkAction.id).where(FrameworkAction.code == code)).one()
        for code in codes
    )
    actor = Actor(person_id=karim.id, name="Karim")
    with database.session(Reach(karim.id)) as session:
        grid.add_words(session, actor, first, "Je viens quand je l’ai dit.")
        grid.add_words(session, actor, second, "Je note mes visites.")
        for name, content in (
            ("voix.opus", recording("whatsapp.opus")),
            ("photo.jpg", photo("jpeg")),
        ):
            file_id = files.receive_whole(
                session, actor, FilePurpose.EVIDENCE, None, name, BytesIO(content)
            )
            grid.add_file(session, actor, first, file_id)
        session.commit()
    run_jobs()
    return worker


def read(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def alternatives(reader: PdfReader) -> set[str]:
    """What stands for pictures, for who does not see them."""
    size: Any = reader.trailer["/Size"]
    found: list[Any] = [reader.get_object(number) for number in range(1, size)]
    return {str(one["/Alt"]) for one in found if isinstance(one, dict) and "/Alt" in one}


def test_the_document_shows_words_recordings_and_photos(shown: HtmxVisitor) -> None:
    response = shown.send(shown.get("/my/proofs").form(name="lines"), "/my/proofs/proofs.pdf")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert re.search(r'"preuves-[\d-]+\.pdf"', response.headers["Content-Disposition"])
    text = read(response.data)
    for words in (
        "Ce dossier n’est pas un certificat et ne certifie rien.",
        "Etablir un lien de confiance avec les personnes accompagnées",
        "Je viens quand je l’ai dit.",
        "Je note mes visites.",
        "01.m4a",
        "seconde",
    ):
        assert words in text, words
    reader = PdfReader(BytesIO(response.data))
    assert [image for page in reader.pages for image in page.images]
    assert "Photo donnée par la personne" in alternatives(reader)


def test_the_folder_holds_the_document_and_the_recordings(shown: HtmxVisitor) -> None:
    response = shown.send(shown.get("/my/proofs").form(name="lines"), "/my/proofs/proofs.zip")
    assert response.mimetype == "application/zip"
    with ZipFile(BytesIO(response.data)) as archive:
        document, sound = archive.namelist()
        assert re.fullmatch(r"preuves-[\d-]+\.pdf", document)
        assert sound == "enregistrements/01.m4a"
        assert archive.read(sound)[4:8] == b"ftyp"
        assert "01.m4a" in read(archive.read(document))


def test_a_line_that_is_not_chosen_is_not_there(shown: HtmxVisitor, backstage: Session) -> None:
    line = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code == "team-report")
    ).one()
    form = shown.get("/my/proofs").form(name="lines")
    text = read(shown.send(form, "/my/proofs/proofs.pdf", lines=[str(line)]).data)
    assert "Je note mes visites." in text
    assert "01.m4a" not in text
    assert "Je viens" not in text


def test_the_journal_says_it_was_made_and_nothing_of_it(
    shown: HtmxVisitor, backstage: Session
) -> None:
    shown.send(shown.get("/my/proofs").form(name="lines"), "/my/proofs/proofs.pdf")
    made = backstage.scalars(select(AuditEntry).where(AuditEntry.action == "proofs.made")).one()
    assert made.facts == {"lines": 2, "with_sound": False}


def test_too_heavy_a_file_is_said_on_the_page(
    shown: HtmxVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "MOST_BYTES", 100)
    form = shown.get("/my/proofs").form(name="lines")
    response = shown.send(form, "/my/proofs/proofs.zip")
    assert response.status_code == 422
    assert "Choisissez moins de lignes à la fois." in response.text


def test_without_any_example_the_page_says_where_to_begin(worker: HtmxVisitor) -> None:
    page = worker.get("/my/proofs")
    assert "Aucune ligne de votre grille n’a encore d’exemple." in page.text


def test_another_s_line_shows_nothing(
    shown: HtmxVisitor, database: Database, backstage: Session, settings: Settings
) -> None:
    other = make_person(backstage, settings, "Lina", "06 39 98 04 04")
    lines = list(backstage.scalars(select(Evidence.action_id)))
    with database.session(Reach(other.id)) as session, pytest.raises(NothingChosen):
        proving.make_proofs(session, Actor(person_id=other.id), lines, with_sound=False)
