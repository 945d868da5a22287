"""A federation vouches for structures, or stops, and says why."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.people.models import Person
from tests.factories.house import build_house
from tests.factories.people import make_organisation, make_person
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

Browsers = Callable[[Person], HtmxVisitor]
Jobs = Callable[[], None]
HOME = "/federation/fas-test"
SIRET = "73282932000074"


@pytest.fixture
def pending(backstage: Session, settings: Settings, region: Region) -> Organisation:
    """A structure whose director waits."""
    director = make_person(backstage, settings, "Léa", "lea@example.org")
    return make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "Escale",
        standing=Standing.PENDING,
        federation=region.federation,
        siret=SIRET,
        members=[(director, Role.ADMINISTRATOR)],
    )


def _page(visitor: HtmxVisitor, structure: Organisation) -> Answer:
    return visitor.get(f"{HOME}/structures/{structure.id}")


def _suspend(visitor: HtmxVisitor, structure: Organisation, reason: str, expect: int) -> Answer:
    form = _page(visitor, structure).form(f"{HOME}/structures/{structure.id}/suspend")
    return visitor.submit(form, reason=reason, expect=expect)


def test_what_waits_comes_first(signed_in: Browsers, region: Region, pending: Organisation) -> None:
    home = signed_in(region.officer).get(HOME)
    assert "Escale" in home.text
    assert "1 structure validée" in home.text


def test_the_name_of_a_structure_keeps_its_own_direction(
    signed_in: Browsers, region: Region, pending: Organisation
) -> None:
    page = signed_in(region.officer).get(f"{HOME}/structures/{pending.id}?lang=ps")
    [name] = page.one("h1").iter("bdi")
    assert words(name) == "Escale"


def test_admitting_tells_whoever_asked(
    signed_in: Browsers,
    region: Region,
    pending: Organisation,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
) -> None:
    officer = signed_in(region.officer)
    form = _page(officer, pending).form(f"{HOME}/structures/{pending.id}/admit")
    officer.submit(form)
    backstage.refresh(pending)
    assert pending.standing == Standing.ADMITTED
    assert pending.admitted_at is not None
    run_jobs()
    message = outbox.to("lea@example.org")[-1]
    assert "validée" in message.subject
    assert message.link == "https://portail.example.org/employer/escale"


def test_refusing_needs_a_reason_that_is_passed_on(
    signed_in: Browsers,
    region: Region,
    pending: Organisation,
    run_jobs: Jobs,
    outbox: Outbox,
) -> None:
    officer = signed_in(region.officer)
    assert _suspend(officer, pending, " ", 422).by_id("reason-error") is not None
    _suspend(officer, pending, "Ce numéro est celui d’une autre association.", 200)
    run_jobs()
    assert "autre association" in outbox.to("lea@example.org")[-1].text


def test_two_structures_with_one_number(
    signed_in: Browsers, region: Region, pending: Organisation, backstage: Session
) -> None:
    twin = make_organisation(
        backstage,
        OrganisationKind.STRUCTURE,
        "Jumelle",
        standing=Standing.PENDING,
        federation=region.federation,
        siret=SIRET,
    )
    officer = signed_in(region.officer)
    page = _page(officer, pending)
    assert "Jumelle" in page.text
    officer.submit(page.form(f"{HOME}/structures/{pending.id}/admit"))
    refused = officer.submit(
        _page(officer, twin).form(f"{HOME}/structures/{twin.id}/admit"), expect=409
    )
    assert "porte ce SIRET" in refused.text


def test_an_assistant_sees_and_decides_nothing(
    signed_in: Browsers, region: Region, pending: Organisation
) -> None:
    assistant = signed_in(region.assistant)
    page = _page(assistant, pending)
    assert "Valider" not in page.text
    token = dict(assistant.get("/account").form("/account/name").data({}))["csrf_token"]
    for verb in ("admit", "suspend"):
        answer = assistant.fetch(
            f"{HOME}/structures/{pending.id}/{verb}", "POST", data={"csrf_token": token}
        )
        assert answer.status_code == 403


def test_another_federations_structure_is_nothing_here(
    signed_in: Browsers, region: Region, backstage: Session
) -> None:
    theirs = build_house(backstage, "theirs")
    backstage.commit()
    officer = signed_in(region.officer)
    officer.get(f"{HOME}/structures/{theirs.structure.id}", expect=404)
    officer.get(f"{HOME}/structures/{uuid4()}", expect=404)
    assert "Structure theirs" not in officer.get(f"{HOME}/structures").text


def test_a_suspended_federation_vouches_for_nobody(
    signed_in: Browsers, region: Region, pending: Organisation, backstage: Session
) -> None:
    region.federation.standing = Standing.SUSPENDED
    region.federation.standing_reason = "En sommeil"
    backstage.add(region.federation)
    backstage.commit()
    officer = signed_in(region.officer)
    assert "En sommeil" in officer.get(HOME).text
    assert "Valider la structure" not in _page(officer, pending).text


def test_suspending_pauses_what_is_online(
    signed_in: Browsers, region: Region, backstage: Session
) -> None:
    house = build_house(backstage, "ours", "OURS")
    house.structure.federation_id = region.federation.id
    backstage.commit()
    officer = signed_in(region.officer)
    _suspend(officer, house.structure, "Offre trompeuse", 200)
    backstage.expire_all()
    assert house.offer.state == "paused"
    online = backstage.scalars(
        select(Organisation.standing).where(Organisation.id == house.structure.id)
    ).one()
    assert online == Standing.SUSPENDED
    assert "OURS" not in officer.get(f"{HOME}/structures/{house.structure.id}").text


def test_late_answers_are_counts(signed_in: Browsers, region: Region, backstage: Session) -> None:
    house = build_house(backstage, "ours", "OURS")
    house.structure.federation_id = region.federation.id
    house.application.answer_due_on = clock.today().replace(year=2020)
    backstage.commit()
    officer = signed_in(region.officer)
    home = officer.get(HOME)
    assert "1 personne attend une réponse après la date promise" in home.text
    assert "1 réponse en retard" in officer.get(f"{HOME}/structures").text
    assert "OURS" not in home.text
