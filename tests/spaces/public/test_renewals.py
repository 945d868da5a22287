"""One click keeps an offer on line: the link of the warning opens that, and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs import renewal_links
from portal.jobs.actions import offers as actions
from portal.jobs.enums import CloseReason
from portal.jobs.models import Offer, OfferEvent
from portal.jobs.renewal_links import Ticket
from portal.jobs.tasks.offers import end_offers
from portal.kernel.db import Database
from portal.organisations.enums import Standing
from portal.organisations.models import Membership, Organisation
from portal.people.models import Person
from tests.factories.house import House, build_house
from tests.factories.offers import actor_of, open_session, publish
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

START = datetime(2026, 11, 20, 10, tzinfo=UTC)
WARNED = START + timedelta(days=81)
BASE = "https://portail.example.org"


@pytest.fixture
def house(backstage: Session) -> House:
    built = build_house(backstage, "renewal")
    built.offer.expires_at = START + timedelta(days=3650)
    backstage.commit()
    return built


@pytest.fixture
def offer(database: Database, house: House) -> Offer:
    actor = actor_of(house)
    with time_machine.travel(START, tick=False), open_session(database, actor) as session:
        found = session.get_one(Offer, publish(session, actor))
        session.commit()
    return found


@pytest.fixture
def link(
    house: House,
    offer: Offer,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    settings: Settings,
) -> str:
    """The address in the warning the recruiter got."""
    with time_machine.travel(WARNED, tick=False):
        end_offers(0)
    run_jobs()
    recruiter = house.recruiter.id
    links = [message.link.removeprefix(BASE) for message in outbox.messages]
    known = {link: renewal_links.read(settings, _token(link)) for link in links}
    [own] = [link for link, ticket in known.items() if ticket and ticket.person_id == recruiter]
    return own


def _token(link: str) -> str:
    return link.rpartition("/")[2]


def _warned(session: Session) -> Offer:
    [found] = session.scalars(select(Offer).where(Offer.expiry_warned_at.is_not(None)))
    return found


def _now(backstage: Session, offer: Offer) -> Offer:
    backstage.rollback()
    return backstage.get_one(Offer, offer.id, populate_existing=True)


def test_one_button_keeps_the_offer_on_line(
    visitor: HtmxVisitor, offer: Offer, house: House, link: str, backstage: Session
) -> None:
    with time_machine.travel(WARNED, tick=False):
        page = visitor.get(link)
        assert offer.title in page.text
        assert "18 février 2027" in page.text
        assert not [a for a in page.find("a") if "/employer/" in (a.get("href") or "")]
        answer = visitor.fetch(link)
        assert answer.headers["Cache-Control"] == "no-store"
        done = visitor.submit(page.form(link))
        assert "C’est fait" in done.text
        kept = _now(backstage, offer)
        assert kept.expires_at == WARNED + timedelta(days=90)
        assert kept.expiry_warned_at is None
        visitor.submit(page.form(link))
        assert _now(backstage, offer).expires_at == WARNED + timedelta(days=90)
        lines = backstage.scalars(
            select(OfferEvent).where(OfferEvent.offer_id == offer.id, OfferEvent.kind == "renewed")
        ).all()
        assert [line.person_name for line in lines] == [house.recruiter.display_name]
        # It opened nothing else.
        visitor.get(f"/employer/{house.slug}/offers/{offer.id}", expect=404)


def _close(database: Database, house: House, reason: CloseReason) -> None:
    actor = actor_of(house)
    with open_session(database, actor) as session:
        actions.close_offer(session, actor, _warned(session).id, reason)
        session.commit()


def test_the_link_of_an_offer_that_is_over_says_so(
    visitor: HtmxVisitor, database: Database, offer: Offer, house: House, link: str
) -> None:
    with time_machine.travel(WARNED, tick=False):
        form = visitor.get(link).form(link)
        _close(database, house, CloseReason.FILLED)
        assert visitor.submit(form).heading == "Offre fermée"
    # Long after: the mail lies there still.
    with time_machine.travel(WARNED + timedelta(days=200), tick=False):
        page = visitor.get(link)
        assert page.heading == "Offre fermée"
        assert "fermée depuis le 9 février 2027" in page.text
        assert not [one for one in page.find("form") if "renew" in (one.get("action") or "")]


def test_an_offer_is_copied_by_who_signs_in_first(
    visitor: HtmxVisitor,
    signed_in: Callable[[Person], HtmxVisitor],
    database: Database,
    offer: Offer,
    house: House,
    link: str,
) -> None:
    with time_machine.travel(WARNED, tick=False):
        _close(database, house, CloseReason.EXPIRED)
        own = f"/employer/{house.slug}/offers/{offer.id}"
        asked = visitor.click(visitor.get(link), "Voir l’offre pour la copier")
        assert asked.heading == "Se connecter"
        assert own in unquote(asked.form(name="address").action)
        visitor.get(own, expect=404)
        recruiter = signed_in(house.recruiter)
        seen = recruiter.click(recruiter.get(link), "Voir l’offre pour la copier")
        draft = recruiter.submit(seen.form(f"/employer/{house.slug}/offers/new"))
        assert draft.heading == "Le poste"


@pytest.mark.parametrize("reason", CloseReason)
def test_a_stranger_who_holds_the_link_learns_the_day_and_no_more(
    visitor: HtmxVisitor, database: Database, house: House, link: str, reason: CloseReason
) -> None:
    """Why it ended, and whether anybody answered, is the structure's."""
    with time_machine.travel(WARNED, tick=False):
        _close(database, house, reason)
        main = words(visitor.get(link).one("main"))
    for said in (reason.label.lower(), "pourvu", "annul", "candidature"):
        assert said not in main.lower()
    assert house.recruiter.display_name not in main


