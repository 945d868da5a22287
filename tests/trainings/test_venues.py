"""The places of a federation: whose answer holds, what follows a change, what stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.organisations.enums import Role
from portal.trainings import calendar_words, venues
from portal.trainings.actions import sessions
from portal.trainings.actions import venues as actions
from portal.trainings.calendar import write_calendar
from portal.trainings.course import event
from portal.trainings.errors import ChangedMeanwhile, VenueInUse
from portal.trainings.models import PublishedTraining, Training, TrainingSession, TrainingVenue
from portal.trainings.queries import coming, published
from portal.trainings.queries import venues as queries
from portal.trainings.queries.published import STARTS, Wanted
from portal.trainings.starting import Span
from portal.trainings.tasks.finding import follow_ended
from tests.factories.desks import Desk
from tests.factories.house import build_training_house
from tests.factories.joining import Asker, ask, open_dates
from tests.factories.trainings import officer_of, open_session, publish_training
from tests.support.outbox import Outbox

HERE: dict[str, Any] = {
    "name": "Maison des associations",
    "address": "3 rue du Beffroi",
    "postcode": "59000",
    "city": "Lille",
    "directions": "Métro, sortie 2.",
    "passport": {"lift": "yes", "step_free": "no"},
    "passport_words": "La porte est lourde.",
}
SOON = timedelta(days=21)


@pytest.fixture
def venue(desk: Desk, inside: Session) -> TrainingVenue:
    made = actions.add_venue(inside, desk.writer, HERE | {"verified_on": clock.today()})
    inside.commit()
    return made


@pytest.fixture
def training(desk: Desk, inside: Session) -> Training:
    """It says that there are toilets, and no lift."""
    said = {"toilets": "yes", "lift": "no", "computer": "no"}
    made = publish_training(inside, desk.writer, desk.reader, passport=said)
    inside.commit()
    return made


@pytest.fixture
def add_dates(desk: Desk, inside: Session, training: Training) -> Callable[..., TrainingSession]:
    def add(**values: Any) -> TrainingSession:
        made = open_dates(inside, desk.writer, training, **values)
        inside.commit()
        return made

    return add


def found(session: Session, *lines: str, **more: list[str]) -> int:
    published.many.clear()
    published.counts.clear()
    wanted = Wanted(chosen={"pass": list(lines), **more})
    listed = published.list_trainings(session, wanted)
    assert published.count_trainings(session, wanted) == listed.total
    return listed.total


def test_a_session_says_its_own_answer_then_its_places_then_the_trainings(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    training: Training,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id, passport={"step_free": "yes", "meals": "yes"})
    assert (dates.venue, dates.city, dates.department) == (HERE["name"], "Lille", "59")
    assert dates.address == "3 rue du Beffroi, 59000 Lille"
    assert dates.spot == "59-lille"
    assert venues.answers_of(dates, training.passport) == {
        "toilets": "yes",
        "lift": "yes",
        "computer": "no",
        "step_free": "yes",
        "meals": "yes",
    }
    told = calendar_words.tell(inside, dates, passport=training.passport)
    assert told.there
    assert [(one.label, one.answer, one.source) for one in told.there.lines] == [
        ("Accès sans marche", "yes", "à ces dates"),
        ("Ascenseur", "yes", ""),
        ("Toilettes adaptées", "yes", "d’après la fiche de la formation"),
        ("Salle calme", "", ""),
        ("Boucle magnétique", "", ""),
    ]
    assert [one.label for one in told.differs] == ["Repas"]
    assert told.there.directions == "Métro, sortie 2."
    assert told.there.verified.endswith(f"par {desk.house.federation.name}.")


def test_what_nobody_knows_is_no_label(
    inside: Session, venue: TrainingVenue, add_dates: Callable[..., TrainingSession]
) -> None:
    assert (found(inside, "lift"), found(inside, "toilets")) == (0, 1)
    add_dates(venue_id=venue.id)
    assert (found(inside, "lift"), found(inside, "quiet_room")) == (1, 0)
    # What the place denies is denied, and « no computer needed » is still the training's.
    assert (found(inside, "step_free"), found(inside, "lift", "computer")) == (0, 1)


def test_a_line_is_asked_of_the_session_that_starts_then(
    inside: Session, venue: TrainingVenue, add_dates: Callable[..., TrainingSession]
) -> None:
    first, later = clock.today() + SOON, clock.today() + timedelta(days=300)
    add_dates(starts_on=first, city="Lens", department="62")
    add_dates(starts_on=later, venue_id=venue.id)
    assert found(inside, "lift", **{STARTS: [f"{later}_"]}) == 1
    assert found(inside, "lift", **{STARTS: [f"_{first}"]}) == 0
    assert found(inside, "toilets", **{STARTS: [f"_{first}"]}) == 1
    wanted = Wanted(chosen={"pass": ["lift"], STARTS: [f"_{first}"]})
    assert published.count_places(inside, wanted) == []
    month = coming.list_month(inside, Wanted(chosen={"pass": ["lift"]}), Span(first, later))
    assert [one.starts_on for one in month.coming] == [later]
    assert coming.first_day(inside, Wanted(chosen={"pass": ["lift"]}), first) == later


def test_a_change_reaches_sessions_to_come_and_the_search(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    revision = dates.revision
    changed = HERE | {"passport": {"lift": "no", "quiet_room": "yes"}, "verified_on": None}
    actions.change_venue(inside, desk.writer, venue.id, changed, version=1)
    inside.commit()
    assert dates.there["passport"] == {"lift": "no", "quiet_room": "yes"}
    assert (found(inside, "lift"), found(inside, "quiet_room")) == (0, 1)
    # Nobody has to come elsewhere: nobody is told.
    assert dates.revision == revision
    actions.change_venue(inside, desk.writer, venue.id, {"city": "Arras"}, version=2)
    inside.commit()
    assert (dates.city, dates.revision) == ("Arras", revision + 1)


@pytest.fixture
def heard(run_jobs: Callable[[], None], outbox: Outbox) -> Callable[[Asker], int]:
    """How often somebody was written to since it was asked last."""

    def count(asker: Asker) -> int:
        run_jobs()
        mine = [one for one in outbox.messages if asker.token in one.text]
        outbox.empty()
        return len(mine)

    return count


@pytest.fixture
def comes(
    database: Database,
    settings: Settings,
    venue: TrainingVenue,
    add_dates: Callable[..., TrainingSession],
) -> Asker:
    """Somebody who has a place in a session held there."""
    return ask(database, settings, add_dates(venue_id=venue.id).id)


def test_who_comes_hears_of_another_address_once(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    comes: Asker,
    heard: Callable[[Asker], int],
) -> None:
    assert heard(comes) == 1
    moved = {"address": "9 rue du Port"}
    actions.change_venue(inside, desk.writer, venue.id, moved, version=1)
    inside.commit()
    assert heard(comes) == 1
    actions.change_venue(inside, desk.writer, venue.id, {"directions": "Bus 4."}, version=2)
    inside.commit()
    assert heard(comes) == 0


def test_what_is_over_keeps_what_was_said_then(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    with clock.pretending(clock.now() + timedelta(days=60)):
        actions.change_venue(inside, desk.writer, venue.id, {"city": "Arras"}, version=1)
        inside.commit()
    assert (dates.city, dates.address) == ("Lille", "3 rue du Beffroi, 59000 Lille")


def test_at_night_what_is_over_answers_no_more(
    inside: Session, venue: TrainingVenue, add_dates: Callable[..., TrainingSession]
) -> None:
    add_dates(venue_id=venue.id)
    with clock.pretending(clock.now() + timedelta(days=25)):
        assert found(inside, "lift") == 1
        follow_ended(0)
        inside.expire_all()
        assert (found(inside, "lift"), found(inside, "toilets")) == (0, 1)


def test_a_planned_session_is_found_by_nothing_before_it_opens(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    training: Training,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    sessions.cancel_session(inside, desk.writer, dates.id, "Personne ne peut.")
    inside.commit()
    assert (found(inside, "lift"), found(inside, "toilets")) == (0, 1)


def test_a_session_leaves_its_place_for_an_address(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    typed = {"venue_id": None, "venue": "Chez nous", "city": "Lens", "department": "62"}
    sessions.change_session(inside, desk.writer, dates.id, typed, version=dates.version)
    inside.commit()
    assert (dates.venue_id, dates.there, dates.venue, dates.city) == (None, {}, "Chez nous", "Lens")
    assert found(inside, "lift") == 0
    # What is written of it otherwise leaves its place as it is.
    back = {"venue_id": venue.id, "city": "Ailleurs"}
    sessions.change_session(inside, desk.writer, dates.id, back, version=dates.version)
    sessions.change_session(inside, desk.writer, dates.id, {"places": 9}, version=dates.version)
    assert (dates.city, dates.venue_id) == ("Lille", venue.id)


def test_an_archived_place_is_kept_and_not_chosen(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    training: Training,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    actions.archive_venue(inside, desk.writer, venue.id)
    inside.commit()
    assert queries.list_choices(inside, desk.writer, None) == []
    assert queries.list_choices(inside, desk.writer, venue.id) == [venue]
    sessions.change_session(
        inside, desk.writer, dates.id, {"venue_id": venue.id, "places": 5}, version=dates.version
    )
    with pytest.raises(Invalid) as refusal:
        add_dates(venue_id=venue.id)
    assert set(refusal.value.fields) == {"venue_id"}
    actions.restore_venue(inside, desk.writer, venue.id)
    add_dates(venue_id=venue.id)


def test_only_what_no_session_chose_is_deleted(
    desk: Desk,
    inside: Session,
    venue: TrainingVenue,
    add_dates: Callable[..., TrainingSession],
) -> None:
    other = actions.add_venue(inside, desk.writer, HERE | {"verified_on": None})
    add_dates(venue_id=venue.id)
    with pytest.raises(VenueInUse):
        actions.delete_venue(inside, desk.writer, venue.id)
    actions.delete_venue(inside, desk.writer, other.id)
    inside.commit()
    assert inside.scalars(select(TrainingVenue.id)).all().count(other.id) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"postcode": "5900"}, "postcode"),
        ({"postcode": "99999"}, "postcode"),
        ({"city": ""}, "city"),
        ({"verified_on": clock.today() + timedelta(days=2)}, "verified_on"),
        ({"passport": {"lift": "perhaps"}}, "passport"),
        ({"passport": {"meals": "yes"}}, "passport"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_it_kept(
    desk: Desk, inside: Session, venue: TrainingVenue, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.change_venue(
            inside, desk.writer, venue.id, {"directions": "Autrement."} | wrong, version=1
        )
    assert set(refusal.value.fields) == {field}
    assert (venue.directions, venue.version) == ("Métro, sortie 2.", 1)


def test_two_who_write_at_once_are_told(desk: Desk, inside: Session, venue: TrainingVenue) -> None:
    actions.change_venue(inside, desk.writer, venue.id, {"city": "Arras"}, version=1)
    with pytest.raises(ChangedMeanwhile):
        actions.change_venue(inside, desk.reader, venue.id, {"city": "Lens"}, version=1)


def test_who_verified_is_who_wrote_the_day(
    desk: Desk, inside: Session, venue: TrainingVenue
) -> None:
    today = clock.today()
    assert venue.verified_by == desk.writer.name
    actions.change_venue(inside, desk.reader, venue.id, {"verified_on": today}, version=1)
    assert venue.verified_by == desk.writer.name
    before = {"verified_on": today - timedelta(days=1)}
    actions.change_venue(inside, desk.reader, venue.id, before, version=2)
    assert venue.verified_by == desk.reader.name
    actions.change_venue(inside, desk.reader, venue.id, {"verified_on": None}, version=3)
    assert venue.verified_by == ""


def test_who_plans_nothing_keeps_no_place(
    desk: Desk, inside: Session, venue: TrainingVenue
) -> None:
    member = officer_of(desk.house.federation, desk.house.federal_writer, Role.MEMBER)
    with pytest.raises(NotAllowed):
        actions.add_venue(inside, member, HERE)
    with pytest.raises(NotAllowed):
        actions.archive_venue(inside, member, venue.id)
    with pytest.raises(NotFound):
        actions.archive_venue(inside, desk.writer, uuid4())


def test_another_federations_place_is_nobodys_to_choose(
    desk: Desk,
    inside: Session,
    database: Database,
    add_dates: Callable[..., TrainingSession],
    backstage: Session,
) -> None:
    other = build_training_house(backstage, "ailleurs")
    backstage.commit()
    writer = officer_of(other.federation, other.federal_writer, Role.WRITER)
    with open_session(database, writer) as session:
        theirs = actions.add_venue(session, writer, HERE | {"verified_on": None}).id
        session.commit()
    with pytest.raises(Invalid):
        add_dates(venue_id=theirs)
    with pytest.raises(NotFound):
        actions.restore_venue(inside, desk.writer, theirs)
    assert theirs not in [one.venue.id for one in queries.list_venues(inside, desk.writer)]


def test_the_calendar_and_the_event_bear_the_place(
    inside: Session,
    venue: TrainingVenue,
    training: Training,
    add_dates: Callable[..., TrainingSession],
) -> None:
    dates = add_dates(venue_id=venue.id)
    written = write_calendar(dates, "").decode().replace("\r\n ", "")
    assert "Maison des associations\\, 3 rue du Beffroi\\, 59000 Lille" in written
    snapshot = inside.get_one(PublishedTraining, training.id)
    known = published.find_training(inside, snapshot.slug)
    (place,) = event(inside, known, dates, "https://portail.example.org")["location"]
    assert place["name"] == "Maison des associations"
    assert place["address"]["postalCode"] == "59000"
    told = {one["name"]: one["value"] for one in place["amenityFeature"]}
    assert told == {"Ascenseur": True, "Accès sans marche": False, "Toilettes adaptées": True}
