"""Everything the portal ever writes to anybody, said about one house."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from portal.alerts import messages as alerts
from portal.alerts.models import SearchAlert
from portal.alerts.queries import News
from portal.engagements.actions import keeping as arrivals
from portal.engagements.queries.rules import Due
from portal.events import messages as events
from portal.events.models import MeetingNote, NearbyMessage
from portal.files.enums import FileState
from portal.jobs.actions import corresponding, notes
from portal.jobs.messages import applications, offers, relays, steps
from portal.jobs.models import Application, Offer
from portal.jobs.tasks import applying, screening
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.organisations import messages as organisations
from portal.organisations.actions import invitations, supervision
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.organisations.scope import Actor, Place
from portal.people import addresses
from portal.people import messages as people
from portal.people.enums import CodePurpose
from portal.people.models import ContactPoint
from portal.skills import interview_messages as skills_interviews
from portal.skills import messages as skills
from portal.skills import retention
from portal.trainings.actions import keeping as trainings
from portal.trainings.actions import moves
from portal.trainings.messages import attending, changes, joining, meetings, needs, proposing
from portal.trainings.messages import relays as training_relays
from portal.trainings.models import (
    PublishedTraining,
    Registration,
    SelectionInvitation,
    SelectionSlot,
    TrainingRelay,
    TrainingSession,
    WorkerProposal,
)
from portal.trainings.tasks import proposers, staff
from tests.factories.house import House
from tests.factories.offers import actor_of
from tests.factories.screening import make_application
from tests.factories.trainings import write_training

CANDIDATE, GUEST = "candidat@example.org", "invite@example.org"
# Whoever the offer names to be told too may be no member: no insider.
COPIED = "copie@example.org"


def speak(database: Database, backstage: Session, house: House) -> None:
    """Send what each template says, by the action that sends it where that is easy."""
    _prepare(backstage, house)
    actor = actor_of(house, Role.ADMINISTRATOR)
    with _inside(database, house.structure, actor) as session:
        _of_structure(session, actor, house)
    federal = _federal(house)
    with _inside(database, house.federation, federal) as session:
        structure = session.get_one(Organisation, house.structure.id)
        organisations.tell_request(session, structure, house.federation)
        supervision.suspend(session, federal, house.structure.id, f"Raison {house.word}")
        supervision.admit(session, federal, house.structure.id)
        _of_trainings(session, house, federal)
        assert house.held is not None
        came = session.get_one(Registration, house.held.registration.id)
        attending.tell_certified(session, came, "e1")
        attending.tell_changed(session, came, "e1")
    _of_peers(database, house)
    _of_arrivals(database, house)
    _of_joining(database, house)
    _of_alerts(database, backstage, house)
    applying.check_files(str(house.structure.id), str(house.application.id))
    screening.remind_answers(0)


def _prepare(backstage: Session, house: House) -> None:
    """One answer is due tomorrow, one is late, and a recording could not be read."""
    today = clock.today()
    word = house.word
    due = make_application(backstage, house, candidate_name=word, letter_text=word)
    due.answer_due_on = today + timedelta(days=1)
    house.application.answer_due_on = today - timedelta(days=1)
    house.application.contact_email = CANDIDATE
    house.offer.copy_to = COPIED
    house.files["voice"].state = FileState.REFUSED
    house.files["voice"].refusal = "unreadable"
    backstage.commit()


@contextmanager
def _inside(database: Database, place: Organisation, actor: Actor) -> Iterator[Session]:
    reaching = Reach(actor.person_id, place.id, place.kind)
    with database.session(reaching) as session, session.begin():
        yield session


def _federal(house: House) -> Actor:
    federation = house.federation
    place = Place(
        id=federation.id,
        kind=OrganisationKind.FEDERATION,
        slug=federation.slug,
        name=federation.name,
        standing=Standing.ADMITTED,
        role=Role.ADMINISTRATOR,
    )
    return Actor(house.federal_officer.id, house.federal_officer.display_name, place)


def _of_structure(session: Session, actor: Actor, house: House) -> None:
    word = house.word
    application = session.get_one(Application, house.application.id)
    offer = session.get_one(Offer, house.offer.id)
    corresponding.write_to_candidate(
        session, actor, application.id, body=f"Bonjour {word}", language="fr"
    )
    notes.add_note(
        session,
        actor,
        application.id,
        criterion="Écouter",
        body=word,
        mention=house.recruiter.id,
    )
    for what in ("received", "written", "added", "withdrawn", "given_up", "accepted"):
        applications.tell_structure(session, application, what)
    applications.confirm_receipt(session, application)
    steps.tell_step(session, application, f"Texte {word}", once="chatter")
    offers.tell_offer_ends(session, offer)
    offers.tell_offer_ended(session, offer)
    relays.tell_relay(
        session,
        house.structure.id,
        offer.id,
        title=offer.title,
        slug=offer.slug,
        federation=word,
        federation_id=house.federation.id,
    )
    invitations.invite(session, actor, GUEST, Role.WRITER, locale="fr")
    mine = addresses.read(CANDIDATE)
    now = clock.now()
    for purpose in CodePurpose:
        people.send_code(
            session, mine, "123456", purpose=purpose, locale="fr", asked_at=now, expires_at=now
        )
    for added in (True, False):
        people.tell_contact_changed(session, mine, added=added, other="c•••", locale="fr")


def _of_trainings(session: Session, house: House, officer: Actor) -> None:
    """What a colleague hears of a training; what both hear once it is old, relayed, or over."""
    writer = replace(officer, person_id=house.federal_writer.id)
    training = write_training(session, writer, verified_on=date(2020, 1, 2))
    moves.ask_review(session, writer, training.id)
    moves.send_back(session, officer, training.id, house.word)
    moves.ask_review(session, writer, training.id)
    moves.publish_training(session, officer, training.id)
    trainings.remind_old(session, house.federation.id)
    assert house.trainings is not None
    online = session.get_one(PublishedTraining, house.trainings.online.id)
    theirs = TrainingRelay.training_id == online.training_id
    training_relays.tell_relayed(session, online, session.scalars(_relay(theirs)).one())
    own = TrainingRelay.federation_id == house.federation.id
    training_relays.tell_over(session, session.scalars(_relay(own)).one(), training.title)


def _relay(whose: ColumnElement[bool]) -> Select[TrainingRelay]:
    return select(TrainingRelay).where(whose)


def _of_peers(database: Database, house: House) -> None:
    """Between the recruiter and the candidate: a group, a share; and the recruiter's interview."""
    circle, hosted = house.circle, house.hosted
    share, interview = house.share, house.interview
    assert circle is not None
    assert hosted is not None
    assert share is not None
    assert interview is not None
    with database.session(Reach(house.recruiter.id)) as session, session.begin():
        for what in (events.CHANGED, events.CANCELLED):
            events.tell_signed_up(session, hosted.coming, what)
        later = clock.now() + timedelta(days=1)  # nobody is asked about a note that is open
        opens = update(MeetingNote).where(MeetingNote.id == circle.note.id)
        assert session.execute(opens.values(opens_at=later)).rowcount == 1  # type: ignore[attr-defined] # of an update
        events.ask_about_note(session, circle.note)
        events.tell_written_to(session, session.scalars(select(NearbyMessage)).one())
        moment = events.when(hosted.coming)
        events.tell(session, house.recruiter.id, "events.reminder", moment, once="chatter")
        skills.share_granted(session, share)
        skills_interviews.send_interview(
            session,
            house.recruiter.id,
            interview.id,
            what=skills_interviews.PROPOSED,
            day=clock.now(),
            slug="",
        )