def test_an_offer_whose_time_is_over_is_over_before_the_round_has_passed(
    visitor: HtmxVisitor, backstage: Session, offer: Offer, link: str
) -> None:
    with time_machine.travel(START + timedelta(days=90, minutes=1), tick=False):
        assert "fermée depuis le 18 février 2027" in visitor.get(link).text
        assert _now(backstage, offer).state == "published"
        end_offers(0)
        assert "fermée depuis le 18 février 2027" in visitor.get(link).text


def test_an_old_link_of_an_offer_kept_since_says_until_when(
    visitor: HtmxVisitor, database: Database, house: House, link: str, backstage: Session
) -> None:
    with time_machine.travel(WARNED, tick=False):
        visitor.submit(visitor.get(link).form(link))
    with time_machine.travel(START + timedelta(days=91), tick=False):
        page = visitor.get(link)
        assert "reste en ligne jusqu’au" in page.text
        assert not [one for one in page.find("form") if "renew" in (one.get("action") or "")]


def test_a_link_does_not_renew_twice(
    visitor: HtmxVisitor, offer: Offer, link: str, backstage: Session
) -> None:
    with time_machine.travel(WARNED, tick=False):
        form = visitor.get(link).form(link)
        visitor.submit(form)
    # Longer ago than what two clicks of one person take.
    _now(backstage, offer).renewed_at = WARNED - timedelta(hours=2)
    backstage.commit()
    with time_machine.travel(WARNED + timedelta(minutes=20), tick=False):
        visitor.submit(form)
    assert _now(backstage, offer).expires_at == WARNED + timedelta(days=90)


@pytest.mark.parametrize("change", ["letter", "cut", "longer", "other"])
def test_a_link_that_was_changed_opens_nothing(
    visitor: HtmxVisitor,
    settings: Settings,
    house: House,
    offer: Offer,
    link: str,
    change: str,
) -> None:
    token = _token(link)
    known = renewal_links.read(settings, token)
    assert known is not None
    # The signature of this offer under the name of another one of the same structure.
    other = renewal_links.token(settings, Ticket(**{**vars(known), "offer_id": house.offer.id}))
    changed = {
        "letter": ("B" if token[0] == "A" else "A") + token[1:],
        "cut": token[:-2],
        "longer": token + "AA",
        "other": other[:-27] + token[-27:],
    }[change]
    with time_machine.travel(WARNED, tick=False):
        visitor.get(f"/renew/{token}")
        visitor.get(f"/renew/{changed}", expect=404)


@pytest.mark.parametrize("why", ["left", "writer", "suspended", "left closed", "paused"])
def test_a_link_follows_what_became_of_its_people_and_its_offer(
    visitor: HtmxVisitor, database: Database, house: House, link: str, backstage: Session, why: str
) -> None:
    member = backstage.scalars(
        select(Membership).where(
            Membership.organisation_id == house.structure.id,
            Membership.person_id == house.recruiter.id,
        )
    ).one()
    if why.startswith("left"):
        backstage.delete(member)
    elif why == "writer":
        member.role = "writer"  # type: ignore[assignment]  # as it is kept
    elif why == "suspended":
        backstage.get_one(Organisation, house.structure.id).standing = Standing.SUSPENDED
    backstage.commit()
    actor = actor_of(house)
    with time_machine.travel(WARNED, tick=False), open_session(database, actor) as session:
        offer = _warned(session)
        if why.endswith("closed"):
            actions.close_offer(session, actor, offer.id, CloseReason.FILLED)
        elif why == "paused":
            actions.pause_offer(session, actor, offer.id)
        session.commit()
    with time_machine.travel(WARNED, tick=False):
        visitor.get(link, expect=404)


def test_a_link_of_one_house_reaches_no_other(
    visitor: HtmxVisitor, settings: Settings, house: House, offer: Offer, backstage: Session
) -> None:
    """Even signed, an offer under the name of another structure is nothing."""
    other = build_house(backstage, "neighbour")
    backstage.commit()
    ticket = Ticket(other.structure.id, offer.id, other.recruiter.id, START + timedelta(days=90))
    with time_machine.travel(WARNED, tick=False):
        visitor.get(f"/renew/{renewal_links.token(settings, ticket)}", expect=404)
