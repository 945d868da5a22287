"""The code itself: what the linters do not know about this house."""

import ast
import io
import re
import tokenize
import tomllib
from pathlib import Path

import pytest

from tests.support.tree import PORTAL, ROOT, contexts, nodes, parsed, place, python_files

CHECKED = [PORTAL, ROOT / "tests"]
EXCEPTION = re.compile(r"noqa(?!: [A-Z0-9, ]+ - \S)|type: ignore(?!\[[\w, -]+\]\s+# \S)")
# Words of the field that have an English name here (product.md).
PROPER_NOUNS = {"_LA_POSTE"}
FRENCH = {
    "candidat",
    "candidature",
    "competence",
    "dossier",
    "embauche",
    "entretien",
    "equipe",
    "etablissement",
    "fichier",
    "fiche",
    "langue",
    "metier",
    "offre",
    "offres",
    "personne",
    "poste",
    "reponse",
    "salaire",
    "utilisateur",
}


def settings() -> dict[str, object]:
    loaded = tomllib.loads((ROOT / "pyproject.toml").read_text())
    tools: dict[str, object] = loaded["tool"]
    return tools


def contract(name: str) -> dict[str, list[str]]:
    linter = settings()["importlinter"]
    assert isinstance(linter, dict)
    found: dict[str, list[str]] = next(c for c in linter["contracts"] if c["name"] == name)
    return found


def test_every_context_is_under_contract() -> None:
    modules = {f"portal.{name}" for name in contexts()}
    assert set(contract("Inside a context")["containers"]) == modules
    assert modules | {"portal.kernel"} <= set(
        contract("Contexts and kernel know no web")["source_modules"]
    )


def test_every_package_has_its_place_in_the_order() -> None:
    layers = " ".join(contract("The order of the house")["layers"])
    packages = {
        f"portal.{path.stem}"
        for path in PORTAL.iterdir()
        if (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem != "__init__")
    }
    assert packages - set(re.findall(r"portal\.\w+", layers)) == set()


@pytest.mark.parametrize("name", contexts())
def test_a_context_says_what_it_is(name: str) -> None:
    said = ast.get_docstring(parsed(PORTAL / name / "__init__.py")) or ""
    assert len(said.split()) >= 15, f"portal/{name}: what it is, its words, what is always true"


def test_contexts_and_spaces_never_commit() -> None:
    """The request and the job do: one transaction, all or nothing."""
    found = [
        place(file, node.lineno)
        for name in [*contexts(), "spaces", "screens"]
        for file in python_files(PORTAL / name)
        if "tasks" not in {file.stem, file.parent.name}
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]
    assert found == []


def test_who_takes_a_session_takes_it_first() -> None:
    found = [
        place(file, function.lineno) + f" {function.name}"
        for name in contexts()
        for kind in ("actions", "queries")
        for file in _module(PORTAL / name, kind)
        for function in parsed(file).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if "session" in [argument.arg for argument in function.args.args][1:]
    ]
    assert found == []


def _module(context: Path, kind: str) -> list[Path]:
    """`actions.py`, or the folder it has grown into."""
    return [*context.glob(f"{kind}.py"), *context.glob(f"{kind}/**/*.py")]


def test_names_are_english() -> None:
    found = []
    for file in python_files():
        for node in nodes(file):
            name = _identifier(node)
            words = set(re.split(r"_|(?<=[a-z])(?=[A-Z])", name))
            if name in PROPER_NOUNS:
                continue
            if not name.isascii() or {word.lower() for word in words} & FRENCH:
                found.append(f"{place(file, getattr(node, 'lineno', 0))} {name}")
    assert found == []


def _identifier(node: ast.AST) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
            return name
        case ast.Name(id=name, ctx=ast.Store()):
            return name
        case _:
            return ""


def test_every_exception_to_a_rule_has_its_reason() -> None:
    """`# noqa: S608 - why` and `# type: ignore[code] # why`."""
    found = []
    for file in python_files(*CHECKED):
        tokens = tokenize.generate_tokens(io.StringIO(file.read_text()).readline)
        found += [
            f"{place(file, token.start[0])} {token.string}"
            for token in tokens
            if token.type == tokenize.COMMENT and EXCEPTION.search(token.string)
        ]
    assert found == []


def test_the_rule_of_reasons_bites() -> None:
    assert EXCEPTION.search("# noqa: S608")
    assert EXCEPTION.search("# type: ignore[misc]")
    assert EXCEPTION.search("# type: ignore")
    assert not EXCEPTION.search("# noqa: S608 - only placeholders")
    assert not EXCEPTION.search("# type: ignore[misc]  # no types there")


def test_time_is_read_in_one_place() -> None:
    """SQL too: a test that moves the clock moves everything."""
    # The queue dates its own events by the database.
    exceptions = {PORTAL / "kernel" / "queue_state.py"}
    sql_clock = re.compile(r"\b(now\(\)|current_timestamp|current_date)", re.IGNORECASE)
    found = [
        place(file, node.lineno)
        for file in python_files()
        if "migrations" not in file.parts and file not in exceptions
        for node in nodes(file)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and sql_clock.search(node.value)
        and not _is_docstring(file, node)
    ]
    assert found == []


def _is_docstring(file: Path, wanted: ast.Constant) -> bool:
    return any(
        isinstance(node, ast.Expr) and node.value is wanted for node in ast.walk(parsed(file))
    )


def test_words_are_called_by_the_name_the_catalogues_look_for() -> None:
    """`gettext_("…")` is a sentence no catalogue ever hears of: it is for words kept elsewhere."""
    unheard = [
        place(file, node.lineno)
        for file in python_files(PORTAL)
        for node in nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "gettext_" and isinstance(node.args[0], ast.Constant)
    ]
    assert unheard == []


def test_only_public_pages_leave_a_pdf_in_memory() -> None:
    """`make_pdf` keeps what it made for the next reader; the rest is made anew each time."""
    public = PORTAL / "spaces" / "public"
    kept = {
        file: node.lineno
        for file in python_files(PORTAL)
        for node in nodes(file)
        if isinstance(node, ast.Attribute | ast.Name)
        if (node.attr if isinstance(node, ast.Attribute) else node.id) == "make_pdf"
    }
    assert any(file.is_relative_to(public) for file in kept)
    assert [place(*one) for one in kept.items() if not one[0].is_relative_to(public)] == []
