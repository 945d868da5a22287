"""One's CV: what one chooses, nothing else; kept, seen, taken away, used in an application."""

import re
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.kernel.models import AuditEntry
from portal.people.models import Person
from portal.skills.models import FrameworkAction, KnowledgeLine, PathEntry
from tests.factories.records import NOW
from tests.support.htmx import HtmxVisitor
from tests.support.sql import statements

POST, OTHER_POST = "Médiation à l’accueil de jour", "Plonge"


@pytest.fixture
def written(worker: HtmxVisitor, backstage: Session, karim: Person) -> HtmxVisitor:
    """Karim's phone: two lines answered, two posts, a language, a knowledge."""
    for code in ("link-trust", "team-report"):
        line = backstage.scalars(
            select(FrameworkAction.id).where(FrameworkAction.code == code)
        ).one()
        form = worker.get(f"/my/grid/{line}").form(name="mobilised")
        worker.submit(form, mobilised="yes", mastery="4", interest="5")
    for kind, title in (("post", POST), ("mission", OTHER_POST), ("language", "دری")):
        backstage.add(PathEntry(person_id=karim.id, kind=kind, title=title, changed_at=NOW))
    backstage.add(
        KnowledgeLine(
            person_id=karim.id,
            field="Addictologie",
            sources=["experiential"],
            position=0,
            changed_at=NOW,
        )
    )
    backstage.commit()
    return worker


@pytest.fixture
def entry(backstage: Session) -> Callable[[str], str]:
    return lambda title: str(
        backstage.scalars(select(PathEntry.id).where(PathEntry.title == title)).one()
    )


@pytest.fixture
def line(backstage: Session) -> Callable[[str], str]:
    return lambda code: str(
        backstage.scalars(select(FrameworkAction.id).where(FrameworkAction.code == code)).one()
    )


def choose(worker: HtmxVisitor, **chosen: object) -> HtmxVisitor:
    form = worker.get("/my/cv").form(name="headline")
    worker.submit(form, **chosen)  # type: ignore[arg-type]  # values of a form
    return worker


def taken(worker: HtmxVisitor, form: str) -> str:
    page = worker.get("/my/cv/preview")
    response = worker.send(page.form("/my/cv/cv.pdf"), f"/my/cv/cv.{form}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert re.search(
        rf'attachment; filename="cv-[\d-]+\.{form}"', response.headers["Content-Disposition"]
    )
    if form == "pdf":
        pages = PdfReader(BytesIO(response.data)).pages
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    root = docx.Document(BytesIO(response.data)).element
    return " ".join(str(text) for text in root.itertext())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_cv_says_what_was_chosen_and_nothing_else(
    written: HtmxVisitor,
    entry: Callable[[str], str],
    line: Callable[[str], str],
    form: str,
) -> None:
    choose(
        written,
        name="Karim H.",
        headline="Médiateur, trois langues",
        phone="",
        email="",
        entries=[entry(POST), entry("دری")],
        lines=[line("link-trust")],
    )
    text = taken(written, form)
    for words in ("Karim H.", "Médiateur, trois langues", POST, "confiance en vous"):
        assert words in text, words
    for words in (OTHER_POST, "06 39 98", "Addictologie", "expérientiel", "Expliquer", "4 –", "/5"):
        assert words not in text, words


def test_knowledge_comes_without_its_origin_unless_asked(written: HtmxVisitor) -> None:
    choose(written, knowledge="y")
    assert "Addictologie" in taken(written, "pdf")
    assert "expérientiel" not in taken(written, "pdf")
    choose(written, knowledge="y", knowledge_sources="y")
    assert "Addictologie (Savoir expérientiel)" in taken(written, "pdf")


def test_only_the_knowledge_chosen_is_said(
    written: HtmxVisitor, backstage: Session, karim: Person
) -> None:
    form = written.get("/my/knowledge/new").form()
    written.submit(form, field="Démarches auprès de la CAF")
    shown = backstage.scalars(
        select(KnowledgeLine.id).where(KnowledgeLine.field != "Addictologie")
    ).one()
    choose(written, knowledge_lines=[str(shown)])
    assert "Démarches auprès de la CAF" in taken(written, "pdf")
    assert "Addictologie" not in taken(written, "pdf")
    # The line chosen is taken back: the others do not come in its place.
    page = written.get(f"/my/knowledge/{shown}")
    written.submit(page.form(f"/my/knowledge/{shown}/remove"))
    assert "Addictologie" not in taken(written, "pdf")


