"""Managers and members of a team: what they may, and the page that says it."""

import inspect
from collections.abc import Callable
from itertools import chain
from types import ModuleType

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.engagements import policy as engagements
from portal.events import policy as events
from portal.jobs.policy import offers, relays, screening
from portal.organisations import policy as organisations
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.models import Invitation, Membership, Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person
from portal.screens import rights
from portal.skills import policy as skills
from portal.trainings import policy as trainings
from tests.factories.people import make_organisation, make_person
from tests.spaces.conftest import Region
from tests.support.htmx import HtmxVisitor

Browsers = Callable[[Person], HtmxVisitor]
HOME = "/employer/la-halte"
# Everybody's, another space's, or asked about one thing at a time: no right of a role.
ELSEWHERE = {
    "can_remove_note",
    "can_supervise",
    "can_add_to_team",
    "can_remove_from_team",
    "can_edit",
    "can_delete",
    "can_move",
    "can_publish",
    "can_pause",
    "can_resume",
    "can_renew",
    "can_take_over",
    "can_close",
    "can_archive",
    "can_review",
    "can_translate",
    "can_take_back",
    "can_plan",
    "can_change",
    "can_keep_venue",
    "can_see_list",
    "can_see_needs",
    "can_mark",
    "can_meet",
    "can_choose_moment",
    "can_certify",
    "can_claim",
    "can_evaluate",
    "can_prepare",
    "can_take_place",
    "can_withdraw",
    "can_queue_again",
    "can_say_needs",
}


def join(backstage: Session, settings: Settings, region: Region, name: str, role: Role) -> Person:
    person = make_person(backstage, settings, name, f"{name.lower()}@example.org")
    backstage.add(
        Membership(
            organisation_id=region.structure.id,
            person_id=person.id,
            role=role,
            created_at=person.created_at,
        )
    )
    backstage.commit()
    return person


@pytest.mark.parametrize("role", ["manager", "member"])
def test_a_structure_invites_managers_and_members(
    signed_in: Browsers, region: Region, backstage: Session, role: str
) -> None:
    director = signed_in(region.director)
    page = director.get(f"{HOME}/team")
    director.submit(page.form(f"{HOME}/team/invitations"), address="lea@example.org", role=role)
    assert backstage.scalars(select(Invitation.role)).one() == role


def test_a_federation_has_no_manager(signed_in: Browsers, region: Region) -> None:
    page = signed_in(region.officer).get("/federation/fas-test/team")
    assert "Encadrement" not in page.text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.MEMBER])
def test_their_navigation_leads_only_where_they_may_enter(
    signed_in: Browsers, region: Region, backstage: Session, settings: Settings, role: Role
) -> None:
    browser = signed_in(join(backstage, settings, region, "Awa", role))
    page = browser.get(HOME)
    links = set(page.links.values())
    assert f"{HOME}/welcome" in links
    assert not links & {f"{HOME}/{part}" for part in ("offers", "applications", "texts")}
    assert "Vos offres" not in page.text
    for link in sorted(link for link in links if link.startswith(HOME)):
        browser.get(link)


@pytest.mark.parametrize("path", ["offers", "offers/new", "applications", "callbacks", "texts"])
def test_they_see_no_draft_and_no_application(
    signed_in: Browsers, region: Region, backstage: Session, settings: Settings, path: str
) -> None:
    for name, role in (("Awa", Role.MANAGER), ("Léo", Role.MEMBER)):
        browser = signed_in(join(backstage, settings, region, name.replace("é", "e"), role))
        browser.get(f"{HOME}/{path}", expect=403)


def test_the_page_says_what_the_policies_answer(signed_in: Browsers, region: Region) -> None:
    page = signed_in(region.writer).get(f"{HOME}/team/roles")
    for role in organisations.roles_of(region.structure.kind):
        assert role.label in page.text
    assert "Votre rôle" in page.text


def test_a_right_follows_its_policy(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a role away from a policy, and the page takes it away too."""
    from_policies = {right.role: right.may for right in rights.rights_of(_place(region))}
    monkeypatch.setattr(offers, "WRITERS", (Role.ADMINISTRATOR,))
    now = {right.role: right.may for right in rights.rights_of(_place(region))}
    assert len(now[Role.WRITER]) == len(from_policies[Role.WRITER]) - 1
    assert now[Role.MEMBER] == from_policies[Role.MEMBER]


def test_who_takes_over_and_reads_what_is_signed(region: Region) -> None:
    over = {
        "Reprendre un entretien qu’une autre personne tenait",
        "Lire tous les comptes rendus signés",
    }
    own = "Lire les comptes rendus signés des entretiens que l’on a tenus"
    may = {one.role: {*one.may} & {*over, own} for one in rights.rights_of(_place(region))}
    assert may[Role.ADMINISTRATOR] == {*over, own}
    assert may[Role.MANAGER] == {own}
    assert may[Role.MEMBER] == set()


def test_a_federation_and_the_operator_have_their_page(
    signed_in: Browsers, region: Region, backstage: Session, settings: Settings
) -> None:
    officer = signed_in(region.officer)
    page = officer.click(officer.get("/federation/fas-test/team"), "Ce que chaque rôle")
    assert "Admettre et suspendre des structures" in page.text
    assert "Écrire des offres" not in page.text
    may = {one.role: one.may for one in rights.rights_of(_place(region, region.federation))}
    assert may[Role.MEMBER] == ("Former ou accueillir dans les sessions qu’on lui confie",)
    assert may[Role.TRANSLATOR] == ("Traduire les formations, relire les traductions",)
    samuel = make_person(backstage, settings, "Samuel", "samuel@example.org")
    kept_by = [(samuel, Role.ADMINISTRATOR)]
    make_organisation(backstage, OrganisationKind.OPERATOR, "Association", members=kept_by)
    page = signed_in(samuel).get("/operator/team/roles")
    assert "Admettre et suspendre des fédérations" in page.text


def _place(region: Region, house: Organisation | None = None) -> Place:
    house = house or region.structure
    return Place(
        id=house.id,
        kind=house.kind,
        slug=house.slug,
        name=house.name,
        standing=house.standing,
        role=Role.WRITER,
    )


def test_no_policy_is_forgotten() -> None:
    """A new `can_…` that asks the actor is on the page, or says above why it is not."""
    known = set(ELSEWHERE)
    for _words, check in chain(*rights.RIGHTS.values()):
        known |= {check.__name__, *check.__code__.co_names}
    found = {
        name
        for module in (
            engagements,
            events,
            offers,
            relays,
            screening,
            organisations,
            skills,
            trainings,
        )
        for name in _asking(module)
    }
    assert found - known == set()


def _asking(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if name.startswith("can_")
        and inspect.isfunction(value)
        and "actor" in inspect.signature(value).parameters
        and inspect.signature(value).parameters["actor"].annotation is Actor
    ]