def _of_arrivals(database: Database, house: House) -> None:
    """What a job says of the member's arrival, and of a record nobody opened for long."""
    assert house.engagement is not None
    structure = house.structure.id
    with database.session(Reach(None, structure, "structure")) as session, session.begin():
        for what in ("items", "check_in", "plan", "sheet"):
            arrivals.tend(session, Due(structure, house.engagement.id, what))
    with database.session(Reach(house.recruiter.id)) as session, session.begin():
        retention.warn(session, house.recruiter.id)


def _of_joining(database: Database, house: House) -> None:
    """To who asked to come to a session, to their employer, to who organises."""
    assert house.joined is not None
    assert house.proposal is not None
    structure = house.structure.id
    with database.session(Reach(None, structure, "structure")) as session, session.begin():
        proposing.tell_proposed(session, session.get_one(WorkerProposal, house.proposal.id))
    for what in (joining.CHANGED, joining.CALLED_OFF):
        proposers.tell_changed(database, house.joined.dates.id, what, 1)
    federation, wanted = house.federation.id, house.joined.registration.id
    with database.session(Reach(None, federation, "federation")) as session, session.begin():
        registration = session.get_one(Registration, wanted)
        dates = session.get_one(TrainingSession, registration.session_id)
        joining.tell_moved(session, registration, house.word)
        said = {"words": house.word, "day": dates.starts_on.isoformat()}
        for what in (
            joining.WROTE,
            joining.REMINDER,
            joining.CHANGED,
            joining.CALLED_OFF,
            joining.ARRANGED,
        ):
            joining.tell(session, registration, what, once="chatter", data=said)
        invitation = session.get_one(SelectionInvitation, wanted)
        slot = session.get_one(SelectionSlot, invitation.slot_id)
        meetings.tell_invited(session, registration)
        meetings.tell_chosen(session, registration, invitation, slot, own_act=False)
        meetings.tell_removed(session, registration, invitation)
        meetings.remind(session, registration, invitation, slot)
        place = session.get_one(Organisation, federation)
        for member in recipients(session, federation, Role):
            meetings.remind_panel(session, place, dates.id, slot.starts_at, member)
        joining.ask_employer(session, registration, dates)
        changes.tell_employer(session, registration, dates)
        for what in (joining.CHANGED, joining.CALLED_OFF):
            staff.tell_changed(session, dates.id, what, 1, by="")
        needs.tell_arrangers(session, registration)
        for what in joining.TO_OFFICERS:
            joining.tell_officers(session, registration, what)


def _of_alerts(database: Database, backstage: Session, house: House) -> None:
    """The search of somebody without an account holds the word."""
    own = SearchAlert.words == house.word
    digest = backstage.scalars(select(SearchAlert.token_digest).where(own)).one()
    with database.session(Reach(doors={"alert": digest})) as session, session.begin():
        alert = session.scalars(select(SearchAlert)).one()
        news = News([(house.offer.title, house.structure.name, house.offer.slug)], more=True)
        alerts.tell_news(session, alert, news, clock.now())
        alerts.tell_end(session, alert)
        alerts.tell_past(session, alert, clock.today())


def insiders(session: Session, house: House) -> set[str]:
    """Where it may arrive: the structure's members, its guest, the candidate by mail and phone, who
    asked to come to a session and their employer.
    """
    people = (
        house.administrator,
        house.recruiter,
        house.writer,
        house.manager,
        house.member,
        house.candidate,
    )
    mine = ContactPoint.person_id.in_([person.id for person in people])
    found = set(session.scalars(select(ContactPoint.value).where(mine)))
    asked = house.joined.registration if house.joined else None
    joining_at = {asked.contact_email, asked.employer_email} if asked else set()
    if house.proposal:
        joining_at.add(house.proposal.contact_email)
    return found | joining_at | {CANDIDATE, GUEST, house.application.contact_phone}
