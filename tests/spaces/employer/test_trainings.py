"""A structure proposes a session to people of its team: what it reads, what each person does."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.i18n import LOCALES, show_date
from portal.organisations.enums import Role
from portal.organisations.models import Membership
from portal.people.models import Person
from portal.trainings import forgetting, policy, register_links
from portal.trainings.actions import registrations, selection, sessions
from portal.trainings.enums import Agreement, RegistrationState
from portal.trainings.models import Registration, TrainingSession, WorkerProposal
from portal.trainings.queries import proposals as queries
from portal.trainings.queries import published
from tests.factories.house import House, build_house
from tests.factories.joining import Asker, dates_of, open_dates
from tests.factories.offers import actor_of
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words
from tests.support.sql import statements

S = RegistrationState


class Proposing:
    """A structure, and a session of a federation anybody may ask to come to."""

    def __init__(self, database: Database, backstage: Session, settings: Settings) -> None:
        self.house: House = build_house(backstage, "equipe", "EQUIPE")
        backstage.execute(text("DELETE FROM published_training"))
        backstage.commit()
        self.database, self.settings, self.backstage = database, settings, backstage
        federation = self.house.federation
        self.writer = officer_of(federation, self.house.federal_writer, Role.WRITER)
        reader = officer_of(federation, self.house.federal_officer)
        with open_session(database, self.writer) as session:
            self.training = publish_training(session, self.writer, reader, title="Devenir pair")
            session.commit()

    def open(self, **values: Any) -> TrainingSession:
        with open_session(self.database, self.writer) as session:
            found = open_dates(session, self.writer, self.training, **values)
            session.commit()
            return found

    def proposers(self) -> list[UUID]:
        """Who may propose there, and is told."""
        rows = self.backstage.scalars(
            select(Membership.person_id).where(
                Membership.organisation_id == self.house.structure.id,
                Membership.role.in_(policy.PROPOSERS),
            )
        )
        return list(rows)

    @property
    def root(self) -> str:
        return f"/employer/{self.house.structure.slug}/trainings"

    def proposal(self, name: str) -> WorkerProposal:
        self.backstage.expire_all()
        return self.backstage.query(WorkerProposal).filter_by(name=name).one()

    def link(self, name: str) -> str:
        token = register_links.proposal_token(self.settings, self.proposal(name).id)
        return f"/registrations/proposed/{token}"

    def registration(self, name: str) -> Registration:
        found = self.proposal(name).registration_id
        assert found
        return self.backstage.get_one(Registration, found)


@pytest.fixture
def proposing(database: Database, backstage: Session, settings: Settings) -> Iterator[Proposing]:
    published.many.clear()
    yield Proposing(database, backstage, settings)
    published.many.clear()


@pytest.fixture
def manager(signed_in: Callable[[Person], HtmxVisitor], proposing: Proposing) -> HtmxVisitor:
    return signed_in(proposing.house.manager)


def propose(
    proposing: Proposing,
    manager: HtmxVisitor,
    dates: TrainingSession,
    *people: tuple[str, str, str],
    expect: int = 200,
    **besides: Any,
) -> Answer:
    root = f"{proposing.root}/{dates.id}"
    page = manager.get(root)
    said: dict[str, Any] = {"agreed": "y", **besides}
    for number, (name, contact, locale) in enumerate(people):
        row = {"name": name, "contact": contact, "locale": locale}
        said |= {f"people-{number}-{key}": value for key, value in row.items()}
    return manager.submit(page.form(root), expect=expect, **said)


KARIM = ("Karim", "06 39 98 14 01", "ps")
LINA = ("Lina", "lina.equipe@example.org", "fr")


def joined(visitor: HtmxVisitor, page: Answer) -> Answer:
    """From « yes » to the receipt: what is known is filled in."""
    for press in (None, None, "skip", "skip"):
        page = visitor.submit(page.form(), press)
    return visitor.submit(page.form())


def test_several_are_asked_each_in_their_language_and_decide_alone(
    proposing: Proposing,
    manager: HtmxVisitor,
    visitor: HtmxVisitor,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    dates = proposing.open(asks_employer=True)
    home = manager.get(f"/employer/{proposing.house.structure.slug}")
    page = manager.click(home, "Former votre équipe")
    page = manager.click(page, "Devenir pair")
    assert "Vous n’avez encore proposé cette session à personne." in page.text
    page = propose(proposing, manager, dates, KARIM, LINA)
    assert "2 personnes sont prévenues." in page.text
    assert page.text.count("Demandée") == 2
    run_jobs()
    # In Pashto by text message, naming neither the training nor the structure.
    [sms] = outbox.to("+33639981401")
    assert proposing.link("Karim") in sms.text
    assert "Devenir pair" not in sms.text
    assert proposing.house.structure.name not in sms.text
    [mail] = outbox.to("lina.equipe@example.org")
    assert proposing.house.structure.name in mail.text
    # Nobody has a place before they answer.
    assert proposing.proposal("Lina").registration_id is None
    page = visitor.get(proposing.link("Lina"))
    assert page.heading == "On vous propose une formation"
    page = visitor.submit(page.form(), "yes")
    assert page.heading == "Comment voulez-vous qu’on vous appelle ?"
    page = joined(visitor, page)
    assert "Votre place est confirmée." in page.text
    found = proposing.registration("Lina")
    assert (found.state, found.agreement) == (S.CONFIRMED, Agreement.GIVEN)
    assert found.contact_email == "lina.equipe@example.org"
    assert "voit si ma place est confirmée" in found.consent_text
    page = manager.get(f"{proposing.root}/{dates.id}")
    assert "Place confirmée" in page.text
    # The link then leads to one's own page.
    link = visitor.fetch(proposing.link("Lina")).headers["Location"]
    assert visitor.get(link).heading == "Votre inscription"


def test_no_is_enough_and_what_reaches_them_is_forgotten(
    proposing: Proposing, manager: HtmxVisitor, visitor: HtmxVisitor
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    page = visitor.submit(visitor.get(proposing.link("Lina")).form(), "no")
    assert "Vous n’avez pas à dire pourquoi." in page.text
    assert proposing.proposal("Lina").contact_email == ""
    assert "Refusée" in manager.get(f"{proposing.root}/{dates.id}").text
    action = f"{proposing.root}/proposals/{proposing.proposal('Lina').id}/remove"
    shown = manager.get(f"{proposing.root}/{dates.id}")
    assert action not in [one.get("action") for one in shown.find("form")]
    # And one may still change one's mind.
    page = visitor.submit(page.form(), "yes")
    assert page.heading == "Comment voulez-vous qu’on vous appelle ?"


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (S.RECEIVED, "Demandée"),
        (S.WAITING, "Demandée"),
        (S.DECLINED, "Refusée"),
        (S.WITHDRAWN, "Annulée"),
    ],
)
def test_a_structure_reads_one_of_four_words(
    proposing: Proposing, manager: HtmxVisitor, visitor: HtmxVisitor, state: S, shown: str
) -> None:
    dates = proposing.open(chooses=True)
    propose(proposing, manager, dates, LINA)
    joined(visitor, visitor.submit(visitor.get(proposing.link("Lina")).form(), "yes"))
    found = proposing.registration("Lina")
    with open_session(proposing.database, proposing.writer) as session:
        moves = {
            S.WAITING: selection.put_on_list,
            S.DECLINED: selection.decline,
            S.WITHDRAWN: selection.record_withdrawal,
        }
        if state in moves:
            moves[state](session, proposing.writer, found.id, "Ces mots ne sont pas pour elle.")
        session.commit()
    page = manager.get(f"{proposing.root}/{dates.id}")
    assert shown in [words(one) for one in page.find("span") if "tag" in one.get("class", "")]
    assert "Ces mots" not in page.text


def test_needs_and_answers_are_on_no_page_of_the_structure(
    proposing: Proposing,
    manager: HtmxVisitor,
    visitor: HtmxVisitor,
    signed_in: Callable[[Person], HtmxVisitor],
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    joined(visitor, visitor.submit(visitor.get(proposing.link("Lina")).form(), "yes"))
    found = proposing.registration("Lina")
    asker = Asker(found.id, register_links.token(proposing.settings, found.id, 1))
    with asker.reach(proposing.database) as session:
        registrations.say_needs(
            session, asker.actor, found.id, lines={}, language="ps", words="Une chaise"
        )
        session.commit()
    for browser in (manager, signed_in(proposing.house.administrator)):
        for address in ("", f"/{dates.id}"):
            page = browser.get(proposing.root + address)
            assert "chaise" not in page.text
            assert str(found.id) not in page.text
            assert asker.token not in page.text
    structure = proposing.house.structure.id
    with proposing.database.session() as session:
        session.execute(
            text(
                "SELECT set_config('portal.organisation', :id, true),"
                " set_config('portal.organisation_kind', 'structure', true)"
            ),
            {"id": str(structure)},
        )
        for table in ("registration", "registration_need", "registration_event"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_another_structure_reads_nothing_of_it_even_without_the_ground(
    proposing: Proposing,
    manager: HtmxVisitor,
    signed_in: Callable[[Person], HtmxVisitor],
    backstage: Session,
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    other = build_house(backstage, "voisine", "VOISINE")
    backstage.commit()
    page = signed_in(other.manager).get(f"/employer/{other.structure.slug}/trainings/{dates.id}")
    assert "Lina" not in page.text
    # In a session no wall stops: the owner is in the question itself.
    assert queries.list_proposed(backstage, actor_of(other), dates.id) == []
    mine = queries.list_proposed(backstage, actor_of(proposing.house), dates.id)
    assert [one.proposal.name for one in mine] == ["Lina"]


def test_what_is_missing_is_said_beside_its_field(
    proposing: Proposing, manager: HtmxVisitor
) -> None:
    dates = proposing.open()
    page = propose(proposing, manager, dates, ("Lina", "", "fr"), expect=422)
    assert "Écrivez un numéro ou une adresse e-mail." in page.text
    page = propose(proposing, manager, dates, ("Lina", "lina", "fr"), expect=422)
    page = propose(proposing, manager, dates, LINA, expect=422, agreed=None)
    assert "si elle est d’accord" in page.text
    assert page.one("input", name="people-0-name").get("value") == "Lina"
    assert page.one("input", name="people-0-contact").get("value") == LINA[1]
    page = propose(proposing, manager, dates, expect=422)
    assert "Écrivez au moins un nom." in page.text


def test_pressed_twice_they_are_asked_once(
    proposing: Proposing,
    manager: HtmxVisitor,
    backstage: Session,
) -> None:
    dates = proposing.open()
    page = manager.get(f"{proposing.root}/{dates.id}")
    row = {"people-0-name": "Lina", "people-0-contact": "lina.equipe@example.org"}
    said: dict[str, Any] = {"agreed": "y", **row}
    for _again in range(2):
        manager.submit(page.form(), **said)
    assert backstage.query(WorkerProposal).filter_by(session_id=dates.id).count() == 1


def test_nobody_is_asked_twice_for_one_session(
    proposing: Proposing, manager: HtmxVisitor, backstage: Session
) -> None:
    """Two people may share a phone; the same person gets one message."""
    dates = proposing.open()
    karim = ("KARIM ", "+33 6 39 98 14 01", "fr")
    page = propose(proposing, manager, dates, KARIM, karim, expect=422)
    assert "Vous avez déjà écrit à KARIM pour cette session." in page.text
    assert backstage.query(WorkerProposal).count() == 0
    propose(proposing, manager, dates, KARIM, ("Ahmad", KARIM[1], "ps"))
    page = propose(proposing, manager, dates, LINA, karim, expect=422)
    assert "Vous avez déjà écrit à KARIM pour cette session." in page.text
    assert page.by_id("people-0-name").get("value") == "Lina"
    assert backstage.query(WorkerProposal).count() == 2
    propose(proposing, manager, proposing.open(), karim)


def test_taken_back_the_link_opens_nothing(
    proposing: Proposing, manager: HtmxVisitor, visitor: HtmxVisitor
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, KARIM, LINA)
    karim, lina = proposing.link("Karim"), proposing.proposal("Lina")
    visitor.submit(visitor.get(proposing.link("Lina")).form(), "yes")
    page = manager.get(f"{proposing.root}/{dates.id}")
    action = f"{proposing.root}/proposals/{proposing.proposal('Karim').id}/remove"
    page = manager.submit(page.form(action))
    assert "Karim" not in page.text
    visitor.get(karim, 404)
    # Who began is not taken back.
    assert f"{lina.id}/remove" not in str([one.get("action") for one in page.find("form")])


def test_a_session_that_closed_takes_nobody_more(
    proposing: Proposing, manager: HtmxVisitor, visitor: HtmxVisitor
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    form = visitor.get(proposing.link("Lina")).form()
    with open_session(proposing.database, proposing.writer) as session:
        sessions.close_session(session, proposing.writer, dates.id)
        session.commit()
    visitor.submit(form, "yes", expect=409)
    assert "ne prend plus d’inscriptions" in visitor.get(proposing.link("Lina")).text
    assert "ne prend plus d’inscriptions" in manager.get(f"{proposing.root}/{dates.id}").text


def _heard(outbox: Outbox, run_jobs: Callable[[], None], proposing: Proposing) -> list[str]:
    """What was written to the structure since it was last asked, told apart by its page."""
    run_jobs()
    found = [one.text for one in outbox.messages if proposing.root in one.text]
    outbox.empty()
    return found


def test_who_proposed_hears_that_the_dates_change_or_that_it_is_called_off(
    proposing: Proposing,
    manager: HtmxVisitor,
    visitor: HtmxVisitor,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    """And no more: the same words whatever the people of the team answered."""
    dates = proposing.open()
    propose(proposing, manager, dates, KARIM, LINA)
    joined(visitor, visitor.submit(visitor.get(proposing.link("Lina")).form(), "yes"))
    _heard(outbox, run_jobs, proposing)
    moved = dates_of(dates.starts_on + timedelta(days=7))
    later = {name: moved[name] for name in ("starts_on", "ends_on", "half_days")}
    with open_session(proposing.database, proposing.writer) as session:
        found = sessions.change_session(
            session, proposing.writer, dates.id, later, version=dates.version
        )
        session.commit()
    letters = _heard(outbox, run_jobs, proposing)
    assert len(letters) == len(set(proposing.proposers()))
    for letter in letters:
        assert "Devenir pair" in letter
        assert show_date(later["starts_on"]) in letter
        assert not {"Karim", "Lina"} & set(re.findall(r"\w+", letter))
    # The place alone: they hear nothing, the people who come do.
    with open_session(proposing.database, proposing.writer) as session:
        sessions.change_session(
            session, proposing.writer, dates.id, {"address": "2 rue X"}, version=found.version
        )
        session.commit()
    assert _heard(outbox, run_jobs, proposing) == []
    with open_session(proposing.database, proposing.writer) as session:
        sessions.cancel_session(session, proposing.writer, dates.id, "Trop peu de monde.")
        session.commit()
    letters = _heard(outbox, run_jobs, proposing)
    assert len(letters) == len(set(proposing.proposers()))
    assert all("n’a pas lieu" in letter for letter in letters)
    manager.get(f"{proposing.root}/{dates.id}")


def test_who_was_told_no_by_everybody_hears_nothing_more(
    proposing: Proposing,
    manager: HtmxVisitor,
    visitor: HtmxVisitor,
    run_jobs: Callable[[], None],
    outbox: Outbox,
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    visitor.submit(visitor.get(proposing.link("Lina")).form(), "no")
    _heard(outbox, run_jobs, proposing)
    with open_session(proposing.database, proposing.writer) as session:
        sessions.cancel_session(session, proposing.writer, dates.id, "Trop peu de monde.")
        session.commit()
    assert _heard(outbox, run_jobs, proposing) == []


def test_who_neither_administers_nor_manages_proposes_nothing(
    proposing: Proposing, signed_in: Callable[[Person], HtmxVisitor]
) -> None:
    house = proposing.house
    for person in (house.recruiter, house.writer, house.member):
        signed_in(person).get(proposing.root, 403)


def test_fourteen_days_after_the_session_they_are_forgotten(
    proposing: Proposing, manager: HtmxVisitor, backstage: Session
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, LINA)
    forgetting.forget(proposing.database)
    assert backstage.query(WorkerProposal).filter_by(session_id=dates.id).count() == 1
    gone = {"end": clock.today() - timedelta(days=15), "id": dates.id}
    backstage.execute(
        text("UPDATE training_session SET starts_on = :end, ends_on = :end WHERE id = :id"), gone
    )
    backstage.commit()
    forgetting.forget(proposing.database)
    assert backstage.query(WorkerProposal).filter_by(session_id=dates.id).count() == 0


def test_questions_do_not_grow_with_the_people(
    proposing: Proposing, manager: HtmxVisitor, database: Database
) -> None:
    def asked(address: str) -> int:
        with statements(database.engine) as found:
            manager.get(address)
        return len(found)

    dates = proposing.open()
    addresses = (proposing.root, f"{proposing.root}/{dates.id}")
    propose(proposing, manager, dates, LINA)
    before = [asked(one) for one in addresses]
    propose(proposing, manager, dates, KARIM, ("Ada", "ada@example.org", "en"))
    proposing.open(starts_on=clock.today() + timedelta(days=40))
    assert [asked(one) for one in addresses] == before


@pytest.mark.parametrize("tag", sorted(LOCALES))
def test_every_language_reads_what_is_proposed(
    proposing: Proposing,
    manager: HtmxVisitor,
    new_visitor: Callable[[str], HtmxVisitor],
    tag: str,
) -> None:
    dates = proposing.open()
    propose(proposing, manager, dates, ("Lina", "lina.equipe@example.org", tag))
    visitor = new_visitor(tag)
    page = visitor.get(f"{proposing.link('Lina')}?lang={tag}")
    assert "Devenir pair" in page.text
    page = visitor.submit(page.form(), "yes")
    assert "Votre place" not in page.text
