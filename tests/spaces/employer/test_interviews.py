"""The manager's side of an interview: who may come in, what is proposed, what is never there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.clock import add_months
from portal.kernel.db import Database
from portal.kernel.i18n import show_date
from portal.organisations.enums import OrganisationKind
from portal.organisations.models import Membership, Organisation
from portal.people.models import Person
from portal.skills.actions import interviews as actions
from portal.skills.interview_enums import InterviewKind, Topic
from tests.factories.arrivals import build_arrival
from tests.factories.interviews import Team
from tests.factories.people import make_organisation
from tests.support.htmx import HtmxVisitor
from tests.support.sql import statements

SignedIn = Callable[[Person], HtmxVisitor]


@pytest.fixture
def nadia(team: Team, signed_in: SignedIn) -> HtmxVisitor:
    return signed_in(team.manager)


@pytest.fixture
def head(team: Team, signed_in: SignedIn) -> HtmxVisitor:
    return signed_in(team.director)


def here(team: Team, then: object = "") -> str:
    return f"/employer/{team.structure.slug}/interviews{then}"


def next_month() -> str:
    return (clock.today() + timedelta(days=30)).isoformat()


def test_proposing_a_date(team: Team, nadia: HtmxVisitor) -> None:
    page = nadia.click(nadia.get(here(team)), "Proposer un entretien")
    form = page.form()
    assert set(form.choices("person")) == {
        str(one.id) for one in (team.worker, team.director, team.colleague)
    }
    page = nadia.submit(
        form, person=str(team.worker.id), kind="yearly", day=next_month(), time="10:00"
    )
    assert page.heading == "Entretien annuel"
    assert "Il ne remplace pas l’entretien de la loi" in page.text
    assert "Karim n’a pas encore dit oui" in page.text


def test_the_interview_of_the_law_comes_first(
    team: Team, nadia: HtmxVisitor, backstage: Session
) -> None:
    chosen = nadia.get(here(team, "/new")).find("input", name="kind", checked="")
    assert [one.get("value") for one in chosen] == ["path"]
    backstage.get_one(Organisation, team.structure.id).structure_type = "ville"
    backstage.commit()
    chosen = nadia.get(here(team, "/new")).find("input", name="kind", checked="")
    assert [one.get("value") for one in chosen] == ["public"]


def test_a_refused_proposal_says_why_beside_the_field(team: Team, nadia: HtmxVisitor) -> None:
    page = nadia.get(here(team, "/new"))
    page = nadia.submit(
        page.form(),
        person=str(team.worker.id),
        kind="yearly",
        day="2020-01-01",
        time="10:00",
        expect=422,
    )
    assert "Cette date est passée" in page.text


def test_the_list_says_when_each_is_due(team: Team, nadia: HtmxVisitor) -> None:
    page = nadia.get(here(team))
    due = add_months(clock.today(), 12)
    assert str(due.year) in page.text
    assert "L6315-1" in page.text
    assert "État des lieux avant le" in page.text


def test_the_list_counts_from_the_hire_when_it_is_said(team: Team, nadia: HtmxVisitor) -> None:
    # Nadia's colleagues came to the portal today.
    said = f"compté depuis l’arrivée sur le portail, le {show_date(clock.today())}"
    assert said in nadia.get(here(team)).text
    hired = add_months(clock.today(), -30)
    welcome = f"/employer/{team.structure.slug}/welcome"
    began = clock.today().isoformat()
    form = nadia.get(f"{welcome}/new").form(name="began")
    nadia.submit(form, person=str(team.worker.id), began=began, hired_on=hired.isoformat())
    text = nadia.get(here(team)).text
    assert f"{show_date(add_months(hired, 12))} À prévoir" in text
    assert f"compté depuis l’embauche, le {show_date(hired)}" in text
    assert show_date(add_months(hired, 84)) in text  # the first état des lieux
    assert said in text  # of the others nobody said it
    # Once an interview is signed, the next counts from it, and the état des lieux does not.
    team.signed(InterviewKind.PATH)
    text = nadia.get(here(team)).text
    assert "compté depuis le dernier compte rendu signé ici" in text
    assert f"compté depuis l’embauche, le {show_date(hired)}" in text


def test_the_etat_des_lieux_counts_from_the_last_one_signed(team: Team, nadia: HtmxVisitor) -> None:
    hired = add_months(clock.today(), -90)
    welcome = f"/employer/{team.structure.slug}/welcome"
    form = nadia.get(f"{welcome}/new").form(name="began")
    began, held = clock.today().isoformat(), clock.today() + timedelta(days=10)
    nadia.submit(form, person=str(team.worker.id), began=began, hired_on=hired.isoformat())
    assert f"{show_date(add_months(hired, 84))} À prévoir" in nadia.get(here(team)).text
    interview_id = team.propose(InterviewKind.PATH, agreed=True)
    team.open_both(interview_id)
    url = here(team, f"/{interview_id}")
    page = nadia.submit(
        nadia.get(f"{url}/record").form(f"{url}/review"), "Oui, c’est aussi l’état des lieux"
    )
    assert "Cet entretien est aussi l’état des lieux" in page.text
    team.finish(interview_id)
    assert "État des lieux du parcours" in nadia.get(f"{url}/signed").text
    text = nadia.get(here(team)).text
    assert f"compté depuis le dernier état des lieux signé ici, le {show_date(held)}" in text
    assert show_date(add_months(held, 96)) in text
    assert f"{show_date(add_months(hired, 84))} À prévoir" not in text


def test_a_kind_the_law_does_not_know_has_none(team: Team, nadia: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    assert "état des lieux" not in nadia.get(here(team, f"/{interview_id}/record")).text


def test_the_kind_another_employer_owes_is_said_calmly(
    team: Team, nadia: HtmxVisitor, backstage: Session
) -> None:
    page = nadia.get(here(team, "/new"))
    assert "n’est pas un employeur public : vérifiez" in page.text
    day = add_months(clock.today(), 1).isoformat()
    said: dict[str, Any] = {
        "person": str(team.worker.id),
        "kind": "public",
        "day": day,
        "time": "10:00",
    }
    assert "n’est pas" not in nadia.submit(page.form(), **said).text  # proposed all the same
    backstage.get_one(Organisation, team.structure.id).structure_type = "ville"
    backstage.commit()
    assert "est un employeur public : vérifiez" in nadia.get(here(team, "/new")).text


def test_a_hire_that_is_over_or_another_house_s_counts_for_nothing(
    team: Team, nadia: HtmxVisitor, backstage: Session
) -> None:
    other = make_organisation(backstage, OrganisationKind.STRUCTURE, "Ailleurs")
    for house, ended in ((other, None), (team.structure, clock.today())):
        engagement = build_arrival(backstage, house, team.worker, "Karim")
        engagement.hired_on, engagement.ended_on = add_months(clock.today(), -40), ended
    backstage.commit()
    assert "compté depuis l’embauche" not in nadia.get(here(team)).text


def test_no_number_is_asked_of_the_manager(team: Team, nadia: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    page = nadia.get(here(team, f"/{interview_id}/prepare/project"))
    assert "N’écrivez rien sur la santé" in page.text
    pages = [page, nadia.get(here(team, f"/{interview_id}"))]
    team.open_both(interview_id)
    pages += [
        nadia.get(here(team, f"/{interview_id}{then}"))
        for then in ("", "/record", "/record/project", "/date")
    ]
    for page in pages:
        assert page.find("input", type="number") == []
        assert page.find("input", type="range") == []
        values = {one.get("value") for one in page.find("input", type="radio")}
        assert not values & {"0", "1", "2", "3", "4", "5"}


def test_other_roles_do_not_come_in(team: Team, signed_in: SignedIn) -> None:
    interview_id = team.propose()
    recruiter = signed_in(team.colleague)
    for then in ("", "/new", f"/{interview_id}", f"/{interview_id}/record"):
        assert recruiter.fetch(here(team, then)).status_code == 403
    assert "Entretiens" not in recruiter.get(f"/employer/{team.structure.slug}").links


def test_another_manager_sees_that_it_exists_only(team: Team, head: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, interview_id, Topic.PROJECT, "Mes mots à moi.")
    page = head.get(here(team))
    assert "mené par Nadia" in page.text
    assert head.fetch(here(team, f"/{interview_id}")).status_code == 404
    page = head.submit(page.form(here(team, f"/{interview_id}/take-over")))
    assert "Vous menez maintenant cet entretien" in page.text
    assert "Mes mots à moi." not in page.text


def test_nobody_holds_their_own(team: Team, signed_in: SignedIn, backstage: Session) -> None:
    """Somebody who manages and whose interview another holds."""
    with team.acting(team.head) as session:
        interview_id = actions.propose_interview(
            session,
            team.head,
            team.manager.id,
            InterviewKind.YEARLY,
            clock.now() + timedelta(days=9),
        ).id
    nadia = signed_in(team.manager)
    assert nadia.fetch(here(team, f"/{interview_id}")).status_code == 404
    assert nadia.get(f"/my/interviews/{interview_id}").heading == "Entretien annuel"


def test_cancelling(team: Team, nadia: HtmxVisitor) -> None:
    interview_id = team.propose()
    page = nadia.get(here(team, f"/{interview_id}"))
    page = nadia.submit(page.form(here(team, f"/{interview_id}/cancel")))
    assert "Aucun entretien en cours" in page.text


def test_the_record_of_somebody_who_left(
    team: Team, nadia: HtmxVisitor, head: HtmxVisitor, backstage: Session
) -> None:
    signed = team.signed()
    going = team.propose(InterviewKind.PATH, agreed=True)
    backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
    backstage.commit()
    page = head.click(head.get(here(team)), "Karim")
    assert page.heading == "Compte rendu signé"
    assert head.fetch(here(team, f"/{signed}/signed.pdf")).status_code == 200
    for visitor in (head, nadia):
        assert visitor.fetch(here(team, f"/{going}")).status_code == 404
        assert visitor.fetch(here(team, f"/{signed}")).status_code == 404


def test_queries_do_not_grow_with_the_interviews(
    team: Team, nadia: HtmxVisitor, database: Database
) -> None:
    team.signed()
    team.propose()
    nadia.get(here(team))
    with statements(database.engine) as first:
        nadia.get(here(team))
    for _ in range(2):
        team.signed(InterviewKind.PATH)
    with statements(database.engine) as second:
        nadia.get(here(team))
    assert len(second) == len(first)
