"""`fill`: the whole demo world, once; asked again, it does nothing.

It takes many transactions: a mark beside the data says while they are not all done, so that a demo
that was interrupted starts again from nothing instead of staying half told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from portal.config import Settings
from portal.demo import (
    alerts,
    answer,
    enrol,
    entrust,
    exchange,
    held,
    interviews,
    meet,
    records,
    relays,
    settle,
    shown,
    teach,
    together,
    translate,
)
from portal.demo.offers import OFFERS
from portal.demo.publish import write_offer
from portal.demo.world import FEDERATIONS, MEMBERS
from portal.events import codes
from portal.kernel import clock, i18n, jobs
from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Membership, Organisation
from portal.organisations.scope import Actor, Place
from portal.people.addresses import KEY
from portal.people.models import Person


def is_unfinished(settings: Settings) -> bool:
    """Whether a first filling was interrupted: what is there is to be dropped."""
    return _mark(settings).exists()


def _mark(settings: Settings) -> Path:
    return settings.data / "demo-unfinished"


def fill(admin_url: str, database: Database, settings: Settings) -> bool:
    """Fill the demo relative to now. Returns whether there was anything to do."""
    now = clock.now()
    engine = create_engine(admin_url, poolclass=NullPool)
    with Session(engine) as session:
        if settle.is_settled(session):
            return False
        settings.data.mkdir(parents=True, exist_ok=True)
        _mark(settings).touch()
        settle.settle(session, settings.key(KEY), now)
        session.flush()
        actors = {slug: _actor(session, slug, address) for slug, _name, address, _role in _firsts()}
        writers = {slug: _actor(session, slug, slug, Role.WRITER) for slug, *_card in FEDERATIONS}
        translators = {
            slug: _actor(session, slug, slug, Role.TRANSLATOR)
            for slug, _name, _address, role in MEMBERS
            if role == Role.TRANSLATOR
        }
        session.commit()
    with i18n.use(i18n.DEFAULT), jobs.dated():
        jobs.surround(database, settings)
        _publish(database, actors, now)
        teach.tell(partial(acting, database), writers, actors, now)
        exchange.tell(partial(acting, database), writers, actors, now)
        translate.tell(partial(acting, database), translators, writers, actors, now)
        relays.tell(partial(acting, database), writers, now)
        stage = answer.Stage(partial(acting, database), settings, actors, now)
        enrol.tell(stage, writers)
        records.tell(stage)
        answer.tell(stage)
        interviews.tell(stage)
        shown.tell(stage)
        held.tell(stage)
        together.tell(stage)
        entrust.tell(partial(acting, database), writers)
        keys = settings.key(KEY), settings.key(codes.KEY)
        meet.meet(meet.Meeting(partial(acting, database), *keys, actors, now))
        alerts.tell(database, settings, now)
    _mark(settings).unlink()
    return True


def _firsts() -> Iterator[tuple[str, str, str, str]]:
    """The first member of each organisation, who acts for it."""
    seen: set[str] = set()
    for member in MEMBERS:
        if member[0] not in seen:
            seen.add(member[0])
            yield member


def _actor(session: Session, slug: str, address: str, role: Role = Role.ADMINISTRATOR) -> Actor:
    organisation, person_id, name = session.execute(
        select(Organisation, Person.id, Person.display_name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Organisation.slug == slug, Membership.role == role)
        .order_by(Membership.id)
    ).first() or (None, None, "")
    if organisation is None or person_id is None:
        raise LookupError(f"nobody acts for {slug} ({address})")
    place = Place(
        organisation.id,
        OrganisationKind(organisation.kind),
        slug,
        organisation.name,
        Standing(organisation.standing),
        role,
    )
    return Actor(person_id=person_id, name=name, place=place)


@contextmanager
def acting(database: Database, actor: Actor) -> Iterator[Session]:
    """A session that reaches what the actor does; committed at the end."""
    place = actor.place
    reach = Reach(
        person_id=actor.person_id,
        organisation_id=place.id if place else None,
        organisation_kind=place.kind if place else "",
    )
    with database.session(reach) as session:
        yield session
        session.commit()


def _publish(database: Database, actors: dict[str, Actor], now: datetime) -> dict[str, UUID]:
    """Every offer; the newest published id of each structure."""
    ids: dict[str, UUID] = {}
    for told in OFFERS:
        actor = actors[told["structure"]]
        with acting(database, actor) as session:
            ids.setdefault(told["structure"], write_offer(session, actor, told, now).id)
    return ids
