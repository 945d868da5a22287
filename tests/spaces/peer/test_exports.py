"""Taking one's record away: the page before, the file, the journal."""

import json
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.models import AuditEntry
from portal.people.models import Person
from portal.skills.exports.formats import Format
from portal.skills.models import FrameworkAction, KnowledgeLine
from tests.factories.records import NOW
from tests.support.htmx import HtmxVisitor

SECRET = "Addictologie"


@pytest.fixture
def written(worker: HtmxVisitor, backstage: Session, karim: Person) -> HtmxVisitor:
    """Karim's phone, with a line answered, a knowledge and a version."""
    line = backstage.scalars(
        select(FrameworkAction.id).where(FrameworkAction.code == "link-trust")
    ).one()
    form = worker.get(f"/my/grid/{line}").form(name="mobilised")
    worker.submit(form, mobilised="yes", mastery="4", interest="5")
    backstage.add(
        KnowledgeLine(
            person_id=karim.id, field=SECRET, sources=["experiential"], position=0, changed_at=NOW
        )
    )
    backstage.commit()
    worker.submit(worker.get("/my/versions").form("/my/versions"))
    return worker


def test_sources_are_not_ticked_beforehand(written: HtmxVisitor) -> None:
    page = written.get("/my/versions/1/export")
    ticked = {box.get("value") for box in page.find(name="parts") if "checked" in box.attrib}
    assert ticked == {"grid", "knowledge", "path", "project"}
    assert "peut révéler ce que vous avez vécu" in page.text


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("form", list(Format))
def test_each_format_is_saved_and_kept_nowhere(
    written: HtmxVisitor, number: int, form: Format
) -> None:
    page = written.get(f"/my/versions/{number}/export")
    response = written.send(page.form(name="parts"), f"/my/versions/{number}/export.{form}")
    assert response.status_code == 200
    assert response.mimetype == form.media_type
    assert response.headers["Cache-Control"] == "no-store"
    name = response.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="competences-\d{{4}}-\d\d-\d\d\.{form}"', name)
    assert response.data


def test_the_file_holds_what_was_chosen(written: HtmxVisitor) -> None:
    page = written.get("/my/versions/1/export")
    form = page.form(name="parts")
    response = written.send(form, "/my/versions/1/export.json", parts=["knowledge"])
    copy = json.loads(response.data)
    assert copy["knowledge"][0]["field"] == SECRET
    assert copy["knowledge"][0]["sources"] == []
    assert copy["grid"] == []
    response = written.send(
        form, "/my/versions/1/export.json", parts=["knowledge", "knowledge_sources"]
    )
    assert json.loads(response.data)["knowledge"][0]["sources"] == ["experiential"]


def test_the_file_speaks_the_language_of_the_page(written: HtmxVisitor) -> None:
    written.get("/my/versions/1/export?lang=fa-AF")
    page = written.get("/my/versions/1/export")
    response = written.send(page.form(name="parts"), "/my/versions/1/export.pdf")
    reader = PdfReader(BytesIO(response.data))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fa")
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "تصدیق" in text  # « ni une note ni une certification »


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "xlsx", "zip"])
def test_the_file_speaks_the_language_one_chooses(written: HtmxVisitor, form: str) -> None:
    """Somebody who reads Dari gives it to somebody who reads French."""
    written.get("/my/versions/1/export?lang=fa-AF")
    page = written.get("/my/versions/1/export")
    [chosen] = [one for one in page.find("option") if "selected" in one.attrib]
    assert chosen.get("value") == "fa-AF", "the language of the page, unless one says otherwise"
    asked = page.form(name="parts")
    said = {
        tag: _said_in(written.send(asked, f"/my/versions/1/export.{form}", language=tag).data, form)
        for tag in ("fr", "fa-AF")
    }
    assert re.search("[\u0600-\u06ff]", said["fa-AF"])
    assert not re.search("[\u0600-\u06ff]", said["fr"])


def _said_in(file: bytes, form: str) -> str:
    if form == "pdf":
        return " ".join(one.extract_text() for one in PdfReader(BytesIO(file)).pages)
    with ZipFile(BytesIO(file)) as packed:
        texts = [n for n in packed.namelist() if n.endswith((".xml", ".csv"))]
        return " ".join(packed.read(name).decode() for name in texts)


def test_nothing_chosen_is_said_on_the_page(written: HtmxVisitor) -> None:
    form = written.get("/my/versions/1/export").form(name="parts")
    response = written.send(form, "/my/versions/1/export.pdf", parts=[])
    assert response.status_code == 422
    assert "Choisissez ce que vous voulez emporter." in response.text


def test_an_empty_record_is_said_on_the_page(worker: HtmxVisitor) -> None:
    form = worker.get("/my/versions/0/export").form(name="parts")
    response = worker.send(form, "/my/versions/0/export.pdf")
    assert response.status_code == 422
    assert "Votre dossier est encore vide." in response.text


def test_the_journal_says_that_it_left_and_nothing_of_it(
    written: HtmxVisitor, backstage: Session, karim: Person
) -> None:
    form = written.get("/my/versions/1/export").form(name="parts")
    written.send(form, "/my/versions/1/export.odt")
    entry = backstage.scalars(
        select(AuditEntry).where(AuditEntry.action == "record.exported")
    ).one()
    assert entry.person_id == karim.id
    assert entry.facts == {
        "format": "odt",
        "parts": ["grid", "knowledge", "path", "project"],
        "version": 1,
    }


def test_another_s_version_is_nowhere(written: HtmxVisitor) -> None:
    written.get("/my/versions/2/export", expect=404)
    form = written.get("/my/versions/1/export").form(name="parts")
    assert written.send(form, "/my/versions/2/export.pdf").status_code == 404


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple", "en"])
def test_the_page_holds_in_other_languages(written: HtmxVisitor, language: str) -> None:
    written.get(f"/my/versions/1/export?lang={language}")
