"""Templates: none forgotten, none outside a layout, no words outside the catalogues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, meta
from jinja2 import nodes as jinja

from tests.support.tree import PORTAL, TEMPLATES, nodes, place, python_files, template_files

# What portal/web/filters.py gives every page: base.html reads it after the page has set its own.
GIVEN = {"demo", "here", "languages", "links", "locale", "mark", "nav", "path", "signed_in"}
ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
SPACES = [folder.name for folder in (PORTAL / "spaces").iterdir() if folder.is_dir()]
# Attributes a person hears or reads.
READ = ("alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title")


def tree(file: Path) -> jinja.Template:
    return ENVIRONMENT.parse(file.read_text())


def name(file: Path) -> str:
    return file.relative_to(TEMPLATES).as_posix()


def pages() -> list[Path]:
    """The templates a view answers with: not a component, a layout or a fragment."""
    return [
        file
        for file in template_files()
        if name(file).split("/")[0] in SPACES
        and name(file).count("/") == 2
        and not file.name.startswith("_")
    ]


def test_every_template_is_used() -> None:
    used = {
        used for file in template_files() for used in meta.find_referenced_templates(tree(file))
    }
    written = {
        node.value
        for file in python_files()
        for node in nodes(file)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # A name put together in the code, such as f"mails/{kind}.html", uses its whole folder.
    folders = {
        str(node.values[0].value)
        for file in python_files()
        for node in nodes(file)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    # render_own("team.html") uses the page of that name in each space that binds the view.
    own = {
        node.args[0].value
        for file in python_files()
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "render_own"
        and isinstance(node.args[0], ast.Constant)
    }
    # So does {% include "public/gallery/examples/" ~ name %}.
    folders |= {
        str(constant.value)
        for file in template_files()
        for include in tree(file).find_all(jinja.Include)
        for constant in include.find_all(jinja.Const)
    }
    orphans = [
        name(file)
        for file in template_files()
        if name(file) not in used | written
        # A layout waits for its space.
        and name(file).split("/")[0] != "_layouts"
        and not any(folder.endswith("/") and name(file).startswith(folder) for folder in folders)
        and not (file in pages() and file.name in own)
    ]
    assert orphans == []


def macros() -> dict[str, Path]:
    return {
        macro.name: file for file in template_files() for macro in tree(file).find_all(jinja.Macro)
    }


def test_every_macro_is_called() -> None:
    called = {
        call.node.name
        for file in template_files()
        for call in tree(file).find_all(jinja.Call)
        if isinstance(call.node, jinja.Name)
    }
    unused = [f"{macro} in {name(file)}" for macro, file in macros().items() if macro not in called]
    assert unused == []


@pytest.mark.parametrize("file", sorted((TEMPLATES / "_components").glob("*.html")), ids=name)
def test_a_component_is_one_macro_that_bears_the_name_of_its_file(file: Path) -> None:
    public = [m.name for m in tree(file).find_all(jinja.Macro) if not m.name.startswith("_")]
    assert public == [file.stem]


@pytest.mark.parametrize("file", pages(), ids=name)
def test_a_page_extends_a_layout(file: Path) -> None:
    parents = [
        extends.template.value
        for extends in tree(file).find_all(jinja.Extends)
        if isinstance(extends.template, jinja.Const)
    ]
    assert len(parents) == 1, f"{name(file)} extends {parents or 'nothing'}"
    assert parents[0].startswith("_layouts/"), f"{name(file)} extends {parents[0]}"


@pytest.mark.parametrize("file", pages(), ids=name)
def test_templates_stand_where_their_view_stands(file: Path) -> None:
    space, *features = name(file).split("/")[:-1]
    assert (PORTAL / "spaces" / space / Path(*features)).is_dir(), (
        f"{name(file)}: no portal/spaces/{space}/{'/'.join(features)}"
    )


# The same in every language.
NAMES = {"WhatsApp"}
ADDRESS = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


@pytest.mark.parametrize("file", template_files(), ids=name)
def test_words_go_through_the_catalogues(file: Path) -> None:
    assert list(bare_words(file.read_text())) == []


def bare_words(source: str) -> Iterator[str]:
    """Text and attributes with letters that nobody will ever translate."""
    html = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    # Names of classes stand in a block of their own.
    html = re.sub(r"(\{% block body_class %\})[^{]*", r"\1", html)
    html = re.sub(r"\{%.*?%\}", "", html, flags=re.DOTALL)
    # A value in the middle of a word is one word: `col-{{ n }}`.
    html = re.sub(r"\{\{.*?\}\}", "0", html, flags=re.DOTALL)
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=False)
    for element in parser.parseFragment(html).iter():
        if callable(element.tag):
            continue
        texts = [] if element.tag in {"script", "code"} else [element.text or ""]
        texts += [child.tail or "" for child in element]
        texts += [element.get(attribute) or "" for attribute in READ]
        stripped = (text.strip() for text in texts if re.search(r"[^\W\d_]{2}", text))
        yield from (t for t in stripped if t not in NAMES and not ADDRESS.fullmatch(t))


def test_bare_words_are_found() -> None:
    assert list(bare_words('<p>{{ _("Oui") }} <b>Non</b></p>')) == ["Non"]
    assert list(bare_words('<img alt="Une porte">')) == ["Une porte"]
    assert list(bare_words('{# Un mot #}{% if x %}<p class="big">{{ y }} · 3</p>{% endif %}')) == []


def test_no_template_says_that_a_value_is_safe() -> None:
    found = [
        place(file, node.lineno)
        for file in template_files()
        for node in tree(file).find_all(jinja.Filter)
        if node.name == "safe"
    ]
    assert found == [], "markup is made by macros and by Markup in portal/web/filters.py"


def test_no_template_asks_for_the_first_of_what_may_be_empty() -> None:
    """Jinja gives an undefined value, and the page dies only on the day nothing is left."""
    found = [
        place(file, node.lineno)
        for file in template_files()
        for node in tree(file).find_all(jinja.Filter)
        if node.name in {"first", "last"}
    ]
    assert found == [], "write xs[0] where there is one, xs[0] if xs else none where there may be"


def test_no_page_sets_what_the_layout_reads() -> None:
    """A page that set `here` for its tabs sent its links to other languages to a dead address."""
    found = [
        f"{place(file, name.lineno)} {name.name}"
        for file in pages()
        for given in tree(file).find_all((jinja.Assign, jinja.AssignBlock))
        for name in given.find_all(jinja.Name)
        if name.ctx == "store" and name.name in GIVEN
    ]
    assert found == []
