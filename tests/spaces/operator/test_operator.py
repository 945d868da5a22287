"""The host association: federations, dated rules, audit, state of the service."""

import re
from ast import Call, Constant, parse, walk
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.jobs.enums import OfferEventKind
from portal.kernel import audit, clock, nomenclatures
from portal.kernel.audit import FORGOTTEN
from portal.kernel.models import NomenclatureEntry
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Organisation
from portal.people.models import Person
from portal.spaces.operator.audit import words
from portal.trainings.enums import TrainingEventKind
from tests.factories.people import make_organisation, make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.tree import PORTAL

Browsers = Callable[[Person], HtmxVisitor]
Jobs = Callable[[], None]
_CODE = re.compile(r"[a-z_]+\.[a-z_]+")


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


def test_a_rule_that_holds_an_address_is_still_a_rule(
    signed_in: Browsers, host: Organisation, samuel: Person, backstage: Session
) -> None:
    operator = signed_in(samuel)
    address = "/operator/nomenclatures/structure_type/new"
    values: dict[str, Any] = {
        "code": "x",
        "label": "X",
        "source": "S",
        "valid_from": "2030-01-01",
    }
    rule = '{"places": 3, "url": "https://example.org/x"}'
    operator.submit(operator.get(address).form(address), **values, rule=rule)
    entry = backstage.scalars(select(NomenclatureEntry).where(NomenclatureEntry.code == "x")).one()
    page = f"/operator/nomenclatures/entries/{entry.id}"
    operator.submit(operator.get(page).form(page), label="Y")
    backstage.refresh(entry)
    assert (entry.label, entry.data) == ("Y", {"places": 3, "url": "https://example.org/x"})
    # A new line of this scheme may hold a rule too.
    operator.get(address).form(name="rule")


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
        ("rule", '{"url": "https://["}'),
        ("rule", '{"n": 1e999}'),
        ("rule", '{"n": NaN}'),
        ("rule", '{"n": "\\u0000"}'),
        ("rule", '{"n": "\\ud800"}'),
        ("rule", '{"n": ' + "[" * 3000 + "]" * 900 + "}"),
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
    journal = operator.get("/operator/audit")
    assert "Organisation suspendue" in journal.text
    assert "organisation.suspended" not in journal.text
    assert "Secret de famille" not in journal.text
    filtered = operator.submit(journal.form(name="action"), action="organisation.suspended")
    assert filtered.url == "/operator/audit?action=organisation.suspended"
    assert "Organisation suspendue" in filtered.text
    operator.get("/operator/audit?action=%00")


def test_a_corrected_rule_is_named_in_the_audit_and_an_id_is_not(
    signed_in: Browsers, host: Organisation, samuel: Person, backstage: Session
) -> None:
    stray = str(uuid4())
    common: dict[str, Any] = {"organisation_id": host.id, "person_id": samuel.id}
    audit.record(backstage, "nomenclature.amended", **common, subject="region:11")
    audit.record(backstage, "member.joined", **common, subject=stray)
    audit.record(backstage, "of.another_release", **common)
    backstage.commit()
    page = signed_in(samuel).get("/operator/audit")
    assert page.link("region") == "/operator/nomenclatures/region"
    assert "Personne arrivée dans une équipe" in page.text
    assert "Autre action" in page.text
    for code in (stray, "member.joined", "of.another_release"):
        assert code not in page.text


def test_every_action_of_the_audit_has_its_words() -> None:
    """Each code some action writes, found in the code itself."""
    written = {f"offer.{kind.value}" for kind in OfferEventKind} | set(_codes())
    written |= {f"training.{kind.value}" for kind in TrainingEventKind}
    assert len(written) > 50
    other = words.label("of.another_release")
    assert [code for code in sorted(written) if words.label(code) == other] == []
    assert sorted(words.ACTIONS) == sorted(code for code in words.ACTIONS if code in written)


def _codes() -> Iterator[str]:
    """What calls of `record`, `_record`, `_note` and of the interviews' `note` name."""
    yield FORGOTTEN
    for path in (one for one in PORTAL.rglob("*.py") if "actions" in {*one.parts, one.stem}):
        is_interview = path.parent.name == "interviews"
        for call in (node for node in walk(parse(path.read_text())) if isinstance(node, Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for text in (one.value for one in walk(call) if isinstance(one, Constant)):
                if is_interview and name == "note" and isinstance(text, str):
                    yield f"interview.{text}"
                elif name in {"record", "_record", "_note"} and _CODE.fullmatch(str(text)):
                    yield str(text)


def test_the_service_page_counts(
    signed_in: Browsers, host: Organisation, samuel: Person, visitor: HtmxVisitor
) -> None:
    visitor.submit(visitor.get("/sign-in").form("/sign-in"), address="x@example.org")
    page = signed_in(samuel).get("/operator")
    assert page.heading == "État du service"
    assert "En attente" in page.text
    assert "x@example.org" not in page.text


def test_the_address_of_a_tool_is_written_checked_and_shown(
    signed_in: Browsers,
    host: Organisation,
    samuel: Person,
    visitor: HtmxVisitor,
    backstage: Session,
) -> None:
    operator, anybody = signed_in(samuel), visitor
    opens = "s’ouvre sur un autre site"
    assert opens not in anybody.get("/tools/mon-gps").text
    assert "tool_link" in operator.get("/operator/nomenclatures").text
    entry = backstage.scalars(
        select(NomenclatureEntry).where(
            NomenclatureEntry.scheme == "tool_link", NomenclatureEntry.code == "mon-gps"
        )
    ).one()
    assert entry.data == {"url": ""}
    address = f"/operator/nomenclatures/entries/{entry.id}"
    said: dict[str, Any] = {"label": "Mon GPS", "source": "Le site", "checked_on": "2026-11-29"}
    page = operator.get(address)
    assert "JSON" not in page.text
    for wrong in ("http://outil.example.org", "https://nowhere", "outil.example.org"):
        form = operator.get(address).form(address)
        page = operator.submit(form, **said, address=wrong, expect=422)
        assert "commence par https://" in page.text
    form = operator.get(address).form(address)
    operator.submit(form, **said, address="https://www.outil.example.org/gps")
    page = anybody.get("/tools/mon-gps")
    (link,) = [one for one in page.find("a") if "outil.example.org" in (one.get("href") or "")]
    assert (link.get("rel"), link.get("target")) == ("noopener noreferrer", "_blank")
    assert "Mon GPS – outil.example.org" in page.text
    assert opens in page.text
    assert "29 novembre 2026" in page.text
    assert opens not in anybody.get("/tools/esper").text
