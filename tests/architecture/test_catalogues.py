"""What `scripts/translations --check` demands of the catalogues."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

import pytest
from babel.messages.catalog import Message

from tests.support.tree import ROOT

SIMPLE = "fr_x_simple"
STAFF_SCREEN = "templates/employer/home/home.html"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("translations_script", str(ROOT / "scripts/translations"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    found = module_from_spec(spec)
    loader.exec_module(found)
    return found


@pytest.mark.parametrize(
    "file",
    [
        "templates/public/apply/start.html",
        "templates/peer/home/home.html",
        "templates/account/profile/account.html",
        "templates/_components/recorder.html",
        "templates/_layouts/question.html",
        "templates/_shared/jobs/_card.html",
        "templates/base.html",
        "templates/errors/error.html",
        "portal/jobs/enums.py",
        "portal/jobs/messages/steps.py",
        "portal/people/messages.py",
        "portal/web/errors.py",
        "portal/a_new_context/messages.py",
    ],
)
def test_simple_french_is_demanded_where_everybody_reads(script: ModuleType, file: str) -> None:
    alone = Message("Bonjour", locations=[(file, 1)])
    shared = Message("Bonjour", locations=[(STAFF_SCREEN, 1), (file, 1)])
    assert (
        script.fault(alone, SIMPLE)
        == script.fault(shared, SIMPLE)
        == ("no translation of « Bonjour »")
    )


def test_simple_french_is_optional_where_only_staff_read(script: ModuleType) -> None:
    message = Message("Bonjour", locations=[(STAFF_SCREEN, 1)])
    assert script.fault(message, SIMPLE) is None
    assert script.fault(message, "ps")


def test_half_a_plural_is_refused_even_to_staff(script: ModuleType) -> None:
    message = Message(("offre", "offres"), ("offre", ""), locations=[(STAFF_SCREEN, 1)])
    assert script.fault(message, SIMPLE)


def test_staff_places_are_there(script: ModuleType) -> None:
    gone = [place for place in script.STAFF if not (ROOT / place).exists()]
    assert not gone


def test_each_plural_has_as_many_forms_as_its_language(script: ModuleType) -> None:
    wrong = [
        f"{folder}: {message.id[0]}"
        for folder in script.PLURALS
        for message in script.load(folder)
        if isinstance(message.id, tuple) and any(message.string)
        if len(message.string) != (6 if folder == "ar" else 2)
    ]
    assert not wrong
