"""The places of a federation: written, verified, archived; what is held there follows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import audit, clock
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.organisations.nomenclatures import department_of
from portal.organisations.scope import Actor
from portal.trainings import policy, publication, venues
from portal.trainings.enums import Known, SessionState
from portal.trainings.errors import ChangedMeanwhile, VenueInUse
from portal.trainings.messages import joining as messages
from portal.trainings.models import TrainingSession, TrainingVenue
from portal.trainings.queries import venues as queries

# What is written of a place; its department follows the postcode.
FIELDS = (
    "name",
    "address",
    "postcode",
    "city",
    "directions",
    "passport",
    "passport_words",
    "verified_on",
)
# What those who come must hear about.
TOLD = ("venue", "address", "city")


def add_venue(
    session: Session, actor: Actor, values: Mapping[str, Any], venue_id: UUID | None = None
) -> TrainingVenue:
    """A place sessions may choose. With a `venue_id` already used, the one that has it: the form
    carries one, so that pressed twice it adds once. Raises Invalid.
    """
    if not policy.can_write_trainings(actor):
        raise NotAllowed
    if venue_id and (known := queries.find_venue(session, actor, venue_id)):
        return known
    now = clock.now()
    added = TrainingVenue(
        id=venue_id or new_id(),
        organisation_id=actor.organisation_id,
        created_at=now,
        updated_at=now,
        name="",
        passport={},
    )
    _write(session, actor, added, values)
    session.add(added)
    session.flush()
    _record(session, actor, added, "training_venue.added")
    return added


def change_venue(
    session: Session, actor: Actor, venue_id: UUID, values: Mapping[str, Any], *, version: int
) -> TrainingVenue:
    """Write it anew: the sessions to come say what it says now, and who comes hears of another
    address. Raises ChangedMeanwhile, Invalid.
    """
    found = _lock(session, actor, venue_id)
    if found.version != version:
        raise ChangedMeanwhile
    _write(session, actor, found, values)
    found.version += 1
    found.updated_at = clock.now()
    session.flush()
    _follow(session, actor, found)
    _record(session, actor, found, "training_venue.changed")
    return found


def archive_venue(session: Session, actor: Actor, venue_id: UUID) -> TrainingVenue:
    """Chosen no more; the sessions that have it keep it. Quiet if it is archived."""
    found = _lock(session, actor, venue_id)
    if found.archived_at is None:
        found.archived_at = clock.now()
        _record(session, actor, found, "training_venue.archived")
    return found


def restore_venue(session: Session, actor: Actor, venue_id: UUID) -> TrainingVenue:
    """Sessions may choose it again."""
    found = _lock(session, actor, venue_id)
    if found.archived_at is not None:
        found.archived_at = None
        _record(session, actor, found, "training_venue.restored")
    return found


def delete_venue(session: Session, actor: Actor, venue_id: UUID) -> None:
    """One no session ever chose. Raises VenueInUse."""
    found = _lock(session, actor, venue_id)
    if queries.is_used(session, actor, venue_id):
        raise VenueInUse
    session.delete(found)
    session.flush()
    _record(session, actor, found, "training_venue.deleted")


def chosen(
    session: Session, actor: Actor, venue_id: UUID | None, *, before: UUID | None = None
) -> dict[str, Any]:
    """The columns of a session that chooses this place, or none (`before`: the one it has). Raises
    Invalid where it is archived, or not the federation's.
    """
    if venue_id is None:
        return dict(venues.ELSEWHERE)
    venue = queries.hold_venue(session, actor, venue_id)
    if venue is None or (venue.archived_at is not None and venue.id != before):
        raise Invalid({"venue_id": str(N_("Choisissez un lieu de la liste."))})
    return _copied(actor, venue)


def _copied(actor: Actor, venue: TrainingVenue) -> dict[str, Any]:
    return venues.copied(venue, actor.place.name if actor.place else "")


def _write(session: Session, actor: Actor, venue: TrainingVenue, values: Mapping[str, Any]) -> None:
    """All or nothing: what is refused leaves the place as it is."""
    given = {name: values[name] for name in FIELDS if name in values}
    after = {name: getattr(venue, name) for name in FIELDS} | given
    _check(session, after)
    # Who says so is who wrote the day.
    if after["verified_on"] is None:
        venue.verified_by = ""
    elif after["verified_on"] != venue.verified_on:
        venue.verified_by = actor.name
    for name, value in given.items():
        setattr(venue, name, value)
    venue.department = department_of(after["postcode"])


def _check(session: Session, values: Mapping[str, Any]) -> None:
    wrong = {}
    if not values["name"]:
        wrong["name"] = N_("Donnez un nom à ce lieu.")
    if not department_of(values["postcode"] or ""):
        wrong["postcode"] = N_("Écrivez les cinq chiffres du code postal.")
    if not values["city"]:
        wrong["city"] = N_("Écrivez la ville.")
    if values["verified_on"] is not None and values["verified_on"] > clock.today():
        wrong["verified_on"] = N_("Ce jour n’est pas encore venu.")
    known = {line.code for line in venues.lines(session)}
    if not set(values["passport"]) <= known or not set(values["passport"].values()) <= set(Known):
        wrong["passport"] = N_("Choisissez une des réponses proposées.")
    if wrong:
        raise Invalid({name: str(message) for name, message in wrong.items()})


def _follow(session: Session, actor: Actor, venue: TrainingVenue) -> None:
    """The sessions to come bear the new copy; those anybody reads are found by it."""
    said = _copied(actor, venue)
    coming = queries.lock_coming(session, actor, venue.id)
    for dates in coming:
        if venues.moves(dates, said, TOLD):
            dates.revision += 1
            if dates.state != SessionState.PLANNED:
                messages.tell_session(
                    session, dates, messages.CHANGED, by=actor.person_id, other_days=False
                )
        _bear(dates, said)
    session.flush()
    public = [one.training_id for one in coming if one.state != SessionState.PLANNED]
    for training_id in dict.fromkeys(public):
        publication.follow_sessions(session, training_id)


def _bear(dates: TrainingSession, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(dates, name, value)
    dates.updated_at = clock.now()


def _lock(session: Session, actor: Actor, venue_id: UUID) -> TrainingVenue:
    found = queries.get_venue(session, actor, venue_id, lock=True)
    if not policy.can_keep_venue(actor, found):
        raise NotAllowed
    return found


def _record(session: Session, actor: Actor, venue: TrainingVenue, code: str) -> None:
    audit.record(
        session,
        code,
        organisation_id=venue.organisation_id,
        person_id=actor.person_id,
        subject=str(venue.id),
    )
