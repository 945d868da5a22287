"""The project's files, for the tests about the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
TEMPLATES = ROOT / "templates"
# What architecture.md promises; those that are not there yet keep their place.
CONTEXTS = (
    "people",
    "organisations",
    "files",
    "languages",
    "skills",
    "trainings",
    "jobs",
    "engagements",
    "alerts",
    "calls",
    "library",
    "events",
)


def contexts() -> list[str]:
    """The contexts that exist."""
    return [name for name in CONTEXTS if (PORTAL / name).is_dir()]


def python_files(*folders: Path) -> list[Path]:
    return sorted(file for folder in folders or (PORTAL,) for file in folder.rglob("*.py"))


def template_files() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), str(file))


def nodes(file: Path) -> Iterator[ast.AST]:
    return ast.walk(parsed(file))


def place(file: Path, line: int | None = None) -> str:
    """How an assertion names a file."""
    name = str(file.relative_to(ROOT))
    return f"{name}:{line}" if line else name
