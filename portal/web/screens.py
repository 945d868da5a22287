"""Screens several spaces have alike: a view is written once, each space binds it to its feature.

The address, the guard, the endpoint and the template stay the space's own.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.web.page import render

View = Callable[..., ResponseReturnValue]


class Screens:
    """Views that wait for a space."""

    def __init__(self) -> None:
        self._views: list[tuple[str, str, View]] = []

    def get(self, rule: str) -> Callable[[View], View]:
        return self._keep("GET", rule)

    def post(self, rule: str) -> Callable[[View], View]:
        return self._keep("POST", rule)

    def _keep(self, method: str, rule: str) -> Callable[[View], View]:
        def keep(view: View) -> View:
            self._views.append((method, rule, view))
            return view

        return keep

    def bind(self, blueprint: Blueprint) -> None:
        """Make them views of a feature, at its address and behind its guard."""
        for method, rule, view in self._views:
            blueprint.add_url_rule(rule, view_func=view, methods=[method])


def render_own(template: str, status: int = 200, **values: Any) -> Response:
    """The page of that name in the space and feature asked: `employer/team/team.html`."""
    folder = (request.blueprint or "").replace(".", "/")
    return render(f"{folder}/{template}", status=status, **values)
