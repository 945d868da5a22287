"""Arrivals on both sides' screens: prepared, ticked, talked about, signed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.engagements.models import CheckIn, CheckInWords, Engagement, SchemeStep, WelcomeItem
from portal.kernel import clock
from portal.kernel.i18n import show_date
from portal.organisations.enums import Role
from portal.people.models import Person
from tests.factories.people import join_team, make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.sql import statements

Browsers = Callable[[Person], HtmxVisitor]
WELCOME = "/employer/la-halte/welcome"


@pytest.fixture
def leo(backstage: Session, settings: Settings, region: Region) -> Person:
    """Who arrives: a member of the team."""
    person = make_person(backstage, settings, "Léo", "leo@example.org")
    join_team(backstage, region.structure, person, Role.MEMBER)
    return person


@pytest.fixture
def arrival(signed_in: Browsers, region: Region, leo: Person, backstage: Session) -> Engagement:
    director = signed_in(region.director)
    page = director.get(f"{WELCOME}/new")
    director.submit(
        page.form(name="began"),
        person=str(leo.id),
        kind="mission",
        title="Écoute entre collègues",
        began=clock.today().isoformat(),
    )
    return backstage.scalars(select(Engagement)).one()


def test_an_arrival_is_prepared_and_ticked(
    signed_in: Browsers, region: Region, arrival: Engagement, backstage: Session
) -> None:
    writer = signed_in(region.writer)
    page = writer.click(writer.get(WELCOME), "Léo")
    assert "Avant l’arrivée" in page.text
    assert "à côté d’un autre poste" not in page.text  # a colleague sees the list, not the contract
    item = backstage.scalars(select(WelcomeItem).order_by(WelcomeItem.position)).first()
    assert item is not None
    mark = f"{WELCOME}/{arrival.id}/items/{item.id}/mark"
    page = writer.submit(page.form(mark), "Marquer comme fait")
    assert "par Inès" in page.text
    page = writer.submit(page.form(mark), "Finalement, ce n’est pas fait")
    assert "par Inès" not in page.text


def test_the_hire_is_said_and_both_read_what_counts(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement
) -> None:
    director, newcomer = signed_in(region.director), signed_in(leo)
    here, own = f"{WELCOME}/{arrival.id}", f"/my/welcome/{arrival.id}"
    today, hired = clock.today(), clock.today() - timedelta(days=20)
    assert f"Comptés depuis l’arrivée, le {show_date(today)}." in director.get(here).text
    assert f"Comptés depuis votre arrivée, le {show_date(today)}." in newcomer.get(own).text
    form = director.get(f"{here}/edit").form(name="began")
    page = director.submit(form, hired_on=hired.isoformat())
    assert f"Comptés depuis l’embauche, le {show_date(hired)}." in page.text
    assert show_date(hired + timedelta(days=15)) in page.text
    assert f"Comptés depuis votre embauche, le {show_date(hired)}." in newcomer.get(own).text
    assert "Embauche" not in signed_in(region.writer).get(here).text
    # Left empty again, it is not known any more.
    page = director.submit(director.get(f"{here}/edit").form(name="began"), hired_on="")
    assert "Comptés depuis l’arrivée" in page.text


def test_the_first_page_says_what_is_left(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement
) -> None:
    assert "21 choses à faire" in signed_in(leo).get("/employer/la-halte").text


def test_a_manager_plans_adds_and_ends(
    signed_in: Browsers, region: Region, arrival: Engagement, backstage: Session
) -> None:
    director = signed_in(region.director)
    url = f"{WELCOME}/{arrival.id}"
    item = backstage.scalars(select(WelcomeItem)).first()
    assert item is not None
    page = director.get(f"{url}/items/{item.id}")
    day = clock.today() + timedelta(days=3)
    page = director.submit(
        page.form(name="owner"), owner=str(region.recruiter.id), due_on=day.isoformat()
    )
    assert "Thomas" in page.text
    page = director.submit(page.form(f"{url}/items"), label="100 % des clés")
    assert "100 % des clés" in page.text
    page = director.get(f"{url}/edit")
    page = director.submit(page.form(name="began"), title="Écoute")
    assert "Écoute" in page.text
    director.submit(page.form(f"{url}/end"), ended_on=clock.today().isoformat())
    assert "Terminer l’engagement" not in director.get(url).text
    director.get(f"{url}/edit", expect=409)


def test_what_lacks_is_said_and_what_was_typed_stays(signed_in: Browsers, region: Region) -> None:
    director = signed_in(region.director)
    form = director.get(f"{WELCOME}/new").form(name="began")
    page = director.submit(form, expect=422, title="Maraude", kind="post")
    assert "Choisissez une date." in page.text
    assert ("title", "Maraude") in page.form(name="began").data({})
    page = director.submit(
        page.form(name="began"), expect=422, kind="post", began=clock.today().isoformat()
    )
    assert "Choisissez la personne ou écrivez son nom." in page.text


def test_both_sides_say_and_give(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement, backstage: Session
) -> None:
    director, newcomer = signed_in(region.director), signed_in(leo)
    check_in = backstage.scalars(select(CheckIn).order_by(CheckIn.due_on)).first()
    assert check_in is not None
    theirs = f"{WELCOME}/{arrival.id}/check-ins/{check_in.id}"
    mine = f"/my/welcome/{arrival.id}/check-ins/{check_in.id}"
    newcomer.submit(newcomer.get(mine).form(name="good"), good="Les matins")
    assert "Les matins" not in director.get(theirs).text
    assert "Les matins" in newcomer.get(mine).html
    newcomer.submit(newcomer.get(mine).form(name="good"), give="y")
    page = director.get(theirs)
    assert "Les matins" in page.text
    director.submit(page.form(name="good"), good="Sa présence", give="y")
    assert "Sa présence" in newcomer.get(mine).text
    assert len(backstage.scalars(select(CheckInWords)).all()) == 2
    signed_in(region.writer).get(theirs, expect=403)


def test_the_newcomer_follows_from_their_own_space(
    signed_in: Browsers, leo: Person, arrival: Engagement, backstage: Session
) -> None:
    newcomer = signed_in(leo)
    page = newcomer.click(newcomer.get("/my/welcome"), "La Halte")
    item = backstage.scalars(select(WelcomeItem)).first()
    assert item is not None
    page = newcomer.submit(
        page.form(f"/my/welcome/{arrival.id}/items/{item.id}/mark"), "Marquer comme fait"
    )
    assert "par Léo" in page.text


def test_an_empty_page_says_what_will_be_there(signed_in: Browsers, region: Region) -> None:
    assert "Rien pour l’instant" in signed_in(region.writer).get("/my/welcome").text
    assert "Personne n’arrive" in signed_in(region.writer).get(WELCOME).text


@pytest.mark.parametrize("language", ["fr", "ar", "ps"])
def test_the_letter_is_printed(
    signed_in: Browsers,
    region: Region,
    leo: Person,
    arrival: Engagement,
    language: str,
) -> None:
    director = signed_in(region.director)
    url = f"{WELCOME}/{arrival.id}/letter"
    director.get(f"{url}.pdf", expect=404)
    page = director.submit(director.get(url).form(name="missions"), expect=422)
    assert "Écrivez le temps de mission." in page.text
    said: dict[str, Any] = {
        "post_kept": "Jardinier",
        "mission_time": "20 %, le mardi",
        "missions": "Écouter\nOrienter",
    }
    page = director.submit(page.form(name="missions"), **said)
    assert "Imprimer la lettre" in page.text
    answer = director.fetch(f"{url}.pdf?lang={language}")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert "Jardinier" in signed_in(leo).get(f"/my/welcome/{arrival.id}").text


def test_the_person_reads_all_of_their_letter_and_keeps_it(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement
) -> None:
    director, newcomer = signed_in(region.director), signed_in(leo)
    own = f"/my/welcome/{arrival.id}"
    newcomer.get(f"{own}/letter.pdf", expect=404)
    said: dict[str, Any] = {
        "post_kept": "Jardinier",
        "mission_time": "20 %, le mardi",
        "missions": "Écouter",
        "trainings": "Écoute active, deux jours",
        "supervision": "Une fois par mois",
        "contact_name": "Mina, cheffe de service",
        "signed_by": "Paul, directeur",
    }
    director.submit(director.get(f"{WELCOME}/{arrival.id}/letter").form(name="missions"), **said)
    page = newcomer.get(own)
    assert [words for words in said.values() if words not in page.text] == []
    answer = newcomer.fetch(page.links["Lire ou imprimer la lettre (PDF)"])
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    signed_in(region.writer).get(f"{own}/letter.pdf", expect=404)


def test_what_the_structure_said_before_the_account_is_read_after(
    signed_in: Browsers, region: Region, leo: Person, backstage: Session
) -> None:
    director, newcomer = signed_in(region.director), signed_in(leo)
    form = director.get(f"{WELCOME}/new").form(name="began")
    director.submit(form, name="Léo", kind="post", began=clock.today().isoformat())
    begun = backstage.scalars(select(Engagement)).one()
    talk = backstage.scalars(select(CheckIn).order_by(CheckIn.due_on)).first()
    assert talk is not None
    said = director.get(f"{WELCOME}/{begun.id}/check-ins/{talk.id}").form(name="good")
    director.submit(said, good="Sa présence", give="y")
    edit = director.get(f"{WELCOME}/{begun.id}/edit").form(name="began")
    director.submit(edit, person=str(leo.id))
    assert "Sa présence" in newcomer.get(f"/my/welcome/{begun.id}/check-ins/{talk.id}").text


def test_the_sheet_is_reviewed_and_the_steps_followed(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement, backstage: Session
) -> None:
    director = signed_in(region.director)
    url = f"{WELCOME}/{arrival.id}/sheet"
    director.submit(director.get(url).form(name="decided"), decided="Une maraude de plus")
    assert "Une maraude de plus" in signed_in(leo).get(f"/my/welcome/{arrival.id}").text
    page = director.get(f"{WELCOME}/scheme")
    assert "6. Évaluer l’impact et ajuster le dispositif" in page.text
    director.submit(page.form(f"{WELCOME}/scheme/train"), state="under_way", note="Deux agents")
    assert backstage.scalars(select(SchemeStep.state)).one() == "under_way"


def test_the_job_sheet_is_kept_in_versions_and_both_speak_of_it(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement
) -> None:
    director, newcomer = signed_in(region.director), signed_in(leo)
    here, own = f"{WELCOME}/{arrival.id}", f"/my/welcome/{arrival.id}"
    page = director.click(director.get(here), "La fiche de poste")
    page = director.submit(page.form(name="content"), content="", expect=422)
    assert "Écrivez la fiche de poste." in page.text
    before = clock.today() - timedelta(days=300)
    director.submit(page.form(name="content"), content="Accueillir", since=before.isoformat())
    page = director.get(f"{here}/job-sheet")
    kept = page.one("textarea", name="content").text or ""
    assert kept.strip() == "Accueillir"  # changed, not typed anew
    page = director.submit(page.form(name="content"), content="Accueillir et orienter")
    assert "Accueillir et orienter" in page.text
    assert f"Version du {show_date(before)}" in page.text
    page = newcomer.get(own)
    assert "Accueillir et orienter" in page.text
    director.submit(director.get(f"{here}/sheet").form(name="decided"), decided="Une maraude")
    page = newcomer.click(newcomer.get(own), "Ajouter mes mots")
    page = newcomer.submit(page.form(name="words"), words="Deux, ce serait trop")
    assert "Deux, ce serait trop" in page.text
    page = director.get(f"{here}/sheet")
    assert "Une maraude" in page.text
    assert "Deux, ce serait trop" in page.text
    # Theirs alone to change and to take back.
    page = newcomer.click(newcomer.get(own), "Changer mes mots")
    newcomer.submit(page.form(name="words"), words="")
    assert "Deux, ce serait trop" not in director.get(f"{here}/sheet").text
    signed_in(region.writer).get(f"{here}/job-sheet", expect=403)


def test_a_talk_is_added_on_a_chosen_day(
    signed_in: Browsers, region: Region, leo: Person, arrival: Engagement
) -> None:
    director = signed_in(region.director)
    here, day = f"{WELCOME}/{arrival.id}", clock.today() + timedelta(days=400)
    form = director.get(here).form(f"{here}/check-ins")
    assert "Choisissez une date." in director.submit(form, day="").text
    assert "Ce jour est passé" in director.submit(form, day="2020-01-01").text
    assert show_date(day) in director.submit(form, day=day.isoformat()).text
    assert show_date(day) in signed_in(leo).get(f"/my/welcome/{arrival.id}").text


def test_as_many_queries_whatever_the_arrivals(
    signed_in: Browsers, region: Region, arrival: Engagement
) -> None:
    director = signed_in(region.director)
    engine = director.engine
    assert isinstance(engine, Engine)
    director.get(WELCOME)
    with statements(engine) as few:
        director.get(WELCOME)
    for name in ("Mina", "Paul"):
        director.submit(
            director.get(f"{WELCOME}/new").form(name="began"),
            name=name,
            kind="post",
            began=clock.today().isoformat(),
        )
    with statements(engine) as many:
        director.get(WELCOME)
    assert len(many) == len(few)
