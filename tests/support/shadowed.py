"""A page is given no name that every page already has: the layout would say the page's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import current_app, render_template

from portal.web import page


class Shadowed(Exception):
    """A view gives a template a name of its own for what the layout calls so."""


@contextmanager
def refused() -> Iterator[None]:
    """Inside, `render()` looks at the names it is given."""

    def look_and_render(template: str, **values: Any) -> str:
        found = _everywhere() & values.keys()
        if found:
            raise Shadowed(f"{template}: {', '.join(sorted(found))}")
        return render_template(template, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "render_template", look_and_render)
        yield


def _everywhere() -> set[str]:
    given: dict[str, Any] = {}
    current_app.update_template_context(given)
    return {*given, *current_app.jinja_env.globals}
