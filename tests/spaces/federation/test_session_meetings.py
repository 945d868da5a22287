"""The meetings before a session, at the desk: moments, invitations, who sees whom."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.organisations.enums import Role
from portal.trainings.actions import meetings
from portal.trainings.models import (
    SelectionInvitation,
    SelectionPanelist,
    SelectionSlot,
    TrainingSession,
)
from portal.trainings.queries import meetings as queries
from tests.factories.joining import Asker
from tests.factories.people import join_team, make_person
from tests.factories.trainings import open_session
from tests.spaces.federation.conftest import DESK, Office
from tests.support.sql import statements


@pytest.fixture
def dates(office: Office) -> TrainingSession:
    return office.open(places=5, chooses=True)


def open_moments(office: Office, dates: TrainingSession, **values: Any) -> None:
    writer = office.browser
    page = writer.get(office.address(dates, "/interviews/new"))
    said: dict[str, Any] = {
        "day": (clock.today() + timedelta(days=3)).isoformat(),
        "time": "10:00",
        "how_many": "3",
        "way": "place",
        "place": "8 rue des Tanneurs, Lille",
        "colleagues": [str(office.helper.id)],
        "names": "Malika Benali",
    }
    page = writer.submit(page.form(), **{**said, **values})
    assert page.heading == "Entretiens"


def test_who_only_translates_meets_nobody(
    office: Office, dates: TrainingSession, backstage: Session, settings: Settings
) -> None:
    """Their page of whom they meet would be behind a closed door."""
    laila = make_person(backstage, settings, "Laila", "laila@example.org")
    join_team(backstage, office.region.federation, laila, Role.TRANSLATOR)
    page = office.browser.get(office.address(dates, "/interviews/new"))
    assert "Mina" in page.text
    assert "Laila" not in page.text


def choose(office: Office, asker: Asker, number: int = 0) -> None:
    with asker.reach(office.database) as session:
        from_all = session.query(queries.SelectionSlot).order_by("starts_at").all()
        meetings.choose(session, asker.actor, asker.registration_id, from_all[number].id)
        session.commit()


def test_moments_are_opened_people_invited_and_who_chose_is_shown(
    office: Office, dates: TrainingSession
) -> None:
    asker = office.ask(dates, "Zahra")
    writer = office.browser
    page = writer.click(writer.get(office.address(dates)), "Entretiens")
    assert "Aucun moment à venir" in page.text
    assert "Il n’y a pas de moment libre" in page.text
    open_moments(office, dates)
    page = writer.get(office.address(dates, "/interviews"))
    assert page.text.count("Libre") == 3
    assert "Aucune personne paire n’est annoncée" in page.text
    page = writer.submit(
        page.form(office.address(dates, "/interviews/invite")), people=[str(asker.registration_id)]
    )
    assert "Une personne est invitée." in page.text
    assert "N’a pas encore choisi" in page.text
    choose(office, asker)
    page = writer.get(office.address(dates, "/interviews"))
    assert page.text.count("Libre") == 2
    assert "Choisi" in page.text
    story = writer.get(f"{DESK}/registrations/{asker.registration_id}")
    assert "Moment choisi pour l’entretien" in story.text


def test_a_peer_is_said_and_the_advice_goes(office: Office, dates: TrainingSession) -> None:
    open_moments(office, dates, peer_there="y")
    page = office.browser.get(office.address(dates, "/interviews"))
    assert "Aucune personne paire" not in page.text
    assert page.text.count("une personne paire est là") == 3


def test_what_is_missing_is_said_and_what_was_written_is_kept(
    office: Office, dates: TrainingSession
) -> None:
    writer = office.browser
    form = writer.get(office.address(dates, "/interviews/new")).form()
    page = writer.submit(form, expect=422, day="", way="place", names="Malika Benali")
    assert "Choisissez le jour." in page.text
    assert "Malika Benali" in page.text
    far = {"day": "2199-01-02", "time": "10:00", "way": "place", "names": "Malika"}
    page = writer.submit(page.form(), expect=422, **far, place="")
    assert "avant le premier jour de la session" in page.text
    crowd = "\n".join("ABCDEFG")
    page = writer.submit(page.form(), expect=422, names=crowd)
    assert "Six noms au plus" in page.text


def test_who_wants_a_call_is_first_with_the_number_and_the_choice_is_noted(
    office: Office, dates: TrainingSession
) -> None:
    asker = office.ask(dates, "Zahra")
    open_moments(office, dates)
    writer = office.browser
    page = writer.get(office.address(dates, "/interviews"))
    writer.submit(
        page.form(office.address(dates, "/interviews/invite")), people=[str(asker.registration_id)]
    )
    with asker.reach(office.database) as session:
        meetings.ask_to_be_called(
            session, asker.actor, asker.registration_id, "Le soir, après 18 h"
        )
        session.commit()
    page = writer.get(office.address(dates, "/interviews"))
    assert "Le soir, après 18 h" in page.text
    assert "06 39 98 12 01" in page.text.replace("\u00a0", " ")
    form = page.form(f"{DESK}/registrations/{asker.registration_id}/moment")
    name = f"n{asker.registration_id.hex}-slot"
    slot = page.find("option")[0].get("value")
    chosen: dict[str, Any] = {name: str(slot)}
    page = writer.submit(form, **chosen)
    assert "C’est noté." in page.text
    assert "Choisi" in page.text


def test_a_moment_is_taken_away(office: Office, dates: TrainingSession, backstage: Session) -> None:
    asker = office.ask(dates, "Zahra")
    open_moments(office, dates, how_many="1")
    writer = office.browser
    page = writer.get(office.address(dates, "/interviews"))
    writer.submit(
        page.form(office.address(dates, "/interviews/invite")), people=[str(asker.registration_id)]
    )
    choose(office, asker)
    page = writer.get(office.address(dates, "/interviews"))
    assert "La personne est prévenue et choisit un autre moment." in page.text
    (moment,) = backstage.query(SelectionSlot).filter_by(session_id=dates.id).all()
    page = writer.submit(page.form(f"{DESK}/interviews/{moment.id}/remove"))
    backstage.expire_all()
    assert "Ce moment est retiré." in page.text
    assert backstage.get_one(SelectionInvitation, asker.registration_id).slot_id is None
    assert backstage.query(SelectionPanelist).filter_by(session_id=dates.id).all() == []


def test_who_will_be_there_sees_names_and_times_only(
    office: Office, dates: TrainingSession, database: Database
) -> None:
    zahra = office.ask(dates, "Zahra", words="Ce que j’ai écrit")
    open_moments(office, dates)
    with open_session(database, office.writer) as session:
        meetings.invite(session, office.writer, dates.id, [zahra.registration_id])
        session.commit()
    choose(office, zahra)
    other = office.open(places=5, chooses=True)
    open_moments(office, other, colleagues=[])
    helper = office.visitors(office.helper)
    page = helper.get(DESK)
    assert page.text.count("Le prochain :") == 1
    page = helper.click(page, "Prendre la parole")
    assert page.heading == "Vos entretiens"
    assert "Zahra" in page.text
    for hidden in ("Ce que j’ai écrit", "06 39", "/registrations/"):
        assert hidden not in page.text
    for closed in ("", "/interviews", "/registrations", "/needs"):
        helper.get(office.address(dates, closed), 404)
    helper.get(office.address(other, "/panel"), 404)


def test_questions_do_not_grow_with_the_moments(
    office: Office, dates: TrainingSession, database: Database
) -> None:
    def asked() -> int:
        with statements(database.engine) as found:
            office.browser.get(office.address(dates, "/interviews"))
        return len(found)

    askers = [office.ask(dates, name) for name in ("A", "B")]
    open_moments(office, dates, how_many="2")
    with open_session(database, office.writer) as session:
        meetings.invite(session, office.writer, dates.id, [askers[0].registration_id])
        session.commit()
    choose(office, askers[0])
    asked()
    before = asked()
    open_moments(office, dates, how_many="9", time="14:00")
    with open_session(database, office.writer) as session:
        meetings.invite(session, office.writer, dates.id, [askers[1].registration_id])
        session.commit()
    choose(office, askers[1], 1)
    assert asked() == before


def test_who_organises_and_will_be_there_reads_it_on_their_first_page(
    office: Office, dates: TrainingSession, database: Database
) -> None:
    """Once somebody chose to meet them."""
    zahra = office.ask(dates, "Zahra")
    open_moments(office, dates, colleagues=[str(office.region.assistant.id)])
    with open_session(database, office.writer) as session:
        meetings.invite(session, office.writer, dates.id, [zahra.registration_id])
        session.commit()
    writer = office.browser
    assert "Le prochain :" not in writer.get("/federation/fas-test").text
    choose(office, zahra)
    home = writer.get("/federation/fas-test")
    assert "Le prochain :" in home.text
    assert "Zahra" not in home.text
    assert office.address(dates, "/panel") in [one.get("href") for one in home.find("a")]
