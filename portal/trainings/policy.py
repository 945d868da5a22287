"""Who may do what with the trainings of a federation. Pure: used by actions and templates."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.scope import Actor
from portal.trainings import transitions
from portal.trainings.enums import RegistrationState, SessionRole, SessionState, TrainingState
from portal.trainings.models import Registration, Training, TrainingSession, TrainingVenue

WRITERS = (Role.ADMINISTRATOR, Role.WRITER)
PROPOSERS = (Role.ADMINISTRATOR, Role.MANAGER)
TRANSLATORS = (*WRITERS, Role.TRANSLATOR)
# To whom a part in a session may be given; who translates enters nothing else.
STAFF = (*WRITERS, Role.MEMBER)


def can_write_trainings(actor: Actor) -> bool:
    """Start a training, write it, read those of colleagues."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.FEDERATION and place.role in WRITERS
    )


def can_translate_trainings(actor: Actor) -> bool:
    """Put trainings into other languages: those who write them, and who only translates."""
    place = actor.place
    return place is not None and (
        place.kind == OrganisationKind.FEDERATION and place.role in TRANSLATORS
    )


def may_be_entrusted(actor: Actor) -> bool:
    """Train or welcome in a session, where somebody who plans it says so."""
    place = actor.place
    return place is not None and (place.kind == OrganisationKind.FEDERATION and place.role in STAFF)


def can_translate(actor: Actor, training: Training) -> bool:
    return (
        actor.is_in(training.organisation_id, *TRANSLATORS)
        and training.state != TrainingState.ARCHIVED
    )


def can_edit(actor: Actor, training: Training) -> bool:
    """Change it: while somebody reads it, it stands still."""
    return actor.is_in(training.organisation_id, *WRITERS) and training.state in (
        TrainingState.DRAFT,
        TrainingState.PUBLISHED,
    )


def can_review(actor: Actor, training: Training) -> bool:
    """Read what another officer wrote, then publish it or send it back."""
    return (
        actor.is_in(training.organisation_id, *WRITERS)
        and training.state == TrainingState.IN_REVIEW
        and actor.person_id is not None
        and actor.person_id != training.written_by
    )


def may_be_reviewed(training: Training, team: Iterable[tuple[UUID, Role]]) -> bool:
    """Whether somebody of the team, each with their role, may review what was written."""
    return any(role in WRITERS and person_id != training.written_by for person_id, role in team)


def can_take_back(actor: Actor, training: Training) -> bool:
    """Go on writing what one asked to have read."""
    return (
        actor.is_in(training.organisation_id, *WRITERS)
        and training.state == TrainingState.IN_REVIEW
        and actor.person_id == training.written_by
    )


def can_archive(actor: Actor, training: Training) -> bool:
    return (
        actor.is_in(training.organisation_id, *WRITERS) and training.state != TrainingState.ARCHIVED
    )


def is_vouched_for(actor: Actor) -> bool:
    return actor.place is not None and actor.place.standing == Standing.ADMITTED


def can_relay_trainings(actor: Actor) -> bool:
    """Pass what another federation publishes on to one's region."""
    return can_write_trainings(actor) and is_vouched_for(actor)


def can_plan(actor: Actor, session: TrainingSession) -> bool:
    """Change a session, open it, call it off, answer those who ask to come."""
    return actor.is_in(session.organisation_id, *WRITERS)


def can_change(actor: Actor, session: TrainingSession, today: date) -> bool:
    """Write it anew: neither what was called off, nor what took place."""
    return (
        can_plan(actor, session)
        and session.state != SessionState.CANCELLED
        and today <= session.ends_on
    )


def can_keep_venue(actor: Actor, venue: TrainingVenue) -> bool:
    """Write down a place of the federation, archive it: who plans its sessions."""
    return actor.is_in(venue.organisation_id, *WRITERS)


def can_see_list(actor: Actor, session: TrainingSession, roles: Collection[SessionRole]) -> bool:
    """Who organises, and who trains or welcomes in this session; `roles` are the actor's in it."""
    return can_plan(actor, session) or (actor.is_in(session.organisation_id) and bool(roles))


def can_see_needs(actor: Actor, session: TrainingSession, roles: Collection[SessionRole]) -> bool:
    """Only who arranges them, whatever their role in the federation."""
    return actor.is_in(session.organisation_id) and SessionRole.ARRANGER in roles


