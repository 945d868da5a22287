"""The host association: federations, dated rules, audit, state of the service."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, nomenclatures
from portal.kernel.models import NomenclatureEntry
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Organisation
from portal.people.models import Person
from tests.factories.people import make_organisation, make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox

Browsers = Callable[[Person], HtmxVisitor]
Jobs = Callable[[], None]


@pytest.fixture
def samuel(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Samuel", "samuel@example.org")


@pytest.fixture
def ines(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Inès", "ines@example.org")


@pytest.fixture
def livia(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Livia", "livia@example.org")


@pytest.fixture
def host(backstage: Session, samuel: Person, ines: Person, region: Region) -> Organisation:
    """The association, which Samuel administers and Inès watches over."""
    return make_organisation(
        backstage,
        OrganisationKind.OPERATOR,
        "Association hôte",
        members=[(samuel, Role.ADMINISTRATOR), (ines, Role.WRITER)],
    )


def test_a_federation_is_opened_and_its_first_administrator_joins(
    signed_in: Browsers,
    host: Organisation,
    samuel: Person,
    livia: Person,
    run_jobs: Jobs,
    outbox: Outbox,
) -> None:
    operator = signed_in(samuel)
    form = operator.get("/operator/federations/new").form("/operator/federations/new")
    operator.submit(form, name="FAS Corse", region="94", address="livia@example.org")
    run_jobs()
    link = outbox.to("livia@example.org")[-1].link.removeprefix("https://portail.example.org")
    newcomer = signed_in(livia)
    joined = newcomer.submit(newcomer.get(link).form(link), display_name="Livia")
    assert joined.url == "/federation/fas-corse/team"
    home = newcomer.get("/federation/fas-corse")
    assert home.heading == "Aujourd’hui"
    assert "suspendue" not in home.text
    operator.get("/federation/fas-corse", expect=404)


def test_a_federation_is_suspended_and_admitted_again(
    signed_in: Browsers,
    host: Organisation,
    samuel: Person,
    region: Region,
    run_jobs: Jobs,
    outbox: Outbox,
) -> None:
    operator = signed_in(samuel)
    address = f"/operator/federations/{region.federation.id}"
    page = operator.get(address)
    operator.submit(page.form(f"{address}/suspend"), reason="", expect=422)
    page = operator.submit(page.form(f"{address}/suspend"), reason="Fusion en cours")
    assert "Suspendue" in page.text
    page = operator.submit(page.form(f"{address}/admit"))
    assert "Suspendue" not in page.text
    run_jobs()
    assert "Fusion en cours" in outbox.to("claire@example.org")[0].text


def test_a_structure_is_not_the_operators_affair(
    signed_in: Browsers, host: Organisation, samuel: Person, region: Region
) -> None:
    operator = signed_in(samuel)
    operator.get(f"/operator/federations/{region.structure.id}", expect=404)
    operator.get("/employer/la-halte/team", expect=404)


def test_a_rule_is_corrected_without_a_release(
    signed_in: Browsers, host: Organisation, samuel: Person, backstage: Session
) -> None:
    operator = signed_in(samuel)
    entry = backstage.scalars(
        select(NomenclatureEntry).where(
            NomenclatureEntry.scheme == "structure_type", NomenclatureEntry.code == "chrs"
        )
    ).one()
    address = f"/operator/nomenclatures/entries/{entry.id}"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    form = operator.get(address).form(address)
    operator.submit(form, label="Centre d’hébergement (CHRS)", valid_to=yesterday)
    backstage.expire_all()
    codes = [line.code for line in nomenclatures.entries(backstage, "structure_type")]
    assert "chrs" not in codes
    assert nomenclatures.label_of(backstage, "structure_type", "chrs").startswith("Centre d’héb")
    assert "Finie" in operator.get("/operator/nomenclatures/structure_type").text


def test_a_start_nobody_knows_is_not_a_date(
    signed_in: Browsers, host: Organisation, samuel: Person
) -> None:
    page = signed_in(samuel).get("/operator/nomenclatures/collective_agreement")
    assert "Début non connu" in page.text
    assert "1900" not in page.text


def test_a_new_period_of_a_known_code(
    signed_in: Browsers, host: Organisation, samuel: Person, backstage: Session
) -> None:
    operator = signed_in(samuel)
    address = "/operator/nomenclatures/structure_type/new"
    form = operator.get(address).form(address)
    values: dict[str, Any] = {
        "code": "chrs",
        "label": "CHRS",
        "source": "Loi à venir",
        "rule": '{"places": 3}',
    }
    operator.submit(form, **values, valid_from="2030-01-01")
    found = backstage.scalars(
        select(NomenclatureEntry).where(NomenclatureEntry.valid_from == date(2030, 1, 1))
    ).one()
    assert found.data == {"places": 3}
    twice = operator.submit(form, **values, valid_from="2030-01-01", expect=422)
    assert twice.by_id("valid_from-error") is not None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code", "été !"),
        ("label", " "),
        ("source", ""),
        ("valid_from", "hier"),
        ("valid_to", "1999-01-01"),
        ("rule", "[1]"),
        ("rule", "{"),
    ],
)
def test_what_is_wrong_in_a_rule_is_said(
    signed_in: Browsers, host: Organisation, samuel: Person, field: str, typed: str
) -> None:
    operator = signed_in(samuel)
    address = "/operator/nomenclatures/structure_type/new"
    values: dict[str, Any] = {
        "code": "x",
        "label": "X",
        "source": "S",
        "valid_from": "2030-01-01",
        field: typed,
    }
    page = operator.submit(operator.get(address).form(address), **values, expect=422)
    assert page.by_id(f"{field}-error") is not None


def test_who_watches_changes_nothing(
    signed_in: Browsers, host: Organisation, ines: Person, region: Region, backstage: Session
) -> None:
    watcher = signed_in(ines)
    for path in ("", "/federations", "/nomenclatures", "/nomenclatures/region", "/audit", "/team"):
        watcher.get(f"/operator{path}")
    entry = backstage.scalars(select(NomenclatureEntry.id)).first()
    for path in ("federations/new", "nomenclatures/region/new", f"nomenclatures/entries/{entry}"):
        watcher.get(f"/operator/{path}", expect=403)
    page = watcher.get(f"/operator/federations/{region.federation.id}")
    assert "Suspendre" not in page.text


def test_the_audit_says_what_was_done_and_not_what_was_written(
    signed_in: Browsers, host: Organisation, samuel: Person, region: Region
) -> None:
    operator = signed_in(samuel)
    address = f"/operator/federations/{region.federation.id}"
    page = operator.get(address)
    operator.submit(page.form(f"{address}/suspend"), reason="Secret de famille")
    audit = operator.get("/operator/audit")
    assert "organisation.suspended" in audit.text
    assert "Secret de famille" not in audit.text
    filtered = operator.submit(audit.form(name="action"), action="organisation.suspended")
    assert filtered.url == "/operator/audit?action=organisation.suspended"
    operator.get("/operator/audit?action=%00")


def test_the_service_page_counts(
    signed_in: Browsers, host: Organisation, samuel: Person, visitor: HtmxVisitor
) -> None:
    visitor.submit(visitor.get("/sign-in").form("/sign-in"), address="x@example.org")
    page = signed_in(samuel).get("/operator")
    assert page.heading == "État du service"
    assert "En attente" in page.text
    assert "x@example.org" not in page.text
