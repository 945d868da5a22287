"""Answers to an offer, given through the actions as the pages do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import follow_links
from portal.jobs.actions import applying
from portal.jobs.models import Application, PublishedOffer
from portal.jobs.queries import applications as queries
from portal.jobs.queries.applications import OfferToAnswer
from portal.kernel import tokens
from portal.kernel.db import Database
from portal.organisations.scope import Actor
from tests.factories.house import House
from tests.factories.offers import actor_of, open_session, publish

EVERY_WAY = {"voice": "", "callback": "", "cv": "", "letter": "On écrit à ce poste."}
PHONE = "+33639981234"


@dataclass(frozen=True)
class Candidate:
    """Somebody with a link, and nothing else."""

    application_id: UUID
    token: str

    @property
    def actor(self) -> Actor:
        return Actor(holder=tokens.digest(self.token))


def open_offer(database: Database, house: House, **changes: Any) -> OfferToAnswer:
    """An offer the house publishes, as a candidate sees it."""
    with open_session(database, actor_of(house)) as session:
        offer_id = publish(session, actor_of(house), **({"ways": EVERY_WAY} | changes))
        session.commit()
    with database.session() as session:
        slug = session.scalar(
            select(PublishedOffer.slug).where(PublishedOffer.offer_id == offer_id)
        )
        assert slug
        return queries.get_offer(session, slug)


def begin(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    ways: Sequence[str] = ("voice",),
    locale: str = "fr",
) -> Candidate:
    """A draft just begun."""
    application, token = applying.start(session, Actor(), offer, settings, locale=locale, ways=ways)
    assert token == follow_links.token(settings, application.id, 1)
    return Candidate(application.id, token)


def send(
    session: Session,
    settings: Settings,
    offer: OfferToAnswer,
    *,
    ways: Sequence[str] = (),
    locale: str = "fr",
    phone: str = PHONE,
    email: str = "",
) -> Candidate:
    """An answer on its way: only a way to be reached."""
    someone = begin(session, settings, offer, ways, locale)
    applying.give_contact(session, someone.actor, someone.application_id, phone=phone, email=email)
    submit(session, someone, offer, locale=locale)
    return someone


def submit(
    session: Session, someone: Candidate, offer: OfferToAnswer, locale: str = "fr"
) -> Application:
    return applying.submit(
        session, someone.actor, someone.application_id, offer, locale=locale, consent="J’envoie."
    )