def can_meet(actor: Actor, session: TrainingSession, *, sits: bool) -> bool:
    """See whom one meets and when: who will be there (`sits`), and who organises."""
    return can_plan(actor, session) or (actor.is_in(session.organisation_id) and sits)


def can_propose(actor: Actor) -> bool:
    """Propose a session to people of one's structure."""
    place = actor.place
    return (
        place is not None
        and place.kind == OrganisationKind.STRUCTURE
        and place.role in PROPOSERS
        and place.standing == Standing.ADMITTED
    )


def can_mark(actor: Actor, session: TrainingSession, roles: Collection[SessionRole]) -> bool:
    """Say who was there: who trains in this session, and who may plan it."""
    return can_plan(actor, session) or (
        actor.is_in(session.organisation_id) and SessionRole.TRAINER in roles
    )


def can_certify(actor: Actor, session: TrainingSession) -> bool:
    """Issue certificates and badges of a session, take a badge back."""
    return can_plan(actor, session)


def takes_registrations(session: TrainingSession, today: date) -> bool:
    return session.state == SessionState.OPEN and today <= session.register_until


def is_mine(actor: Actor, registration: Registration) -> bool:
    """Held by the link, or the person's own by their account."""
    by_link = actor.holder is not None and registration.holder_digest == actor.holder
    return by_link or (actor.person_id is not None and registration.person_id == actor.person_id)


def can_claim(actor: Actor, registration: Registration) -> bool:
    """Signed in, holding the link of a registration that was sent and is in nobody's account."""
    return (
        actor.person_id is not None
        and registration.person_id is None
        and actor.holder == registration.holder_digest
        and registration.state != RegistrationState.DRAFT
        and not is_erased(registration)
    )


def can_evaluate(
    actor: Actor, registration: Registration, dates: TrainingSession, today: date
) -> bool:
    """Say what one thinks of a session one has a place in, from its last day on."""
    return (
        is_mine(actor, registration)
        and registration.state == RegistrationState.CONFIRMED
        and today >= dates.ends_on
    )


def is_erased(registration: Registration) -> bool:
    """Only the empty row is left."""
    return registration.state == RegistrationState.WITHDRAWN and not registration.name


def is_expected(registration: Registration, dates: TrainingSession, today: date) -> bool:
    """Whether they have a place in what is to come, or goes on."""
    return (
        registration.state == RegistrationState.CONFIRMED
        and not dates.is_cancelled
        and dates.ends_on >= today
    )


def is_left_alone(registration: Registration, before: datetime) -> bool:
    """Erased, or sent before this moment: the browser that did it has nothing to show any more."""
    sent_at = registration.submitted_at
    return is_erased(registration) or (sent_at is not None and sent_at < before)


def can_prepare(actor: Actor, registration: Registration) -> bool:
    """Still a draft of theirs."""
    return is_mine(actor, registration) and registration.state == RegistrationState.DRAFT


def can_take_place(
    actor: Actor, registration: Registration, dates: TrainingSession, now: datetime
) -> bool:
    """A place is kept for them, the time to answer is not over, and the session takes place."""
    return (
        is_mine(actor, registration)
        and registration.state == RegistrationState.OFFERED
        and registration.offered_until is not None
        and now <= registration.offered_until
        and dates.state != SessionState.CANCELLED
    )


def can_withdraw(actor: Actor, registration: Registration) -> bool:
    return (
        is_mine(actor, registration)
        and RegistrationState.WITHDRAWN in transitions.BY_CANDIDATE.get(registration.state, ())
        and registration.state != RegistrationState.DRAFT
    )


def can_queue_again(
    actor: Actor, registration: Registration, dates: TrainingSession, today: date
) -> bool:
    """Back on the list, while the session is to come."""
    return (
        is_mine(actor, registration)
        and registration.state == RegistrationState.LAPSED
        and dates.state != SessionState.CANCELLED
        and today < dates.starts_on
    )


def can_say_needs(actor: Actor, registration: Registration) -> bool:
    """Say or change what one needs: as long as one may come."""
    return is_mine(actor, registration) and (
        registration.state in transitions.ALIVE or registration.state == RegistrationState.DRAFT
    )


def can_choose_moment(actor: Actor, registration: Registration, dates: TrainingSession) -> bool:
    """Choose when one is met, or ask to be called: while nothing is answered."""
    return (
        is_mine(actor, registration)
        and registration.state in transitions.MET
        and dates.state != SessionState.CANCELLED
    )
