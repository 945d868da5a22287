"""The person's side of an interview, without JavaScript: a date, a preparation, what is shown."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from portal.engagements.enums import EngagementKind
from portal.kernel import clock, pdf
from portal.kernel.clock import add_months
from portal.kernel.db import Database
from portal.kernel.i18n import show_date
from portal.kernel.letters import FONTS
from portal.organisations.models import Membership
from portal.people.models import Person
from portal.skills import interview_tasks, minutes
from portal.skills.actions import grid
from portal.skills.actions import interviews as actions
from portal.skills.enums import Mobilised
from portal.skills.interview_enums import AgreementKind, InterviewKind, Topic
from portal.skills.queries.grid import read_grid
from tests.factories.arrivals import build_arrival
from tests.factories.interviews import Team
from tests.factories.recordings import recording
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.page import words
from tests.support.sql import statements

SignedIn = Callable[[Person], HtmxVisitor]


@pytest.fixture
def karim(team: Team, signed_in: SignedIn) -> HtmxVisitor:
    return signed_in(team.worker)


@pytest.fixture
def nadia(team: Team, signed_in: SignedIn) -> HtmxVisitor:
    return signed_in(team.manager)


def mine(interview_id: UUID, then: str = "") -> str:
    return f"/my/interviews/{interview_id}{then}"


def theirs(team: Team, interview_id: UUID, then: str = "") -> str:
    return f"/employer/{team.structure.slug}/interviews/{interview_id}{then}"


def answer_grid(team: Team) -> None:
    with team.acting(team.karim) as session:
        line = read_grid(session, team.worker.id).lines[0]
        grid.answer_line(
            session, team.karim, line.action_id, grid.Answer(mobilised=Mobilised.YES), clock.now()
        )


def attach(visitor: HtmxVisitor, interview_id: UUID, *parts: str) -> Answer:
    page = visitor.get(mine(interview_id, "/attach"))
    preview = visitor.submit(page.form(), parts=list(parts))
    return visitor.submit(preview.form(mine(interview_id, "/attach")))


def test_the_list_says_which_interview_is_which(karim: HtmxVisitor) -> None:
    page = karim.get("/my/interviews")
    assert "Aucun entretien pour l’instant" in page.text
    for said in (
        "Entretien de parcours professionnel",
        "Il ne remplace pas l’entretien de la loi",
        "L6315-1",
        "CREP",
    ):
        assert said in page.text.replace("\u00a0", " ")


def test_the_person_reads_when_the_next_is_due_and_counted_from_what(
    team: Team, karim: HtmxVisitor, backstage: Session
) -> None:
    today, hired = clock.today(), add_months(clock.today(), -5)

    def said() -> str:
        return " ".join(karim.get("/my/interviews").text.split())

    assert f"À tenir avant le {show_date(add_months(today, 12))}" in said()
    assert f"Compté depuis votre arrivée sur le portail, le {show_date(today)}" in said()
    engagement = build_arrival(backstage, team.structure, team.worker, "Karim")
    engagement.hired_on = hired
    backstage.commit()
    assert f"À tenir avant le {show_date(add_months(hired, 12))}" in said()
    assert f"Compté depuis votre embauche, le {show_date(hired)}" in said()
    engagement.hired_on = add_months(today, -13)
    backstage.commit()
    assert "Vous pouvez demander cet entretien à votre responsable" in said()
    team.signed(InterviewKind.PATH)
    assert "Compté depuis le dernier compte rendu signé" in said()
    team.propose(InterviewKind.PATH, within=timedelta(days=40))
    assert "Le prochain entretien prévu par la loi" not in said()


def test_the_law_asks_for_no_interview_of_a_volunteer_nor_where_one_left(
    team: Team, karim: HtmxVisitor, backstage: Session
) -> None:
    engagement = build_arrival(backstage, team.structure, team.worker, "Karim")
    engagement.kind = EngagementKind.VOLUNTEERING
    backstage.commit()
    title = "Le prochain entretien prévu par la loi"
    assert title not in karim.get("/my/interviews").text
    engagement.kind = EngagementKind.POST
    backstage.commit()
    assert title in karim.get("/my/interviews").text
    backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
    backstage.commit()
    assert title not in karim.get("/my/interviews").text


def test_a_date_is_accepted_or_another_asked(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose()
    page = karim.get(mine(interview_id))
    assert "Nadia propose cette date" in page.text
    page = karim.submit(page.form(mine(interview_id, "/date/accept")))
    assert "Date fixée" in page.text
    other = (clock.today() + timedelta(days=30)).isoformat()
    page = karim.submit(
        karim.click(page, "Demander une autre date").form(), day=other, time="14:00"
    )
    assert "Nadia n’a pas encore dit oui" in page.text


def test_a_date_that_is_over_is_said_beside_the_field(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose()
    page = karim.get(mine(interview_id, "/date"))
    page = karim.submit(page.form(), day="2020-01-01", time="10:00", expect=422)
    assert "Cette date est passée" in page.text


def test_preparing_topic_after_topic(team: Team, karim: HtmxVisitor, nadia: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    page = karim.click(karim.get(mine(interview_id)), "Préparer")
    assert "N’écrivez rien sur la santé" in page.text
    page = karim.submit(page.form(mine(interview_id, "/prepare/competencies")), words="Écouter.")
    assert page.url.endswith("/prepare/knowledge")
    page = karim.submit(
        page.form(mine(interview_id, "/prepare/knowledge")), press="later", words="Le droit."
    )
    assert page.text.count("Écrit") >= 2
    assert "Écouter." not in nadia.get(theirs(team, interview_id)).text


@pytest.mark.parametrize("side", ["worker", "manager"])
def test_preparing_every_topic(team: Team, signed_in: SignedIn, side: str) -> None:
    interview_id = team.propose(agreed=True)
    here = mine(interview_id) if side == "worker" else theirs(team, interview_id)
    visitor = signed_in(getattr(team, side))
    for topic in visitor.get(here).find("a"):
        if "/prepare/" in (address := topic.get("href", "")):
            visitor.submit(visitor.get(address).form(address), words="Voilà.")
    page = visitor.get(here)
    assert "Pas encore" not in page.text
    assert "Continuer ma préparation" in page.links


def test_a_cancelled_interview_keeps_what_was_prepared(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, interview_id, Topic.PROJECT, "Mes mots à moi.")
    with team.acting(team.nadia) as session:
        actions.cancel_interview(session, team.nadia, interview_id)
    page = karim.get(mine(interview_id))
    assert "Annulé" in page.text
    assert "Mes mots à moi." in page.text
    assert not any("/prepare/" in address for address in page.links.values())


def test_what_is_open_is_prepared_no_more(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    assert (
        "Les préparations sont ouvertes"
        in karim.get(mine(interview_id, "/prepare/project"), 409).text
    )


def test_preparing_aloud(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor, run_jobs: Callable[[], None]
) -> None:
    interview_id = team.propose(within=timedelta(days=1), agreed=True)
    address = mine(interview_id, "/prepare/project")
    page = karim.get(address)
    sound = recording("iphone.m4a")
    page = karim.submit(page.form(name="words"), press="keep", recording=(sound, "moi.m4a"))
    assert "en préparation" in page.text
    run_jobs()
    assert karim.get(address).find("audio")
    assert karim.fetch(f"{address}/voice").status_code == 200
    heard = theirs(team, interview_id, "/prepare/project/voice")
    assert nadia.fetch(heard).status_code == 404
    team.open_both(interview_id)
    assert nadia.fetch(heard).status_code == 200
    assert nadia.get(theirs(team, interview_id)).find("audio")


@pytest.mark.parametrize("press", ["keep", "later", None])
def test_what_is_written_and_what_is_said_are_kept_together(
    team: Team, karim: HtmxVisitor, press: str | None
) -> None:
    address = mine(team.propose(agreed=True), "/prepare/project")
    form = karim.get(address).form(name="words")
    sound = (recording("iphone.m4a"), "moi.m4a")
    karim.submit(form, press=press, words="Aller au relais.", recording=sound)
    page = karim.get(address)
    assert (page.one("textarea", name="words").text or "").strip() == "Aller au relais."
    assert "en préparation" in page.text
    # Refused, the recording takes no word with it.
    wrong = (b"x" * 50, "moi.exe")
    form = page.form(name="words")
    page = karim.submit(form, press=press, expect=422, words="Mes mots.", recording=wrong)
    assert (page.one("textarea", name="words").text or "").strip() == "Mes mots."


def test_it_is_said_without_leaving_the_page(team: Team, karim: HtmxVisitor) -> None:
    """What is recorded goes into the file field, which stays where no script runs."""
    address = mine(team.propose(agreed=True), "/prepare/project")
    form = karim.get(address).form(name="words")
    assert form.element.get("data-portal-sending") is not None
    [recorder] = [one for one in form.element.iter() if one.get("data-portal-recorder") is not None]
    [field] = [one for one in form.element.iter("input") if one.get("type") == "file"]
    assert recorder.get("data-field") == field.get("name")


def test_a_recording_is_erased(team: Team, karim: HtmxVisitor, backstage: Session) -> None:
    interview_id = team.propose(agreed=True)
    address = mine(interview_id, "/prepare/project")
    page = karim.get(address)
    page = karim.submit(
        page.form(name="words"), press="keep", recording=(recording("iphone.m4a"), "moi.m4a")
    )
    karim.submit(page.form(f"{address}/voice/remove"))
    for table in ("interview_preparation", "stored_file"):
        assert backstage.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_a_forgotten_preparation_takes_its_recording_along(
    team: Team, karim: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    interview_id = team.propose(agreed=True)
    address = mine(interview_id, "/prepare/project")
    page = karim.get(address)
    karim.submit(
        page.form(name="words"), press="keep", recording=(recording("iphone.m4a"), "moi.m4a")
    )
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(days=366), tick=True):
        interview_tasks.forget_interviews(0)
    for table in ("interview_preparation", "stored_file"):
        assert backstage.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_what_is_not_a_recording_is_refused(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    address = mine(interview_id, "/prepare/project")
    page = karim.get(address)
    karim.submit(
        page.form(name="words"), press="keep", recording=(b"x" * 50, "moi.exe"), expect=422
    )


def test_nothing_is_attached_by_itself(team: Team, karim: HtmxVisitor, nadia: HtmxVisitor) -> None:
    answer_grid(team)
    interview_id = team.propose(agreed=True)
    assert "Rien. Vous pouvez montrer" in karim.get(mine(interview_id)).text
    assert "Rien, et c’est son droit" in nadia.get(theirs(team, interview_id)).text
    nadia.get(theirs(team, interview_id, "/attached"), 404)


def test_showing_an_extract_then_taking_it_back(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor
) -> None:
    answer_grid(team)
    interview_id = team.propose(agreed=True)
    page = attach(karim, interview_id, "grid")
    assert "Je montre ma grille de compétences (dossier du " in page.text
    assert "Personne ne l’a encore ouvert" in page.text
    seen = nadia.get(theirs(team, interview_id, "/attached"))
    assert "Oui, je le fais" in seen.text
    page = karim.get(mine(interview_id))
    assert "Qui l’a ouvert" in page.text
    assert "Nadia" in page.text
    karim.submit(page.form(mine(interview_id, "/detach")))
    nadia.get(theirs(team, interview_id, "/attached"), 404)


@pytest.mark.parametrize(
    "end", ["UPDATE share SET revoked_at = created_at", "UPDATE share SET until = now()"]
)
def test_a_share_that_ended_elsewhere_is_shown_nowhere(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor, backstage: Session, end: str
) -> None:
    answer_grid(team)
    interview_id = team.propose(agreed=True)
    attach(karim, interview_id, "grid")
    assert "Ouvrir ce qu’elle montre" in nadia.get(theirs(team, interview_id)).links
    backstage.execute(text(end))
    backstage.commit()
    assert "Rien, et c’est son droit" in nadia.get(theirs(team, interview_id)).text
    assert "Rien. Vous pouvez montrer" in karim.get(mine(interview_id)).text


def test_a_copy_of_nothing_is_refused(team: Team, karim: HtmxVisitor) -> None:
    interview_id = team.propose(agreed=True)
    page = karim.get(mine(interview_id, "/attach"))
    assert "Choisissez" in karim.submit(page.form(), parts=["grid"], expect=422).text
    assert "Choisissez" in karim.submit(page.form(), expect=422).text


def test_what_is_shown_ends_when_one_leaves(
    team: Team, karim: HtmxVisitor, backstage: Session
) -> None:
    answer_grid(team)
    interview_id = team.propose(agreed=True)
    attach(karim, interview_id, "grid")
    count = text("SELECT count(*) FROM share")
    with team.acting(team.nadia) as session:
        assert session.scalar(count) == 1
    backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
    backstage.commit()
    with team.acting(team.nadia) as session:
        assert session.scalar(count) == 0
    assert karim.get(mine(interview_id)).status == 200


def test_a_colleague_who_does_not_manage_does_not_see_the_share(
    team: Team, karim: HtmxVisitor
) -> None:
    answer_grid(team)
    interview_id = team.propose(agreed=True)
    attach(karim, interview_id, "grid")
    with team.acting(team.nadia) as session:
        session.execute(
            text("SELECT set_config('portal.person', :him, true)"),
            {"him": str(team.colleague.id)},
        )
        assert session.scalar(text("SELECT count(*) FROM share")) == 0


def test_from_the_opening_to_both_signatures(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor
) -> None:
    interview_id = team.propose(agreed=True)
    page = karim.get(mine(interview_id))
    page = karim.submit(page.form(mine(interview_id, "/open")))
    assert "Il manque l’accord de Nadia" in page.text
    karim.get(mine(interview_id, "/record"), 409)
    page = nadia.get(theirs(team, interview_id))
    page = nadia.submit(page.form(theirs(team, interview_id, "/open")))
    assert "Les préparations sont ouvertes." in page.text
    assert "Cela s’ouvre quand l’autre personne" not in page.text
    page = nadia.click(page, "Ouvrir le compte rendu")
    page = nadia.submit(
        page.form(theirs(team, interview_id, "/agreements")),
        kind="training",
        what="Formation à l’animation",
        who="Nadia",
        by_when="2027-06-30",
    )
    assert "Formation à l’animation" in page.text
    page = karim.get(mine(interview_id, "/record/disagreement"))
    page = karim.submit(page.form(), words="Les horaires du soir sont trop longs.")
    assert "Les horaires du soir" in page.text
    page = karim.submit(page.form(mine(interview_id, "/sign")))
    assert "Il manque la signature de Nadia" in page.text
    page = nadia.get(theirs(team, interview_id, "/record"))
    # Who will read it and how long it is kept is said before one signs.
    assert "est gardé par La Halte jusqu’au" in page.text
    page = nadia.submit(page.form(theirs(team, interview_id, "/sign")))
    assert page.heading == "Compte rendu signé"
    assert "Les horaires du soir" in page.text
    signed = karim.get(mine(interview_id, "/signed"))
    assert "Empreinte du texte signé" in signed.text


def test_a_signature_of_an_old_text_is_refused_calmly(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor
) -> None:
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    with team.acting(team.nadia) as session:
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Bien.")
    read = karim.get(mine(interview_id, "/record"))
    with team.acting(team.nadia) as session:
        actions.write_entry(session, team.nadia, interview_id, Topic.REMARK, "Autre chose.")
    page = karim.submit(read.form(mine(interview_id, "/sign")))
    assert "Le texte a changé depuis votre lecture" in page.text


def test_the_next_year_starts_from_the_agreements(team: Team, karim: HtmxVisitor) -> None:
    team.signed()
    interview_id = team.propose(within=timedelta(days=300), agreed=True)
    page = karim.click(karim.get(mine(interview_id)), "Préparer")
    assert "Formation à l’animation" in page.text
    team.open_both(interview_id)
    page = karim.get(mine(interview_id, "/record"))
    form = page.form(mine(interview_id, "/outcomes"))
    (name,) = (n for n in form.names if n.endswith("-outcome"))
    page = karim.submit(form, **{name: "under_way"})  # type: ignore[arg-type]  # a name made by the page
    assert page.find("input", name=name, value="under_way", checked="")


@pytest.mark.parametrize("side", ["worker", "manager"])
def test_one_button_keeps_what_became_of_each_agreement(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor, side: str
) -> None:
    first = team.propose(agreed=True)
    team.open_both(first)
    with team.acting(team.nadia) as session:
        for what in ("Une formation", "Un tutorat", "Un bureau"):
            agreed = actions.Agreed(AgreementKind.GOAL, what)
            actions.add_agreement(session, team.nadia, first, agreed)
    team.sign(team.nadia, first)
    team.sign(team.karim, first)
    interview_id = team.propose(within=timedelta(days=300), agreed=True)
    team.open_both(interview_id)
    visitor = karim if side == "worker" else nadia
    address = mine(interview_id) if side == "worker" else theirs(team, interview_id)
    form = visitor.get(f"{address}/record").form(f"{address}/outcomes")
    names = sorted(n for n in form.names if n.endswith("-outcome"))
    said: Any = dict(zip(names, ("done", "under_way", None), strict=True))
    page = visitor.submit(form, **said)
    for name, value in said.items():
        checked = [one.get("value") for one in page.find("input", name=name, checked="")]
        assert checked == ([value] if value else [])


@pytest.mark.skipif(not FONTS.exists(), reason="make assets fetches the fonts")
@pytest.mark.parametrize("tag", ["fr", "fa-AF", "en"])
def test_the_record_on_paper(team: Team, karim: HtmxVisitor, tag: str) -> None:
    interview_id = team.signed()
    pdf._made.cache_clear()
    response = karim.fetch(mine(interview_id, f"/signed.pdf?lang={tag}"))
    assert pdf._made.cache_info().currsize == 0  # nothing of it stays in the server's memory
    assert response.mimetype == "application/pdf"
    # Saved among other files, it says what it is, and not of whom.
    name = response.headers["Content-Disposition"].partition("filename=")[2]
    assert re.fullmatch(r'"entretien-\d{4}-\d{2}-\d{2}\.pdf"', name)
    assert response.headers["Cache-Control"] == "no-store"
    reader = PdfReader(BytesIO(response.data))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"].startswith(tag.split("-", maxsplit=1)[0])
    assert root["/MarkInfo"]["/Marked"]
    said = " ".join(reader.pages[0].extract_text().split())
    for written in ("Je veux apprendre à animer.", "Formation à l’animation", "Karim", "Nadia"):
        assert written in said
    if tag == "fr":  # opened ten days before
        assert "Date prévue" in said
        assert f"Ouvert le {show_date(clock.today())}" in said.replace("\xa0", " ")
    with team.acting(team.karim) as session:
        digest = session.scalar(text("SELECT digest FROM interview_record"))
    assert digest[:20] in said.replace(" ", "")


def test_opened_before_its_day_it_is_asked_once_and_said_in_the_record(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor
) -> None:
    interview_id = team.propose(agreed=True)
    day = show_date(clock.now() + timedelta(days=10))
    for visitor, address in ((karim, mine(interview_id)), (nadia, theirs(team, interview_id))):
        page = visitor.get(address)
        assert f"L’entretien est prévu le {day}. Ouvrir maintenant ?" in page.text
        visitor.submit(page.form(f"{address}/open"))
    team.finish(interview_id)
    page = karim.get(mine(interview_id, "/signed"))
    facts = page.find("dl", **{"class": "facts"})[0]
    days = {words(one[0]): words(one[1]) for one in facts}
    assert days["Date prévue"] == day
    assert days["Ouvert le"] == show_date(clock.today())


def test_signed_before_its_day_it_is_listed_under_the_day_it_was_signed(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor
) -> None:
    """Ten days before: one signed in between does not come after it."""
    interview_id = team.propose(agreed=True)
    team.open_both(interview_id)
    team.finish(interview_id)
    planned = show_date(clock.now() + timedelta(days=10))
    for visitor, path in (
        (karim, "/my/interviews"),
        (nadia, f"/employer/{team.structure.slug}/interviews"),
    ):
        said = visitor.get(path).text
        assert show_date(clock.today()) in said
        assert planned not in said


def test_opened_on_its_day_nothing_more_is_asked_nor_said(team: Team) -> None:
    with time_machine.travel((clock.now() + timedelta(days=1)).replace(hour=9), tick=True):
        interview_id = team.propose(within=timedelta(hours=2), agreed=True)
        team.open_both(interview_id)
        meeting = team.read(team.karim, interview_id)
        assert not meeting.is_early
        with team.acting(team.karim) as session:
            assert "opened_on" not in minutes.current_minutes(session, meeting)


def test_queries_do_not_grow_with_the_interviews(
    team: Team, karim: HtmxVisitor, database: Database
) -> None:
    team.signed()
    karim.get("/my/interviews")  # the rules are read once
    with statements(database.engine) as first:
        karim.get("/my/interviews")
    for _ in range(2):
        team.signed()
    with statements(database.engine) as second:
        karim.get("/my/interviews")
    assert len(second) == len(first)


def test_a_stranger_finds_nothing(team: Team, signed_in: SignedIn, visitor: HtmxVisitor) -> None:
    interview_id = team.signed()
    for who in (team.colleague, team.officer, team.director):
        stranger = signed_in(who)
        for then in ("", "/record", "/signed", "/signed.pdf", "/attach", "/prepare/project/voice"):
            assert stranger.fetch(mine(interview_id, then)).status_code == 404
    assert visitor.fetch("/my/interviews").status_code == 404


def test_after_leaving_the_file_is_still_there(
    team: Team, karim: HtmxVisitor, backstage: Session
) -> None:
    interview_id = team.signed()
    backstage.execute(delete(Membership).where(Membership.person_id == team.worker.id))
    backstage.commit()
    assert "Signé par les deux" in karim.get("/my/interviews").text
    assert karim.get(mine(interview_id, "/signed")).heading == "Compte rendu signé"


def test_it_opens_at_the_agreed_moment(team: Team, karim: HtmxVisitor, nadia: HtmxVisitor) -> None:
    interview_id = team.propose(within=timedelta(minutes=20), agreed=True)
    with team.acting(team.karim) as session:
        actions.prepare(session, team.karim, interview_id, Topic.PROJECT, "Mes mots à moi.")
    assert "Mes mots à moi." not in nadia.get(theirs(team, interview_id)).text
    with time_machine.travel(clock.now() + timedelta(minutes=21), tick=False):
        assert "Mes mots à moi." in nadia.get(theirs(team, interview_id)).text


def test_an_account_that_closes_takes_its_preparation_along(
    team: Team, karim: HtmxVisitor, backstage: Session
) -> None:
    """A recording included; what both signed stays with the structure."""
    signed = team.signed()
    interview_id = team.propose(agreed=True)
    address = mine(interview_id, "/prepare/project")
    page = karim.get(address)
    karim.submit(
        page.form(name="words"), press="keep", recording=(recording("iphone.m4a"), "moi.m4a")
    )
    with team.acting(team.karim) as session:
        session.execute(delete(Person).where(Person.id == team.worker.id))
    for table in ("interview", "interview_preparation"):
        assert backstage.scalar(text(f"SELECT count(*) FROM {table}")) == 0
    kept = backstage.scalar(text("SELECT interview_id FROM interview_record"))
    assert kept == signed


def test_one_says_when_one_was_hired_for_oneself(
    team: Team, karim: HtmxVisitor, nadia: HtmxVisitor, backstage: Session
) -> None:
    today = clock.today()
    mine, theirs = add_months(today, -30), add_months(today, -5)

    def said() -> str:
        return " ".join(karim.get("/my/interviews").text.split())

    page = karim.click(karim.get("/my/interviews"), "Dire le jour de mon embauche")
    address = page.url.partition("?")[0]
    later = (today + timedelta(days=2)).isoformat()
    data = dict(page.form(name="hired_on").data({}))
    refused = karim.fetch(address, "POST", data={**data, "hired_on": later})
    assert refused.status_code == 422
    assert "Ce jour n’est pas encore là" in refused.text
    karim.submit(page.form(name="hired_on"), hired_on=mine.isoformat())
    assert f"Compté depuis votre embauche, le {show_date(mine)}" in said()
    assert "Vous pouvez demander cet entretien à votre responsable" in said()
    # The structure counts from what it knows, and reads nothing of it.
    here = nadia.get(f"/employer/{team.structure.slug}/interviews").text
    assert show_date(mine) not in here
    engagement = build_arrival(backstage, team.structure, team.worker, "Karim")
    engagement.hired_on = theirs
    backstage.commit()
    assert f"Compté depuis votre embauche, le {show_date(theirs)}" in said()
    assert f"est du {show_date(theirs)}. Vous dites le {show_date(mine)}" in said()
    # A form that does not ask for it changes nothing.
    token = karim.get(address).one("input", name="csrf_token").get("value") or ""
    assert karim.fetch(address, "POST", data={"csrf_token": token}).status_code == 422
    assert "Vous dites le" in said()
    # Left empty, it is forgotten.
    karim.submit(karim.get(address).form(name="hired_on"), hired_on="")
    assert "Vous dites le" not in said()
    assert "le jour de mon embauche" not in said()


def test_nobody_says_when_they_were_hired_where_they_do_not_work(
    team: Team, karim: HtmxVisitor
) -> None:
    karim.get(f"/my/interviews/hires/{team.federation.id}", expect=404)
