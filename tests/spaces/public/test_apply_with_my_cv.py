"""Answering an offer with the CV made in one's own space."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files.models import StoredFile
from portal.jobs.queries.applications import OfferToAnswer
from portal.people.models import Person
from portal.skills.models import CvChoice, PathEntry
from tests.factories.people import make_person
from tests.factories.records import NOW
from tests.support.client import Answer
from tests.support.htmx import HtmxVisitor

BUTTON = "Utiliser mon CV du portail"


@pytest.fixture
def karim(backstage: Session, settings: Settings) -> Person:
    return make_person(backstage, settings, "Karim", "06 39 98 03 03")


@pytest.fixture
def worker(signed_in: Callable[[Person], HtmxVisitor], karim: Person) -> HtmxVisitor:
    return signed_in(karim)


@pytest.fixture
def chosen(backstage: Session, karim: Person) -> None:
    entry = PathEntry(person_id=karim.id, kind="post", title="Médiation", changed_at=NOW)
    backstage.add(entry)
    backstage.flush()
    backstage.add(
        CvChoice(
            person_id=karim.id, name="Karim H.", language="fr", entries=[entry.id], changed_at=NOW
        )
    )
    backstage.commit()


def begin(visitor: HtmxVisitor, offer: OfferToAnswer) -> Answer:
    visitor.submit(visitor.get(f"/offers/{offer.slug}/apply").form(), ways=["cv"])
    return visitor.get(f"/offers/{offer.slug}/apply/cv")


@pytest.fixture(autouse=True)
def already(backstage: Session, offer: OfferToAnswer) -> set[UUID]:
    """What is there before: the house of the offer has received CVs."""
    return set(backstage.scalars(select(StoredFile.id)))


@pytest.fixture
def given(backstage: Session, already: set[UUID]) -> Callable[[], list[StoredFile]]:
    def read() -> list[StoredFile]:
        backstage.rollback()
        cvs = select(StoredFile).where(StoredFile.purpose == "cv", StoredFile.id.not_in(already))
        return list(backstage.scalars(cvs))

    return read


@pytest.mark.usefixtures("chosen")
def test_one_press_gives_the_cv_checked_like_any_other(
    worker: HtmxVisitor,
    offer: OfferToAnswer,
    given: Callable[[], list[StoredFile]],
    run_jobs: Callable[[], None],
) -> None:
    page = begin(worker, offer)
    assert BUTTON in page.text
    # `add` has two buttons: one for a file chosen without JavaScript.
    response = worker.send(page.form(), f"/offers/{offer.slug}/apply/cv", add="mine")
    assert response.status_code == 302
    [cv] = given()
    assert cv.state == "received"
    assert cv.organisation_id == offer.organisation_id
    run_jobs()
    [cv] = given()
    assert (cv.state, cv.page_count) == ("ready", 1)
    assert "Karim H." in cv.text_preview
    assert "Médiation" in cv.text_preview
    assert cv.name in worker.get(f"/offers/{offer.slug}/apply/cv").text


@pytest.mark.usefixtures("chosen")
def test_pressed_again_it_takes_the_place_of_the_first(
    worker: HtmxVisitor, offer: OfferToAnswer, given: Callable[[], list[StoredFile]]
) -> None:
    page = begin(worker, offer)
    for _ in range(2):
        worker.send(page.form(), f"/offers/{offer.slug}/apply/cv", add="mine")
    assert len(given()) == 1


def test_before_any_choice_the_page_leads_to_them(
    worker: HtmxVisitor, offer: OfferToAnswer
) -> None:
    page = begin(worker, offer)
    assert BUTTON not in page.text
    assert "/my/cv" in page.links.values()


@pytest.mark.usefixtures("chosen")
def test_nobody_else_sees_it(
    visitor: HtmxVisitor, offer: OfferToAnswer, given: Callable[[], list[StoredFile]]
) -> None:
    page = begin(visitor, offer)
    assert BUTTON not in page.text
    assert "/my/cv" not in page.links.values()
    data = page.form().data({}, None) + [("add", "mine")]
    response = visitor.fetch(
        f"/offers/{offer.slug}/apply/cv",
        method="POST",
        data=dict(data),
        headers={"Referer": visitor.base_url},
    )
    assert response.status_code == 404
    assert given() == []
