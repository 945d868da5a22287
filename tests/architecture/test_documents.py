"""What the documents point to is there."""

import re
from pathlib import Path

import pytest

from tests.support.tree import PORTAL, ROOT

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), PORTAL / "README.md"]
    + [*(PORTAL / "decisions").glob("*.md")]
)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
NAMED = re.compile(r"`((?:portal|templates|static|tests|scripts|bench|translations)/[\w./-]+)`")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text()):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_named_files_are_there(document: Path) -> None:
    # Trees named as an example of how names agree need not be there yet.
    if document == PORTAL / "README.md":
        return
    for target in NAMED.findall(document.read_text()):
        example = "/employer/" in target
        assert example or (ROOT / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_make_knows_what_is_promised(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    promised = re.findall(r"(?:^    |`)make ([a-z]+)", document.read_text(), re.MULTILINE)
    assert set(promised) <= targets


def test_decisions_have_a_number_each() -> None:
    numbers = [int(file.name[:4]) for file in (PORTAL / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


def test_every_target_has_its_script() -> None:
    for script in re.findall(r"scripts/(\w+)", (ROOT / "Makefile").read_text()):
        assert (ROOT / "scripts" / script).exists(), script
