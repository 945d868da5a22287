"""Knowledge, path and project: written, changed, taken back; nothing compulsory."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.people.models import Person
from portal.skills.models import CareerProject, KnowledgeLine, PathEntry, ProjectStep
from tests.factories.people import make_person
from tests.support.htmx import HtmxVisitor


def test_knowledge_is_written_changed_and_taken_back(
    worker: HtmxVisitor, backstage: Session
) -> None:
    page = worker.click(worker.get("/my/knowledge"), "Ajouter une connaissance")
    page = worker.submit(
        page.form(), field="Addictologie", sources=["experiential", "training"], mastery="4"
    )
    assert "Savoir expérientiel" in page.text
    assert "Formation dédiée" in page.text
    page = worker.click(page, "Addictologie")
    page = worker.submit(page.form(name="field"), field="Addictologie", sources=[], mastery="5")
    assert "Savoir expérientiel" not in page.text
    (line,) = backstage.scalars(select(KnowledgeLine))
    assert (line.sources, line.mastery) == ([], "5")
    page = worker.get(f"/my/knowledge/{line.id}")
    worker.submit(page.form(f"/my/knowledge/{line.id}/remove"))
    assert backstage.scalars(select(KnowledgeLine)).all() == []


def test_the_list_shows_what_one_wrote_beside_a_knowledge(worker: HtmxVisitor) -> None:
    page = worker.get("/my/knowledge/new")
    page = worker.submit(page.form(), field="Addictologie", note="Surtout l’alcool.")
    assert "Surtout l’alcool." in page.text


def test_what_was_typed_stays_when_something_lacks(worker: HtmxVisitor) -> None:
    page = worker.get("/my/knowledge/new")
    page = worker.submit(page.form(), expect=422, field=" ", note="Un quartier")
    assert "Écrivez ce que vous connaissez." in page.text
    assert ("note", "Un quartier") in page.form().data({})


def test_the_path_is_a_timeline(worker: HtmxVisitor, backstage: Session) -> None:
    past: dict[str, Any] = {
        "kind": "post",
        "title": "Accueil",
        "began": "2022-03",
        "ended": "2023-08",
    }
    now: dict[str, Any] = {
        "kind": "mission",
        "title": "Maraude",
        "began": "2024-01",
        "is_current": "y",
    }
    worker.submit(worker.get("/my/path/new").form(), **past)
    page = worker.submit(worker.get("/my/path/new").form(), **now)
    assert "De mars 2022 à août 2023" in page.text
    assert page.text.index("Maraude") < page.text.index("Accueil")
    entry = backstage.scalars(select(PathEntry).where(PathEntry.title == "Accueil")).one()
    page = worker.get(f"/my/path/{entry.id}")
    worker.submit(page.form(f"/my/path/{entry.id}/remove"))
    assert len(backstage.scalars(select(PathEntry)).all()) == 1


def test_a_language_is_said_in_words(worker: HtmxVisitor, backstage: Session) -> None:
    page = worker.click(worker.get("/my/path"), "Ajouter une langue")
    form = page.form(name="language")
    page = worker.submit(
        form,
        language="fa-AF",
        spoken="ease",
        written="little",
        interprets="work",
        not_interpreted="Ni le médical, ni le tribunal.",
    )
    for words in (
        "dari",
        "Parler : Très bien",
        "Écrire : Un peu",
        "Traduire à l’oral : Assez pour travailler",
        "Ne traduit pas : Ni le médical, ni le tribunal.",
    ):
        assert words in page.text, words
    entry = backstage.scalars(select(PathEntry)).one()
    assert (entry.title, entry.language) == ("dari", "fa-AF")
    worker.submit(worker.get("/my/versions").form())
    version = worker.get("/my/versions/1")
    assert "Traduire à l’oral : Assez pour travailler" in version.text
    assert "Dari" in worker.get("/my/path?lang=en").text


def test_a_language_of_no_list_is_written_freely(worker: HtmxVisitor, backstage: Session) -> None:
    form = worker.get("/my/path/languages/new").form(name="language")
    page = worker.submit(form, expect=422)
    assert "Choisissez une langue, ou écrivez son nom." in page.text
    page = worker.submit(page.form(name="language"), title="Hazaragi")
    assert "Hazaragi" in page.text
    entry = backstage.scalars(select(PathEntry)).one()
    assert (entry.kind, entry.language) == ("language", "")


def test_a_language_written_earlier_stays_as_it_was(
    worker: HtmxVisitor, backstage: Session, karim: Person
) -> None:
    backstage.add(
        PathEntry(
            person_id=karim.id,
            kind="language",
            title="Arabe",
            level="Je parle et je traduis.",
            words="Appris à la maison.",
            changed_at=clock.now(),
        )
    )
    backstage.commit()
    page = worker.get("/my/path")
    assert "Je parle et je traduis." in page.text
    page = worker.click(page, "Arabe")
    page = worker.submit(page.form(name="language"), spoken="ease")
    for words in ("Arabe", "Je parle et je traduis.", "Appris à la maison.", "Très bien"):
        assert words in page.text, words


def test_an_end_before_its_beginning_is_refused(worker: HtmxVisitor) -> None:
    page = worker.get("/my/path/new")
    page = worker.submit(
        page.form(), expect=422, kind="post", title="Accueil", began="2024-05", ended="2024-01"
    )
    assert "La fin vient avant le début." in page.text


def test_a_project_and_its_steps(worker: HtmxVisitor, backstage: Session) -> None:
    page = worker.get("/my/path/project")
    page = worker.submit(
        page.form(), in_peer_work="yes", how_long="deux ans", time_wish="part", words="Former."
    )
    assert "Pendant combien de tempsdeux ans" in page.text
    assert backstage.scalars(select(CareerProject)).one().words == "Former."
    page = worker.submit(
        worker.get("/my/path/steps/new").form(), what="Passer le permis", who_helps="Nadia"
    )
    step = backstage.scalars(select(ProjectStep)).one()
    done = f"/my/path/steps/{step.id}/done"
    # What one presses says what it does; only what is done says so.
    assert "Marquer comme fait" in page.text
    assert "C’est fait" not in page.text
    page = worker.submit(page.form(done), done="1")
    assert "Fait le" in page.text
    page = worker.submit(page.form(done), done="0")
    assert "Fait le" not in page.text
    page = worker.get(f"/my/path/steps/{step.id}")
    worker.submit(page.form(f"/my/path/steps/{step.id}/remove"))
    assert backstage.scalars(select(ProjectStep)).all() == []


def test_somebody_else_s_lines_are_nowhere(
    worker: HtmxVisitor,
    backstage: Session,
    settings: Settings,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    worker.submit(worker.get("/my/knowledge/new").form(), field="À moi")
    worker.submit(worker.get("/my/path/new").form(), kind="post", title="À moi")
    worker.submit(worker.get("/my/path/steps/new").form(), what="À moi")
    other = signed_in(make_person(backstage, settings, "Lina", "06 39 98 04 04"))
    for path, ids in (
        ("/my/knowledge", select(KnowledgeLine.id)),
        ("/my/path", select(PathEntry.id)),
        ("/my/path/steps", select(ProjectStep.id)),
    ):
        other.get(f"{path}/{backstage.scalars(ids).one()}", expect=404)
    assert "À moi" not in other.get("/my/path").text


@pytest.mark.parametrize("language", ["ar", "fa-AF", "ps", "fr-x-simple"])
def test_the_pages_hold_in_other_languages(worker: HtmxVisitor, language: str) -> None:
    worker.submit(worker.get("/my/path/new").form(), kind="post", title="Accueil", began="2022-03")
    for path in ("/my/knowledge", "/my/knowledge/new", "/my/path", "/my/path/project"):
        worker.get(f"{path}?lang={language}")
