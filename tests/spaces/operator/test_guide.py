"""The guide's own grid: cut lines completed beside, with a source; lines read aloud."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.organisations.enums import OrganisationKind, Role
from portal.people.models import Person
from portal.skills.models import FrameworkAction
from tests.factories.people import make_organisation, make_person
from tests.factories.recordings import recording
from tests.support.htmx import HtmxVisitor

Browsers = Callable[[Person], HtmxVisitor]
CUT = "Ecouter les personnes de manière"


@pytest.fixture
def keeper(backstage: Session, settings: Settings, signed_in: Browsers) -> HtmxVisitor:
    samuel = make_person(backstage, settings, "Samuel", "samuel@example.org")
    make_organisation(
        backstage, OrganisationKind.OPERATOR, "Hôte", members=[(samuel, Role.ADMINISTRATOR)]
    )
    return signed_in(samuel)


@pytest.fixture
def worker(backstage: Session, settings: Settings, signed_in: Browsers) -> HtmxVisitor:
    return signed_in(make_person(backstage, settings, "Karim", "06 39 98 03 03"))


def line(backstage: Session, code: str) -> FrameworkAction:
    backstage.expire_all()
    return backstage.scalars(select(FrameworkAction).where(FrameworkAction.code == code)).one()


def address(found: FrameworkAction) -> str:
    return f"/operator/guide/{found.framework_id}/{found.id}"


def test_a_cut_line_is_completed_beside_the_letters_of_the_source(
    keeper: HtmxVisitor, worker: HtmxVisitor, backstage: Session
) -> None:
    assert "Coupée dans la source" in keeper.get("/operator/guide").text
    there = address(line(backstage, "link-listen"))
    form = keeper.get(there).form(f"{there}/complete")
    page = keeper.submit(form, expect=422, words="Écouter de manière active")
    assert "Dites d’où viennent ces mots." in page.text
    keeper.submit(form, words="Écouter de manière active", source="Édition papier, page 12")
    found = line(backstage, "link-listen")
    assert (found.label, found.completed) == (CUT, "Écouter de manière active")
    page = worker.get(f"/my/grid/{found.id}")
    assert CUT in page.text
    assert "Complété par le portail" in page.text
    assert "Édition papier, page 12" in page.text
    keeper.submit(form, words="", source="")
    assert "Complété par le portail" not in worker.get(f"/my/grid/{found.id}").text


def test_a_whole_line_is_not_completed(keeper: HtmxVisitor, backstage: Session) -> None:
    whole = address(line(backstage, "link-trust"))
    cut = address(line(backstage, "link-listen"))
    data = dict(keeper.get(cut).form(f"{cut}/complete").data({}))
    answer = keeper.fetch(f"{whole}/complete", "POST", data={**data, "words": "x", "source": "y"})
    assert answer.status_code == 404


def test_the_guide_is_heard_in_a_voice(
    keeper: HtmxVisitor, worker: HtmxVisitor, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    there = address(line(backstage, "link-trust"))
    form = keeper.get(there).form(f"{there}/recordings")
    keeper.submit(form, language="fr", recording=(recording("chrome.webm"), "lu.webm"))
    run_jobs()
    heard = f"/my/grid/{line(backstage, 'link-trust').id}/reading"
    assert worker.fetch(heard).status_code == 200
    assert "Lu par Samuel" in worker.get(heard.removesuffix("/reading")).text
    keeper.submit(keeper.get(there).form(f"{there}/recordings/fr/remove"))
    assert worker.fetch(heard).status_code == 404
