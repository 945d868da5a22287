"""The first three walls, from the URL map: every address × everybody who might try it.

Strangers get 404, whatever the method; a lesser role is refused; one's own door with another
organisation's id gives 404. A route nobody declared in `access.py` turns this red. What is tried
is in `tries.py`; that these tests see a wall that is down is proved by `test_removal.py`.
"""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.walls import tries
from tests.walls.access import ACCESS, EVERYBODY
from tests.walls.tries import BASE, KINDS, MEMBERS, RULES, Town, enter_as

_ROLES = {
    "structure": {*EVERYBODY, "translator"},
    "federation": {"administrator", "writer", "translator", "member"},
    "operator": {"administrator", "writer"},
}


def _params(rules: list[Rule]) -> list[object]:
    return [pytest.param(rule, id=f"{rule.endpoint} {rule.rule}") for rule in rules]


def test_every_route_says_who_may_enter() -> None:
    declared, existing = set(ACCESS), {rule.endpoint for rule in RULES}
    assert existing - declared == set(), "say in tests/walls/access.py who may enter"
    assert declared - existing == set(), "these routes are gone: remove their line"


def test_every_space_of_members_stands_behind_its_door() -> None:
    for rule in RULES:
        kind = KINDS.get(rule.endpoint.split(".")[0])
        if kind:
            assert ACCESS[rule.endpoint].kind == kind, rule.endpoint


@pytest.mark.parametrize("rule", _params(tries.ruled(*MEMBERS)))
def test_strangers_get_404(rule: Rule, walled_app: Flask, town: Town) -> None:
    assert tries.strangers_let_in(walled_app, town, rule) == {}


@pytest.mark.parametrize(
    "rule",
    _params(
        [r for r in tries.ruled(*MEMBERS) if _ROLES[tries.kind_of(r)] - ACCESS[r.endpoint].roles]
    ),
)
def test_a_lesser_role_is_refused(rule: Rule, walled_app: Flask, town: Town) -> None:
    assert tries.lesser_roles_let_in(walled_app, town, rule) == {}


@pytest.mark.parametrize("rule", _params([r for r in tries.ruled(*MEMBERS) if tries.has_id(r)]))
def test_ones_own_door_with_a_foreign_id_gives_404(
    rule: Rule, walled_app: Flask, town: Town
) -> None:
    assert tries.foreign_let_through(walled_app, town, rule) == {}


@pytest.mark.parametrize("rule", _params(tries.ruled("signed_in")))
def test_ones_own_things_need_a_person(rule: Rule, walled_app: Flask, town: Town) -> None:
    assert tries.nobody_let_in(walled_app, town, rule) == {}
    if tries.has_id(rule):
        assert tries.foreign_let_through(walled_app, town, rule) == {}


@pytest.mark.parametrize(
    "rule", _params([r for r in tries.ruled("holder") if "token" in r.arguments])
)
def test_a_made_up_secret_opens_nothing(rule: Rule, walled_app: Flask, town: Town) -> None:
    ours, _ = town.houses
    url = tries.address(rule, town.holes["structure"][0])
    found = tries.statuses(enter_as(walled_app, ours, None), rule, url)
    assert set(found.values()) == {404}


@pytest.mark.parametrize(
    "rule",
    _params(
        [
            rule
            for rule in tries.ruled(*MEMBERS)
            if "GET" in tries.methods(rule) and not set(rule.arguments) - {"organisation"}
        ]
    ),
)
def test_the_owner_enters(rule: Rule, walled_app: Flask, town: Town) -> None:
    """Without this the 404s above would prove nothing."""
    kind = tries.kind_of(rule)
    url = tries.address(rule, town.holes[kind][0])
    client = tries.members(walled_app, town, kind)["administrator"]
    answer = client.get(urlsplit(url).path, base_url=BASE)
    assert answer.status_code in {200, 302, 303}, answer.status_code


@pytest.mark.parametrize(
    "rule",
    _params(
        [
            rule
            for rule in tries.ruled("structure", "federation")
            if "GET" in tries.methods(rule) and not set(rule.arguments) - {"organisation"}
        ]
    ),
)
def test_each_role_enters_where_it_may(rule: Rule, walled_app: Flask, town: Town) -> None:
    """A role refused everywhere would pass the tests above."""
    kind = tries.kind_of(rule)
    url = urlsplit(tries.address(rule, town.holes[kind][0])).path
    for role, client in tries.members(walled_app, town, kind).items():
        if role in ACCESS[rule.endpoint].roles:
            answer = client.get(url, base_url=BASE)
            assert answer.status_code in {200, 302, 303}, (role, answer.status_code)
