"""The offers of the demo, as somebody who reads another language meets them."""

from sqlalchemy.orm import Session

from portal.demo.offers import OFFERS
from portal.demo.publish import write_offer
from portal.jobs.models import PublishedOffer
from portal.jobs.sections import question_section
from portal.kernel import clock
from portal.kernel.db import Database
from tests.factories.house import build_house
from tests.factories.offers import actor_of, open_session


def test_what_is_translated_is_asked_in_the_same_languages(
    database: Database, backstage: Session
) -> None:
    house = build_house(backstage, "demo")
    backstage.commit()
    actor = actor_of(house)
    translated = [told for told in OFFERS if told.get("translations")]
    assert translated
    for told in translated:
        with open_session(database, actor) as session:
            offer = write_offer(session, actor, told | {"recordings": {}}, clock.now())
            document = session.get_one(PublishedOffer, offer.id).document
        assert document["questions"]
        for language in told["translations"]:
            known = document["translations"][language]
            for question in document["questions"]:
                assert known[question_section(question["id"])]["text"], language
