"""Every dependency has its reason in portal/decisions/0002-dependencies.md, and only those."""

import json
import re
import tomllib

from tests.support.tree import PORTAL, ROOT

DECISION = PORTAL / "decisions" / "0002-dependencies.md"


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        lines += [line for line in group if isinstance(line, str)]
    package = json.loads((ROOT / "package.json").read_text())
    npm = {*package["dependencies"], *package.get("devDependencies", {})}
    return {re.split(r"[\[<>=~ ]", line)[0] for line in lines} | npm


def explained() -> set[str]:
    rows = re.findall(r"^\| ([^|]+) \| [^| ][^|]* \|$", DECISION.read_text(), re.MULTILINE)
    return {name.strip() for row in rows for name in row.split(",")} - {"what"}


def test_every_dependency_has_its_reason() -> None:
    assert declared() - explained() == set()


def test_no_reason_is_left_over() -> None:
    assert explained() - declared() == set()


def test_no_lock_names_a_registry() -> None:
    for lock in [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]:
        assert "://" not in re.sub(r'"(url|funding)": ".*"', "", lock.read_text()), lock.name
