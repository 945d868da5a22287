"""The first three walls, from the URL map: every address × everybody who might try it.

Strangers get 404, whatever the method; a lesser role is refused; one's own door with another
organisation's id gives 404. A route nobody declared in `access.py` turns this red.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.app import create_app
from portal.config import load
from portal.kernel.db import Database
from tests.factories.house import House
from tests.walls.access import ACCESS, EVERYBODY, Door
from tests.walls.conftest import Town, enter_as

BASE = "https://portail.example.org"
MEMBERS = {"structure", "federation", "operator"}


def _rules() -> list[Rule]:
    """Read once from an application that never connects."""
    settings = load({"PORTAL_DEMO": "1", "PORTAL_BASE_URL": BASE})
    database = Database("postgresql+psycopg://nobody@127.0.0.1/none")
    app = create_app(settings.__class__(**{**settings.__dict__, "demo": False}), database)
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


RULES = _rules()


def test_every_route_says_who_may_enter() -> None:
    declared, existing = set(ACCESS), {rule.endpoint for rule in RULES}
    assert existing - declared == set(), "say in tests/walls/access.py who may enter"
    assert declared - existing == set(), "these routes are gone: remove their line"


def test_every_space_of_members_stands_behind_its_door() -> None:
    for rule in RULES:
        space = rule.endpoint.split(".")[0]
        kind = {"employer": "structure", "federation": "federation", "operator": "operator"}.get(
            space
        )
        if kind:
            assert ACCESS[rule.endpoint].kind == kind, rule.endpoint


@dataclass(frozen=True)
class Ids:
    """What to put in the holes of an address."""

    slug: str
    offer: UUID
    offer_slug: str
    application: UUID
    file: UUID
    person: UUID
    organisation: UUID
    team: UUID
    engagement: UUID

    @classmethod
    def of(cls, house: House, kind: str) -> "Ids":
        place = house.federation if kind == "federation" else house.structure
        return cls(
            place.slug,
            house.draft_offer.id,
            house.draft_offer.slug,
            house.application.id,
            house.files["voice"].id,
            house.recruiter.id,
            house.structure.id,
            house.team.id if house.team else house.structure.id,
            house.engagement.id if house.engagement else house.structure.id,
        )

    def fill(self, name: str) -> object:
        if name == "organisation":
            return self.slug
        for known in ("offer", "application", "file", "person", "team", "engagement"):
            if name == f"{known}_id":
                return getattr(self, known)
        if name.endswith("_id"):
            return self.organisation
        if name == "slug":
            return self.offer_slug
        return _GUESSES.get(name, "none")


_GUESSES: dict[str, object] = {
    "number": 1,
    "page": 1,
    "position": 0,
    "index": 0,
    "step": "job",
    "language": "ps",
    "scheme": "contract",
    "code": "cdi",
    "state": "received",
    "token": "a" * 32,
    "row": 0,
}


def _address(rule: Rule, ids: Ids, door_slug: str | None = None) -> str:
    values = {name: ids.fill(name) for name in rule.arguments}
    if door_slug is not None and "organisation" in values:
        values["organisation"] = door_slug
    built = rule.build(values)
    assert built is not None, f"{rule.rule}: {values}"
    return str(built[1])


def _methods(rule: Rule) -> list[str]:
    """HEAD comes with GET, but for a route of its own."""
    methods = (rule.methods or set()) - {"OPTIONS"}
    return sorted(methods - {"HEAD"} or methods)


def _try(client: FlaskClient, rule: Rule, url: str) -> dict[str, int]:
    return {
        method: client.open(url, method=method, base_url=BASE).status_code
        for method in _methods(rule)
    }


def _ruled(*kinds: str) -> list[object]:
    return [
        pytest.param(rule, ACCESS[rule.endpoint], id=f"{rule.endpoint} {rule.rule}")
        for rule in RULES
        if rule.endpoint in ACCESS and ACCESS[rule.endpoint].kind in kinds
    ]


@pytest.mark.parametrize(("rule", "door"), _ruled(*MEMBERS))
def test_strangers_get_404(rule: Rule, door: Door, walled_app: Flask, town: Town) -> None:
    ours, theirs = town.houses
    url = _address(rule, Ids.of(ours, door.kind))
    strangers = {
        "anonymous": enter_as(walled_app, ours, None),
        "other organisation": enter_as(walled_app, theirs, theirs.administrator),
        "candidate": enter_as(walled_app, ours, ours.candidate),
    }
    if door.kind == "structure":
        strangers["other space"] = enter_as(walled_app, ours, ours.federal_officer)
    else:
        strangers["other space"] = enter_as(walled_app, ours, ours.administrator)
    for who, client in strangers.items():
        assert set(_try(client, rule, url).values()) == {404}, who


@pytest.mark.parametrize(
    ("rule", "door"),
    [p for p in _ruled("structure") if p.values[1].roles != EVERYBODY],  # type: ignore[attr-defined]  # pytest.param
)
def test_a_lesser_role_is_refused(rule: Rule, door: Door, walled_app: Flask, town: Town) -> None:
    ours, _ = town.houses
    url = _address(rule, Ids.of(ours, door.kind))
    for role in EVERYBODY - door.roles:
        client = enter_as(walled_app, ours, getattr(ours, role))
        statuses = _try(client, rule, url)
        assert set(statuses.values()) <= {403, 404}, (role, statuses)


@pytest.mark.parametrize(
    ("rule", "door"),
    [p for p in _ruled(*MEMBERS) if any(n.endswith("_id") for n in p.values[0].arguments)],  # type: ignore[attr-defined]  # pytest.param
)
def test_ones_own_door_with_a_foreign_id_gives_404(
    rule: Rule, door: Door, walled_app: Flask, town: Town
) -> None:
    """The operator's foreign ids are a structure's: it supervises federations only."""
    ours, theirs = town.houses
    foreign = Ids.of(theirs, door.kind)
    person = ours.federal_officer if door.kind == "federation" else ours.administrator
    slug = ours.federation.slug if door.kind == "federation" else ours.structure.slug
    client = enter_as(walled_app, ours, person)
    if door.kind == "operator":
        client = enter_as(walled_app, town.host, town.host.administrator)
    assert set(_try(client, rule, _address(rule, foreign, slug)).values()) == {404}


@pytest.mark.parametrize(("rule", "door"), _ruled("signed_in"))
def test_ones_own_things_need_a_person(
    rule: Rule, door: Door, walled_app: Flask, town: Town
) -> None:
    ours, theirs = town.houses
    url = _address(rule, Ids.of(ours, "structure"))
    assert set(_try(enter_as(walled_app, ours, None), rule, url).values()) <= {404}
    if any(name.endswith("_id") for name in rule.arguments):
        client = enter_as(walled_app, theirs, theirs.candidate)
        assert set(_try(client, rule, url).values()) == {404}


@pytest.mark.parametrize(
    ("rule", "door"),
    [p for p in _ruled("holder") if "token" in p.values[0].arguments],  # type: ignore[attr-defined]  # pytest.param
)
def test_a_made_up_secret_opens_nothing(
    rule: Rule, door: Door, walled_app: Flask, town: Town
) -> None:
    ours, _ = town.houses
    url = _address(rule, Ids.of(ours, "structure"))
    assert set(_try(enter_as(walled_app, ours, None), rule, url).values()) == {404}


@pytest.mark.parametrize(("rule", "door"), _ruled(*MEMBERS))
def test_the_owner_enters(rule: Rule, door: Door, walled_app: Flask, town: Town) -> None:
    """Without this the 404s above would prove nothing."""
    ours, _ = town.houses
    if "GET" not in _methods(rule) or set(rule.arguments) - {"organisation"}:
        return
    person = ours.federal_officer if door.kind == "federation" else ours.administrator
    url = _address(rule, Ids.of(ours, door.kind))
    client = enter_as(walled_app, ours, person)
    if door.kind == "operator":
        client = enter_as(walled_app, town.host, town.host.administrator)
    answer = client.get(urlsplit(url).path, base_url=BASE)
    assert answer.status_code in {200, 302, 303}, answer.status_code


@pytest.mark.parametrize(("rule", "door"), _ruled("structure"))
def test_each_role_enters_where_it_may(
    rule: Rule, door: Door, walled_app: Flask, town: Town
) -> None:
    """A role refused everywhere would pass the tests above."""
    ours, _ = town.houses
    if "GET" not in _methods(rule) or set(rule.arguments) - {"organisation"}:
        return
    url = urlsplit(_address(rule, Ids.of(ours, door.kind))).path
    for role in door.roles:
        answer = enter_as(walled_app, ours, getattr(ours, role)).get(url, base_url=BASE)
        assert answer.status_code in {200, 302, 303}, (role, answer.status_code)
