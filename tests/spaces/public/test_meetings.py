"""Choosing when one is met before a session, by the link, without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES
from portal.organisations.enums import Role
from portal.trainings.actions import meetings, selection
from portal.trainings.enums import MeetingAnswer, MeetingWay
from portal.trainings.models import SelectionInvitation, TrainingSession
from portal.trainings.queries import published
from tests.factories.house import build_house
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox


class Choosing:
    """A session whose organiser meets people first."""

    def __init__(self, database: Database, backstage: Session, settings: Settings) -> None:
        house = build_house(backstage, "ecole")
        backstage.execute(text("DELETE FROM published_training"))
        backstage.commit()
        self.database, self.settings = database, settings
        self.writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
        reader = officer_of(house.federation, house.federal_officer)
        with open_session(database, self.writer) as session:
            training = publish_training(session, self.writer, reader, title="Devenir pair")
            self.dates: TrainingSession = open_dates(session, self.writer, training, chooses=True)
            session.commit()

    def open(self, **values: Any) -> list[UUID]:
        first = (clock.now() + timedelta(days=2)).replace(minute=0, second=0, microsecond=0)
        said = {
            "first": first,
            "how_many": 2,
            "minutes": 30,
            "way": MeetingWay.PLACE,
            "place": "8 rue des Tanneurs",
            "names": ("Malika Benali", "Paul Roux"),
            "peer_there": True,
        }
        with open_session(self.database, self.writer) as session:
            row = meetings.Row(**{**said, **values})
            made = meetings.open_moments(session, self.writer, self.dates.id, row, uuid4())
            session.commit()
            return [one.id for one in made]

    def asker(self, name: str = "Zahra", *, invited: bool = True) -> Asker:
        found = ask(self.database, self.settings, self.dates.id, name)
        if invited:
            with open_session(self.database, self.writer) as session:
                meetings.invite(session, self.writer, self.dates.id, [found.registration_id])
                session.commit()
        return found


@pytest.fixture
def choosing(database: Database, backstage: Session, settings: Settings) -> Iterator[Choosing]:
    published.many.clear()
    yield Choosing(database, backstage, settings)
    published.many.clear()


def of(asker: Asker, end: str = "") -> str:
    return f"/registrations/{asker.token}{end}?lang=fr"


def invitation(backstage: Session, asker: Asker) -> SelectionInvitation:
    backstage.expire_all()
    return backstage.get_one(SelectionInvitation, asker.registration_id)


def test_a_person_chooses_reads_who_will_be_there_and_changes(
    choosing: Choosing, visitor: HtmxVisitor, backstage: Session
) -> None:
    first, second = choosing.open()
    asker = choosing.asker()
    page = visitor.get(of(asker))
    assert "L’organisme veut parler avec vous avant de répondre." in page.text
    page = visitor.click(page, "Choisir un moment")
    assert page.heading == "Quel moment vous convient ?"
    assert "Malika Benali" in page.text
    assert page.text.count("Une personne paire sera là.") == 2
    page = visitor.submit(page.form(), slot=str(first))
    assert "ce moment est à vous" in page.text
    assert "Malika Benali" in page.text
    assert "Une personne paire sera là." in page.text
    assert "8 rue des Tanneurs" in page.text
    assert invitation(backstage, asker).slot_id == first
    ics = visitor.fetch(f"/registrations/{asker.token}/interview.ics")
    assert b"8 rue des Tanneurs" in ics.data
    page = visitor.click(page, "Changer de moment")
    page = visitor.submit(page.form(), slot=str(second))
    assert invitation(backstage, asker).slot_id == second


def test_none_suits_and_somebody_calls(
    choosing: Choosing, visitor: HtmxVisitor, backstage: Session
) -> None:
    choosing.open()
    asker = choosing.asker()
    page = visitor.get(of(asker, "/interview"))
    page = visitor.submit(page.form(), slot="call", words="Le soir")
    assert "L’organisme vous appelle." in page.text
    found = invitation(backstage, asker)
    assert (found.answer, found.words) == (MeetingAnswer.CALL, "Le soir")
    page = visitor.get(of(asker, "/interview"))
    assert "Le soir" in page.text


def test_a_moment_taken_meanwhile_is_said_and_another_is_shown(
    choosing: Choosing, visitor: HtmxVisitor
) -> None:
    first, _second = choosing.open()
    mine, other = choosing.asker("A"), choosing.asker("B")
    form = visitor.get(of(mine, "/interview")).form()
    with other.reach(choosing.database) as session:
        meetings.choose(session, other.actor, other.registration_id, first)
        session.commit()
    page = visitor.submit(form, expect=422, slot=str(first))
    assert "Choisissez" in page.text
    assert str(first) not in page.form().choices("slot")


def test_nothing_chosen_says_what_to_do(choosing: Choosing, visitor: HtmxVisitor) -> None:
    choosing.open()
    page = visitor.get(of(choosing.asker(), "/interview"))
    page = visitor.submit(page.form(), expect=422, words="Le soir")
    assert "ou demandez qu’on vous appelle" in page.text
    assert "Le soir" in page.text


def test_who_is_not_invited_finds_nothing(choosing: Choosing, visitor: HtmxVisitor) -> None:
    choosing.open()
    asker = choosing.asker(invited=False)
    assert "Votre entretien" not in visitor.get(of(asker)).text
    for end in ("/interview", "/interview.ics"):
        visitor.get(of(asker, end), 404)
    mine = choosing.asker("B")
    visitor.get(of(mine, "/interview.ics"), 404)


def test_who_got_an_answer_chooses_no_more(choosing: Choosing, visitor: HtmxVisitor) -> None:
    first, _second = choosing.open()
    asker = choosing.asker()
    form = visitor.get(of(asker, "/interview")).form()
    with open_session(choosing.database, choosing.writer) as session:
        selection.offer_place(session, choosing.writer, asker.registration_id, "")
        session.commit()
    visitor.submit(form, expect=409, slot=str(first))
    visitor.get(of(asker, "/interview"), 409)


def test_a_video_link_and_a_call_are_told_to_who_chose(
    choosing: Choosing, visitor: HtmxVisitor
) -> None:
    link = "https://visio.example.org/entretien"
    (by_video,) = choosing.open(how_many=1, way=MeetingWay.VIDEO, video_link=link)
    (by_phone,) = choosing.open(how_many=1, way=MeetingWay.PHONE, place="")
    asker = choosing.asker()
    page = visitor.get(of(asker, "/interview"))
    assert link not in page.text
    assert link not in page.links.values()
    page = visitor.submit(page.form(), slot=str(by_video))
    assert link in page.links.values()
    page = visitor.submit(visitor.get(of(asker, "/interview")).form(), slot=str(by_phone))
    assert "On vous appelle au numéro que vous avez donné." in page.text


@pytest.mark.parametrize("tag", sorted(LOCALES))
def test_every_language_reads_the_question_and_the_message(
    choosing: Choosing,
    new_visitor: Callable[[str], HtmxVisitor],
    run_jobs: Callable[[], None],
    outbox: Outbox,
    tag: str,
) -> None:
    first, _second = choosing.open()
    asker = choosing.asker()
    visitor = new_visitor(tag)
    page = visitor.get(f"/registrations/{asker.token}/interview?lang={tag}")
    page = visitor.submit(page.form(), slot=str(first))
    assert "Malika Benali" in page.text
    run_jobs()
    assert any(asker.token in one.text for one in outbox.messages)
