"""The team of a structure: invitations, roles, departures."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, delivery
from portal.kernel.db import Database, Reach
from portal.organisations.actions import members
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.errors import LastAdministrator
from portal.organisations.models import Invitation, Membership
from portal.organisations.queries import enter
from portal.organisations.scope import Actor
from portal.people.models import Person
from tests.factories.people import make_person
from tests.spaces.conftest import Region
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor
from tests.support.outbox import Outbox
from tests.support.page import words

Browsers = Callable[[Person], HtmxVisitor]
Jobs = Callable[[], None]
TEAM = "/employer/la-halte/team"
LEA = "lea@example.org"


def _invite(visitor: HtmxVisitor, address: str = LEA, role: str = "recruiter") -> Answer:
    return visitor.submit(visitor.get(TEAM).form(f"{TEAM}/invitations"), address=address, role=role)


def _link(outbox: Outbox, to: str = LEA) -> str:
    return outbox.to(to)[-1].link.removeprefix("https://portail.example.org")


def test_somebody_invited_signs_up_and_joins(
    signed_in: Browsers,
    new_visitor: Callable[..., HtmxVisitor],
    region: Region,
    run_jobs: Jobs,
    outbox: Outbox,
    backstage: Session,
) -> None:
    director = signed_in(region.director)
    page = _invite(director)
    assert "L’invitation est partie" in page.text
    assert "l•••@example.org" in page.text
    run_jobs()
    message = outbox.to(LEA)[-1]
    assert "Nadia" in message.text
    assert "La Halte" in message.subject
    lea, link = new_visitor(), _link(outbox)
    seen = lea.get(link)
    assert "Nadia vous invite" in seen.text
    sign_in_page = lea.click(seen, "Se connecter pour rejoindre")
    waiting = lea.submit(sign_in_page.form(name="address"), address=LEA)
    run_jobs()
    code = outbox.to(LEA)[-1].text.split()[3].strip(".")
    joining = lea.submit(waiting.form(name="code"), code=code)
    assert joining.heading == "Rejoindre une équipe"
    lea.submit(joining.form(link), display_name="Léa")
    member = backstage.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.display_name == "Léa")
    ).one()
    assert member.role == Role.RECRUITER
    assert "Léa" in director.get(TEAM).text


def test_whoever_invites_sees_that_the_message_did_not_arrive(
    signed_in: Browsers,
    region: Region,
    run_jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    director = signed_in(region.director)
    _invite(director, "alive@example.org")
    assert "n’est pas arrivé" not in _invite(director, "dead@example.org").text

    def deliver(_: object, address: str, *__: object) -> None:
        if address.startswith("dead"):
            raise delivery.DeadAddressError

    monkeypatch.setattr(delivery.OutboxTransport, "deliver", deliver)
    run_jobs()
    page = director.get(TEAM)
    warned = [panel for panel in page.find("li") if "n’est pas arrivé" in words(panel)]
    assert len(warned) == 1
    assert "d•••@example.org" in words(warned[0])


@pytest.fixture
def link(signed_in: Browsers, region: Region, run_jobs: Jobs, outbox: Outbox) -> str:
    """The link of an invitation sent to Léa."""
    _invite(signed_in(region.director))
    run_jobs()
    return _link(outbox)


@pytest.fixture
def lea(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Léa", LEA)


def test_an_invitation_is_used_once(signed_in: Browsers, link: str, lea: Person) -> None:
    visitor = signed_in(lea)
    form = visitor.get(link).form(link)
    visitor.submit(form, display_name="Léa")
    again = visitor.submit(form, display_name="Léa", expect=410)
    assert "n’est plus valable" in again.text
    visitor.get(link, expect=410)


def test_an_invitation_expires(signed_in: Browsers, link: str, lea: Person) -> None:
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        visitor = signed_in(lea)
        assert "n’est plus valable" in visitor.get(link, expect=410).text


def test_an_invitation_is_revoked(
    signed_in: Browsers, region: Region, link: str, lea: Person, backstage: Session
) -> None:
    director = signed_in(region.director)
    invitation = backstage.scalars(select(Invitation.id)).one()
    page = director.get(TEAM)
    director.submit(page.form(f"{TEAM}/invitations/{invitation}/revoke"))
    signed_in(lea).get(link, expect=410)


def test_a_forwarded_invitation_opens_nothing(
    signed_in: Browsers, link: str, backstage: Session, settings: Settings
) -> None:
    eve = make_person(backstage, settings, "Eve", "eve@example.org")
    visitor = signed_in(eve)
    page = visitor.get(link)
    assert "attend un autre moyen de contact" in page.text
    assert LEA not in page.text
    token = (
        page.one("input", name="csrf_token").get("value")
        if page.find("input", name="csrf_token")
        else _token(visitor)
    )
    answer = visitor.fetch(link, "POST", data={"csrf_token": token, "display_name": "Eve"})
    assert answer.status_code == 403
    members_ = select(func.count()).where(Membership.person_id == eve.id)
    assert backstage.scalar(members_) == 0


def _token(visitor: HtmxVisitor) -> str:
    return dict(visitor.get("/account").form("/account/name").data({}))["csrf_token"]  # type: ignore[return-value]  # a text field


def test_a_link_nobody_sent_is_nothing(visitor: HtmxVisitor) -> None:
    visitor.get("/invitations/" + "a" * 32, expect=404)


def test_two_browsers_accepting_at_once_join_once(
    signed_in: Browsers, link: str, lea: Person, backstage: Session
) -> None:
    visitors = [signed_in(lea), signed_in(lea)]
    forms = [visitor.get(link).form(link) for visitor in visitors]
    start = Barrier(2)

    def post(number: int) -> int:
        data = dict(forms[number].data({"display_name": "Léa"}))
        start.wait()
        return visitors[number].fetch(link, "POST", data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(post, range(2)))
    assert statuses == [302, 410]
    rows = select(func.count()).where(Membership.person_id == lea.id)
    assert backstage.scalar(rows) == 1


def _change(visitor: HtmxVisitor, person_id: UUID, role: str, expect: int = 200) -> Answer:
    page = visitor.get(f"{TEAM}/members/{person_id}")
    return visitor.submit(page.form(f"{TEAM}/members/{person_id}/role"), role=role, expect=expect)


def test_a_role_counts_from_the_next_request(signed_in: Browsers, region: Region) -> None:
    director, writer = signed_in(region.director), signed_in(region.writer)
    writer.get(f"{TEAM}/members/{region.recruiter.id}", expect=403)
    _change(director, region.writer.id, "administrator")
    page = writer.get(f"{TEAM}/members/{region.recruiter.id}")
    _change(director, region.writer.id, "writer")
    refused = writer.submit(page.form(f"{TEAM}/members/{region.recruiter.id}/remove"), expect=403)
    assert "rôle" in refused.text


def test_who_is_removed_is_a_stranger_at_the_next_request(
    signed_in: Browsers, region: Region
) -> None:
    director, recruiter = signed_in(region.director), signed_in(region.recruiter)
    recruiter.get(TEAM)
    page = director.get(f"{TEAM}/members/{region.recruiter.id}")
    director.submit(page.form(f"{TEAM}/members/{region.recruiter.id}/remove"))
    recruiter.get(TEAM, expect=404)


def test_the_last_administrator_stays(signed_in: Browsers, region: Region) -> None:
    director = signed_in(region.director)
    refused = _change(director, region.director.id, "writer", expect=409)
    assert "au moins une personne" in refused.text
    form = director.get(TEAM).form(f"{TEAM}/members/{region.director.id}/remove")
    director.submit(form, expect=409)


def test_two_administrators_removing_each_other_leave_one(
    database: Database, region: Region, backstage: Session
) -> None:
    """Two connections: the second waits for the first, then sees that it would be the last."""
    second = backstage.scalars(
        select(Membership).where(Membership.person_id == region.recruiter.id)
    ).one()
    second.role = Role.ADMINISTRATOR
    backstage.commit()
    pair = [region.director.id, region.recruiter.id]
    start = Barrier(2)

    def remove(number: int) -> bool:
        me, other = pair[number], pair[1 - number]
        with database.session(Reach(person_id=me)) as session:
            place = enter(session, OrganisationKind.STRUCTURE, "la-halte")
            start.wait()
            try:
                members.remove_member(session, Actor(person_id=me, place=place), other)
            except LastAdministrator:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, range(2))) == [False, True]
    administrators = select(func.count()).where(
        Membership.role == Role.ADMINISTRATOR, Membership.organisation_id == region.structure.id
    )
    assert backstage.scalar(administrators) == 1


def test_anybody_may_leave(signed_in: Browsers, region: Region) -> None:
    writer = signed_in(region.writer)
    landed = writer.submit(writer.get(TEAM).form(f"{TEAM}/members/{region.writer.id}/remove"))
    assert landed.heading == "Mon espace"
    writer.get(TEAM, expect=404)


def test_a_recruiter_sees_the_team_and_changes_nothing(signed_in: Browsers, region: Region) -> None:
    page = signed_in(region.recruiter).get(TEAM)
    assert "Inviter" not in page.text
    assert "Changer le rôle" not in page.text


def test_invitations_are_limited(signed_in: Browsers, region: Region) -> None:
    director = signed_in(region.director)
    form = director.get(TEAM).form(f"{TEAM}/invitations")
    for number in range(30):
        director.submit(form, address=f"a{number}@example.org", role="writer")
    answer = director.submit(form, address="last@example.org", role="writer", expect=429)
    assert int(answer.headers["Retry-After"]) > 0


def test_no_message_says_a_role_that_does_not_exist(signed_in: Browsers, region: Region) -> None:
    director = signed_in(region.director)
    form = director.get(TEAM).form(f"{TEAM}/invitations")
    data = dict(form.data({"address": LEA})) | {"role": "king"}
    assert director.fetch(f"{TEAM}/invitations", "POST", data=data).status_code == 422


def test_staff_land_in_their_only_space(
    new_visitor: Callable[..., HtmxVisitor], region: Region, run_jobs: Jobs, outbox: Outbox
) -> None:
    visitor = new_visitor()
    page = visitor.submit(visitor.get("/sign-in").form("/sign-in"), address="nadia@example.org")
    run_jobs()
    code = outbox.to("nadia@example.org")[-1].text.split()[3].strip(".")
    data = dict(page.form("/sign-in/code").data({"code": code}))
    answer = visitor.fetch("/sign-in/code", "POST", data=data)
    assert answer.headers["Location"] == "/employer/la-halte"