def test_the_guide_s_words_when_asked(written: HtmxVisitor, line: Callable[[str], str]) -> None:
    choose(written, lines=[line("link-trust")], wording="exact", language="en")
    assert "Etablir un lien de confiance" in taken(written, "pdf")


def test_the_page_shows_what_the_file_says(
    written: HtmxVisitor, entry: Callable[[str], str]
) -> None:
    choose(written, name="Karim H.", entries=[entry(POST)], language="ar")
    page = written.get("/my/cv/preview")
    (article,) = page.find("article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert POST in page.text
    assert OTHER_POST not in page.text


def test_choices_are_there_again_until_they_are_erased(
    written: HtmxVisitor, entry: Callable[[str], str]
) -> None:
    choose(written, name="K.", phone="06 39 98 09 09", entries=[entry(POST)], project="y")
    form = written.get("/my/cv").form(name="headline")
    kept = form.data({}, None)
    assert ("name", "K.") in kept
    assert ("phone", "06 39 98 09 09") in kept
    assert ("entries", entry(POST)) in kept
    written.submit(written.get("/my/cv").form("/my/cv/forget"))
    written.get("/my/cv/preview", expect=404)


def test_the_first_time_the_account_s_contacts_are_proposed(written: HtmxVisitor) -> None:
    form = written.get("/my/cv").form(name="headline")
    assert ("name", "Karim") in form.data({}, None)
    assert ("phone", "06 39 98 03 03") in form.data({}, None)


def test_an_empty_cv_is_said_on_the_page(written: HtmxVisitor) -> None:
    form = written.get("/my/cv").form(name="headline")
    page = written.submit(form, expect=422)
    assert "Choisissez ce que vous voulez montrer." in page.text


def test_another_s_line_is_not_a_choice(written: HtmxVisitor) -> None:
    form = written.get("/my/cv").form(name="headline")
    response = written.send(form, "/my/cv")
    assert response.status_code == 422
    data = dict(form.data({}, None)) | {"entries": "0b1e9c1e-0000-4000-8000-000000000000"}
    response = written.fetch(
        "/my/cv", method="POST", data=data, headers={"Referer": written.base_url}
    )
    assert response.status_code == 422


def test_the_journal_says_a_cv_was_made_and_nothing_of_it(
    written: HtmxVisitor, entry: Callable[[str], str], backstage: Session
) -> None:
    choose(written, entries=[entry(POST)])
    taken(written, "pdf")
    made = backstage.scalars(select(AuditEntry).where(AuditEntry.action == "cv.made")).one()
    assert made.facts == {"format": "pdf"}


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple", "en"])
def test_the_pages_hold_in_other_languages(
    written: HtmxVisitor, entry: Callable[[str], str], line: Callable[[str], str], language: str
) -> None:
    choose(written, entries=[entry(POST)], lines=[line("link-trust")], language=language)
    for path in ("/my/cv", "/my/cv/preview", "/my/proofs"):
        written.get(f"{path}?lang={language}")
    for form in ("pdf", "docx"):
        assert POST in taken(written, form)


def test_a_longer_record_asks_the_database_no_more(
    written: HtmxVisitor,
    backstage: Session,
    karim: Person,
    database: Database,
    entry: Callable[[str], str],
) -> None:
    choose(written, entries=[entry(POST)])

    def asked() -> list[int]:
        counts = []
        for path in ("/my/cv", "/my/cv/preview", "/my/proofs", "/my/versions/0/export"):
            with statements(database.engine) as found:
                written.get(path)
            counts.append(len(found))
        return counts

    asked()
    before = asked()
    for number in range(20):
        backstage.add(
            PathEntry(person_id=karim.id, kind="post", title=f"Poste {number}", changed_at=NOW)
        )
    backstage.commit()
    assert asked() == before
