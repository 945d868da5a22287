"""Asking for a structure: SIRET, federation of the region, what it may do while it waits."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Standing
from portal.organisations.models import Membership, Organisation
from portal.people.models import Person
from tests.factories.people import make_organisation
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Browsers = Callable[[Person], HtmxVisitor]
SIRET = "732 829 320 00074"
NEW = "/account/structures/new"


def _ask(visitor: HtmxVisitor, expect: int = 200, **changes: str) -> Answer:
    values = {
        "name": "L’Escale du Bœuf",
        "siret": SIRET,
        "structure_type": "chrs",
        "department": "93",
        "contact_email": "contact@example.org",
        **changes,
    }
    return visitor.submit(visitor.get(NEW).form(NEW), expect=expect, **values)


def test_a_structure_waits_for_the_federation_of_its_region(
    signed_in: Browsers,
    awa: Person,
    region: Region,
    run_jobs: Callable[[], None],
    outbox: Outbox,
    backstage: Session,
) -> None:
    page = _ask(signed_in(awa))
    assert "Votre fédération doit valider la structure" in page.text
    found = backstage.scalars(select(Organisation).where(Organisation.siret.is_not(None))).one()
    assert found.slug == "l-escale-du-boeuf"
    assert (found.standing, found.region) == (Standing.PENDING, "11")
    assert found.federation_id == region.federation.id
    assert found.siret == "73282932000074"
    mine = backstage.scalars(select(Membership).where(Membership.person_id == awa.id)).one()
    assert mine.role == "administrator"
    run_jobs()
    assert "L’Escale du Bœuf" in outbox.to("claire@example.org")[-1].text
    assert not outbox.to("yves@example.org")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("siret", "732 829 320 00075"),
        ("siret", "12"),
        ("structure_type", ""),
        ("department", ""),
        ("contact_email", "nothing"),
        ("contact_phone", "12"),
        ("website", "ftp://example.org"),
        ("website", "https://["),
        ("name", " "),
        ("department", "69"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    signed_in: Browsers, awa: Person, region: Region, field: str, typed: str, backstage: Session
) -> None:
    page = _ask(signed_in(awa), expect=422, **{field: typed})
    named = "federation" if typed == "69" else field
    assert page.by_id(f"{named}-error") is not None
    assert (
        backstage.scalars(select(Organisation).where(Organisation.siret.is_not(None))).all() == []
    )


def test_another_federation_may_be_named(
    signed_in: Browsers, awa: Person, region: Region, backstage: Session
) -> None:
    _ask(signed_in(awa), department="69", federation=str(region.federation.id))
    found = backstage.scalars(select(Organisation).where(Organisation.siret.is_not(None))).one()
    assert found.region == "84"


def test_a_number_already_known_tells_nothing_and_shuts_nobody_out(
    signed_in: Browsers, awa: Person, region: Region, backstage: Session
) -> None:
    """SE-26: whoever asks first with another's SIRET does not keep the true one away."""
    first, second = signed_in(awa), signed_in(region.writer)
    one = _ask(first)
    other = _ask(second)
    assert one.heading == other.heading
    slugs = backstage.scalars(
        select(Organisation.slug).where(Organisation.siret.is_not(None)).order_by(Organisation.slug)
    ).all()
    assert list(slugs) == ["l-escale-du-boeuf", "l-escale-du-boeuf-2"]


def test_requests_are_limited(signed_in: Browsers, awa: Person, region: Region) -> None:
    visitor = signed_in(awa)
    for _ in range(5):
        _ask(visitor)
    assert int(_ask(visitor, expect=429).headers["Retry-After"]) > 0


def test_nobody_vouches_for_themselves(
    database: Database, backstage: Session, awa: Person, region: Region
) -> None:
    """The last wall: even a forgotten check in the code does not admit a structure."""
    pending = make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "Fausse",
        standing=Standing.PENDING,
        federation=region.federation,
    )
    inside = Reach(person_id=awa.id, organisation_id=pending.id, organisation_kind="structure")
    with database.session(inside) as session:
        session.get_one(Organisation, pending.id).standing = Standing.ADMITTED
        with pytest.raises(IntegrityError):
            session.flush()
    forged = Organisation(
        id=uuid4(),
        kind="structure",
        slug="forged",
        name="Forged",
        standing="admitted",
        requested_by=awa.id,
        created_at=pending.created_at,
    )
    with database.session(Reach(person_id=awa.id)) as session:
        session.add(forged)
        with pytest.raises(Exception, match="row-level security"):
            session.flush()
