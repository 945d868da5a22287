"""What makes pages quick: imports that cost nothing, pieces that are the same for every reader."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from flask import Flask
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from portal.kernel import i18n, nomenclatures
from portal.web import assets

T = TypeVar("T")


class LightTemplate(Template):
    """A template whose macros are made once.

    Jinja looks at each import whether a page came with globals of its own, and compares them all: a
    tenth of the time of a page. Ours never do, they pass values.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Kept:
    """Values made once for each key, language, state of the nomenclatures and build of the files;
    the last `most`.
    """

    def __init__(self, most: int) -> None:
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        whole = (key, i18n.current().tag, nomenclatures.generation(), assets.names.known())
        with self._lock:
            if whole in self._values:
                self._values.move_to_end(whole)
                found: T = self._values[whole]  # type: ignore[assignment]  # what `make` gave
                return found
        made = make()
        with self._lock:
            self._values[whole] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


# Up to 3 kB each: the frame of the pages in each language, and the small pieces of lists.
_pieces = Kept(1500)


def piece(*key: Hashable, caller: Callable[[], Markup], when: bool = True) -> Markup:
    """A part of a template, drawn once for each key.

    `{% call piece("offer-pages", page, pages) %}…{% endcall %}`. Only `when` it may be: a form
    nobody has written in yet is like any other. The key begins with the name of the piece and holds
    all it shows, but for the language and the nomenclatures. Never a nonce, a token, a person's
    name or whether somebody is signed in.
    """
    return _pieces.get(key, caller) if when else caller()


def install(app: Flask) -> None:
    app.jinja_env.template_class = LightTemplate
    app.add_template_global(piece)
