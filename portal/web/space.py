"""Spaces: blueprints with a guard at the door. Closed by default.

A space says who may enter; a feature is a nested blueprint, so `employer.offers.publish_offer`
answers `/employer/<organisation>/offers/<id>/publish`. The organisation is the one in the address,
proved by `door_organisation` for each request, never remembered in a session.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from babel.support import LazyProxy
from flask import Blueprint, Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.kernel.errors import NotAllowed, NotFound
from portal.organisations import queries
from portal.organisations.enums import OrganisationKind, Role
from portal.web.unit_of_work import session

OPEN, SIGNED_IN, MEMBER = "open", "signed_in", "member"


def make_space(
    name: str,
    import_name: str,
    *,
    door: str,
    prefix: str = "",
    kind: OrganisationKind | None = None,
    nav: tuple[tuple[LazyProxy, str, *tuple[Role, ...]], ...] = (),
    under: Mapping[str, str] = MappingProxyType({}),
    narrow: Mapping[Role, tuple[str, ...]] = MappingProxyType({}),
) -> Blueprint:
    """A blueprint whose every address passes the door: `open`, `signed_in` or `member` of `kind`.

    `nav` lists (label, endpoint) of the space's main pages, for the layout; where roles follow,
    a member in another role is not shown the way to a page that would refuse them. `under` says to
    which of these pages a feature belongs whose address lies elsewhere, so that it is marked.
    `narrow`: a role that enters nothing but these views or whole features, whatever they ask
    besides. It lands on the first, where others land on the home page.
    """
    blueprint = Blueprint(name, import_name, url_prefix=prefix or None)
    blueprint.record(lambda state: state.app.extensions["portal.nav"].__setitem__(name, nav))
    blueprint.record(lambda state: state.app.extensions["portal.under"].__setitem__(name, under))
    blueprint.record(lambda state: state.app.extensions["portal.narrow"].__setitem__(name, narrow))
    if door == SIGNED_IN:
        blueprint.before_request(_require_sign_in)
    elif door == MEMBER:
        if kind is None:
            raise ValueError("a space for members says of which kind of organisation")
        _guard_members(blueprint, kind, in_address="<organisation>" in prefix, narrow=narrow)
    elif door != OPEN:
        raise ValueError(f"unknown door: {door}")
    return blueprint


def feature(name: str, import_name: str, prefix: str = "", *, door: str = OPEN) -> Blueprint:
    """A part of a space, nested in it with `register_blueprint`.

    Inside an open space, a feature may still ask for a person: `door=SIGNED_IN`.
    """
    blueprint = Blueprint(name, import_name, url_prefix=prefix or None)
    if door == SIGNED_IN:
        blueprint.before_request(_require_sign_in)
    return blueprint


def _require_sign_in() -> ResponseReturnValue | None:
    if not current_user.is_authenticated:
        raise NotFound
    return None


def _guard_members(
    blueprint: Blueprint,
    kind: OrganisationKind,
    in_address: bool,
    narrow: Mapping[Role, tuple[str, ...]],
) -> None:
    space = blueprint.name

    @blueprint.url_value_preprocessor
    def take_organisation(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.organisation_slug = (values or {}).pop("organisation", "")

    if in_address:

        @blueprint.app_url_defaults
        def give_organisation(endpoint: str, values: dict[str, Any]) -> None:
            if endpoint.startswith(f"{space}.") and "organisation" not in values:
                values["organisation"] = g.get("organisation_slug", "")

    @blueprint.before_request
    def pass_the_door() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            raise NotFound
        g.place = queries.enter(session(), kind, g.organisation_slug)
        allowed = narrow.get(g.place.role)
        if allowed is None or is_within(request.endpoint, allowed):
            return None
        if request.endpoint == f"{space}.home.show_home":
            return redirect(url_for(allowed[0]))
        raise NotAllowed


def is_within(endpoint: str | None, allowed: tuple[str, ...]) -> bool:
    """Whether a view is one of these; `employer.translations.*` names a whole feature."""
    wanted = endpoint or ""
    return any(
        wanted.startswith(one.removesuffix("*")) if one.endswith("*") else wanted == one
        for one in allowed
    )


def doors(app: Flask) -> dict[str, str]:
    """Each endpoint and the space it belongs to: what the matrix of the walls is built from."""
    return {rule.endpoint: rule.endpoint.split(".")[0] for rule in app.url_map.iter_rules()}


def is_safe_path(path: str) -> bool:
    """An address of ours to come back to: a path, not another site.

    Browsers drop tabs and line ends and read a backslash as a slash, so none may be there.
    """
    hidden = "\\" in path or not path.isprintable()
    return path.startswith("/") and not path.startswith("//") and not hidden
