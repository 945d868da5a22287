"""What other sites take: the trainings as JSON and as LHEO; nothing the page does not show."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.http import http_date

from portal.kernel import clock
from portal.kernel.db import Database, new_id
from portal.organisations.enums import Role
from portal.spaces.public.exchange import routes as views
from portal.trainings.actions import moves
from portal.trainings.enums import SessionState
from portal.trainings.lheo import rules
from portal.trainings.models import PublishedTraining, Registration, Training, TrainingSession
from portal.trainings.queries import published
from portal.web import pace
from tests.factories.house import build_training_house
from tests.factories.trainings import (
    copy_trainings,
    officer_of,
    open_session,
    publish_training,
)
from tests.spaces.public.test_trainings import FULL, Publish
from tests.support.client import Visitor
from tests.support.published import forget_trainings
from tests.support.sql import statements

# What the page does not show: whose the row is and how often it was published.
NEVER = {"training_id", "organisation_id", "version", "written_by", "reviewed_by", "edition"}


@pytest.fixture
def publish(database: Database, backstage: Session) -> Iterator[Publish]:
    """Publishes a training, alone online but for the others it publishes."""
    house = build_training_house(backstage, "reprise")
    forget_trainings(backstage)
    writer = officer_of(house.federation, house.federal_writer, Role.WRITER)
    reader = officer_of(house.federation, house.federal_officer)

    def make(*, archived: bool = False, **facts: Any) -> Training:
        with open_session(database, writer) as session:
            found = publish_training(session, writer, reader, **facts)
            if archived:
                moves.archive_training(session, reader, found.id)
            session.commit()
            return found

    yield make
    published.many.clear()


def read(visitor: Visitor, url: str, status: int = 200) -> Any:
    answer = visitor.fetch(url)
    assert answer.status_code == status
    return json.loads(answer.data)


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys_of(one)}
    return {key for one in value for key in keys_of(one)} if isinstance(value, list) else set()


def schema(visitor: Visitor, name: str) -> Draft202012Validator:
    described = read(visitor, "/api/openapi.json")
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    )


def test_a_training_says_what_its_page_says(visitor: Visitor, publish: Publish) -> None:
    training = publish(**FULL)
    found = read(visitor, f"/api/trainings/{training.slug}")
    assert found["title"] == "Devenir pair à Lille"
    assert found["department"] == {"code": "59", "label": "Nord"}
    assert found["french_needs"][1] == {"code": None, "label": "lire un plan"}
    assert {line["code"]: line["answer"] for line in found["passport"]} | {
        "lift": "no",
        "interpreter": "yes",
        "step_free": None,
    } == {line["code"]: line["answer"] for line in found["passport"]}
    assert found["professional_trainers"] is None
    assert not keys_of(found) & NEVER


def test_a_price_is_a_number_of_euros_or_not_known(visitor: Visitor, publish: Publish) -> None:
    row = {"year": 2026, "free": "no", "words": "La personne"}
    slug = publish(funding=[row | {"amount": 350.5}, row | {"year": 2025}]).slug
    found = read(visitor, f"/api/trainings/{slug}")
    assert [one["amount"] for one in found["funding"]] == [350.5, None]
    schema(visitor, "Training").validate(found)


def test_the_shape_is_the_one_described(visitor: Visitor, publish: Publish) -> None:
    publish(title="Presque rien")
    training = publish(**FULL)
    for found in (schema(visitor, "Training"), schema(visitor, "TrainingPage")):
        found.check_schema(found.schema)
    schema(visitor, "Training").validate(read(visitor, f"/api/trainings/{training.slug}"))
    page = read(visitor, "/api/trainings")
    schema(visitor, "TrainingPage").validate(page)
    assert (page["total"], page["pages"], page["next"], len(page["items"])) == (2, 1, None, 2)


def test_the_arguments_are_those_of_the_list(visitor: Visitor, publish: Publish) -> None:
    publish(title="Écouter")
    publish(**FULL)
    for asked in ("?q=lille", "?region=32&diploma=none", "?pass=interpreter", "?language=ar"):
        assert [one["title"] for one in read(visitor, f"/api/trainings{asked}")["items"]] == [
            "Devenir pair à Lille"
        ]
    assert read(visitor, "/api/trainings?pass=lift")["items"] == []
    assert read(visitor, "/api/trainings?starts=3-months")["items"] == []
    assert read(visitor, "/api/trainings?starts=unknown")["total"] == 2
    assert read(visitor, "/api/trainings?around=75056-10")["items"] == []
    assert read(visitor, "/api/trainings?region=nowhere&page=x")["total"] == 2


def test_pages_follow_each_other_in_as_many_queries(
    visitor: Visitor, publish: Publish, backstage: Session, database: Database
) -> None:
    training = publish(**FULL)
    plan(backstage, training)
    with statements(database.engine) as few:
        read(visitor, "/api/trainings")
    copy_trainings(backstage, training.id, 24)
    for copy in backstage.scalars(select(Training).where(Training.state == "published")):
        plan(backstage, copy)
        plan(backstage, copy)
    published.many.clear()
    with statements(database.engine) as many:
        first = read(visitor, "/api/trainings")
    assert len(many) <= len(few)
    assert (first["total"], first["pages"], len(first["items"])) == (25, 2, 20)
    second = read(visitor, first["next"].removeprefix(visitor.base_url))
    assert (second["page"], len(second["items"]), second["next"]) == (2, 5, None)
    assert second["previous"].endswith("/api/trainings")


def test_who_has_it_already_is_told_so(visitor: Visitor, publish: Publish) -> None:
    training = publish(**FULL)
    for url in ("/api/trainings", f"/api/trainings/{training.slug}", "/feeds/trainings.lheo.xml"):
        answer = visitor.fetch(url)
        assert answer.headers["Last-Modified"]
        known = {"If-None-Match": answer.headers["ETag"]}
        assert visitor.fetch(url, headers=known).status_code == 304


def test_a_draft_an_archived_one_and_an_unknown_one(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    gone = publish(title="Finie", archived=True)
    assert read(visitor, f"/api/trainings/{gone.slug}", 410)["error"] == "gone"
    assert read(visitor, "/api/trainings/inconnue", 404)["error"] == "not_found"
    assert visitor.fetch(f"/trainings/{gone.slug}/lheo.xml").status_code == 410
    assert visitor.fetch("/trainings/inconnue/lheo.xml").status_code == 404
    draft = backstage.scalars(select(Training.slug).where(Training.state == "draft")).first()
    assert read(visitor, f"/api/trainings/{draft}", 404)["error"] == "not_found"
    assert "Finie" not in visitor.fetch("/api/trainings").text


def test_it_is_asked_at_a_pace(
    visitor: Visitor, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_is_ourselves", lambda: False)
    monkeypatch.setattr(views, "ASKED", pace.Pace(2))
    answers = [visitor.fetch("/api/trainings") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json == {
        "error": "too_many_requests",
        "message": "Réessayez dans 1 minute.",
    }
    assert answers[-1].headers["Retry-After"]


@pytest.mark.parametrize("language", ["fr", "ps"])
def test_data_speaks_french_whatever_the_reader_speaks(
    new_visitor: Callable[[str], Visitor], publish: Publish, language: str
) -> None:
    training = publish(**FULL)
    found = read(new_visitor(language), f"/api/trainings/{training.slug}")
    assert found["region"]["label"] == "Hauts-de-France"
    assert found["french_oral"]["label"].startswith("A2 : échanges")


def test_a_training_as_lheo(visitor: Visitor, publish: Publish) -> None:
    training = publish(**FULL)
    one = visitor.fetch(f"/trainings/{training.slug}/lheo.xml")
    listed = visitor.fetch("/feeds/trainings.lheo.xml?q=lille")
    for answer in (one, listed):
        assert answer.mimetype == "application/xml"
        (formation,) = etree.fromstring(answer.data).iter("{*}formation")
        assert formation.get("numero") == training.slug
        assert list(rules.faults(etree.fromstring(answer.data))) == []


def plan(backstage: Session, training: Training, **values: Any) -> TrainingSession:
    """A session of a training, open and in ten days unless said otherwise."""
    first = clock.today() + timedelta(days=10)
    told = {"starts_on": first, "ends_on": first, "register_until": first} | values
    now = clock.now()
    found = TrainingSession(
        organisation_id=training.organisation_id,
        training_id=training.id,
        **{"state": SessionState.OPEN, "places": 4, "created_at": now, "updated_at": now} | told,
    )
    backstage.add(found)
    backstage.commit()
    return found


def register(backstage: Session, dates: TrainingSession, state: str) -> None:
    """Somebody who asked to come."""
    now = clock.now()
    backstage.add(
        Registration(
            organisation_id=dates.organisation_id,
            session_id=dates.id,
            training_title="CANARY",
            reference=new_id().hex[-12:],
            holder_digest=new_id().hex,
            locale="fr",
            state=state,
            name="CANARY",
            contact_phone="+33639980001",
            consented_at=now,
            created_at=now,
            submitted_at=now,
            state_changed_at=now,
            waiting_since=now,
            offered_until=now + timedelta(days=2) if state == "offered" else None,
        )
    )
    backstage.commit()


SLOT = {"on": "2027-01-08", "half": "am", "starts": "09:30", "ends": "12:30"}


def test_a_training_says_its_sessions_to_come(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    """What the page says of them: dates, place, how full, where to ask, three-valued access."""
    training = publish(**FULL)
    dates = plan(
        backstage,
        training,
        half_days=[SLOT],
        venue="Salle 4",
        address="1 rue des Marches",
        city="Roubaix",
        department="59",
        online=True,
        passport={"lift": "yes"},
        there={"passport": {"step_free": "yes", "lift": "no"}},
        spoken={"trainer_languages": ["fa-AF"], "french_oral": "a1"},
        practical="CANARY",
        contact="CANARY",
        asks_employer=True,
    )
    register(backstage, dates, "confirmed")
    url = f"/api/trainings/{training.slug}"
    (found,) = read(visitor, url)["sessions"]
    assert (found["id"], found["state"], found["online"]) == (str(dates.id), "open", True)
    assert (found["starts_on"], found["half_days"]) == (dates.starts_on.isoformat(), [SLOT])
    assert (found["venue"], found["city"]) == ("Salle 4", "Roubaix")
    assert found["department"] == {"code": "59", "label": "Nord"}
    assert {one["code"] for one in found["languages"]} == set(FULL["languages"])
    lines = {line["code"]: line["answer"] for line in found["passport"]}
    # Of the session, of the training, of its place, of nobody.
    assert (lines["lift"], lines["interpreter"]) == ("yes", "yes")
    assert (lines["step_free"], lines["quiet_room"]) == ("yes", None)
    assert [one["code"] for one in found["trainer_languages"]] == ["fa-AF"]
    assert (found["french_oral"]["code"], found["french_written"]) == ("a1", None)
    base = visitor.base_url
    assert found["url"] == f"{base}/trainings/{training.slug}#session-{dates.id}"
    assert found["registration"] == {
        "is_open": True,
        "url": f"{base}/trainings/{training.slug}/join/{dates.id}",
        "until": dates.register_until.isoformat(),
        "organiser_chooses": False,
        "asks_employer": True,
        "places": 4,
        "places_left": 3,
        "waiting": 0,
    }
    asked = visitor.fetch(found["registration"]["url"].removeprefix(base))
    assert asked.status_code == 200
    assert "CANARY" not in visitor.fetch(url).text
    page = visitor.fetch(f"/trainings/{training.slug}").text
    told = page.partition("Les langues à ces dates")[2]
    assert "Langues parlées par qui forme</dt><dd>dari" in told
    schema(visitor, "Training").validate(read(visitor, url))
    (item,) = read(visitor, "/api/trainings")["items"]
    assert item["sessions"] == [found]


def test_what_the_place_says_holds_as_on_the_page(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    """The session first, then its place, then the training."""
    training = publish(**FULL)
    said = {"lift": "yes", "step_free": "no", "quiet_room": "yes"}
    plan(backstage, training, there={"passport": said}, passport={"step_free": "yes"})
    (found,) = read(visitor, f"/api/trainings/{training.slug}")["sessions"]
    lines = {line["code"]: line["answer"] for line in found["passport"]}
    assert [lines[code] for code in ("step_free", "lift", "quiet_room")] == ["yes"] * 3
    assert (lines["interpreter"], lines["hearing_loop"]) == ("yes", None)


@pytest.mark.parametrize(
    ("values", "joined", "told"),
    [
        ({}, ["confirmed"] * 2 + ["waiting"], (True, 0, 1)),
        ({}, ["confirmed", "offered"] * 2, (True, 0, 0)),
        ({"chooses": True}, ["confirmed"], (True, None, None)),
        ({"state": SessionState.CLOSED}, [], (False, None, None)),
        ({"register_until": clock.today() - timedelta(days=1)}, [], (False, None, None)),
        ({"state": SessionState.CANCELLED}, [], (False, None, None)),
    ],
)
def test_how_full_it_is_is_told_as_the_page_tells_it(
    visitor: Visitor,
    publish: Publish,
    backstage: Session,
    values: dict[str, Any],
    joined: list[str],
    told: tuple[bool, int | None, int | None],
) -> None:
    training = publish(**FULL)
    dates = plan(backstage, training, **values)
    for state in joined:
        register(backstage, dates, state)
    (found,) = read(visitor, f"/api/trainings/{training.slug}")["sessions"]
    asking = found["registration"]
    assert (asking["is_open"], asking["places_left"], asking["waiting"]) == told
    assert bool(asking["url"]) == bool(asking["until"]) == told[0]
    schema(visitor, "Training").validate(read(visitor, f"/api/trainings/{training.slug}"))


def test_a_planned_or_past_session_is_nobody_s(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    training = publish(**FULL)
    past = clock.today() - timedelta(days=1)
    planned = plan(backstage, training, state=SessionState.PLANNED, venue="CANARY")
    plan(backstage, training, starts_on=past, ends_on=past, register_until=past, venue="CANARY")
    for url in (f"/api/trainings/{training.slug}", "/api/trainings"):
        answer = visitor.fetch(url)
        assert "CANARY" not in answer.text
        assert str(planned.id) not in answer.text
    assert read(visitor, f"/api/trainings/{training.slug}")["sessions"] == []


def test_what_changes_in_a_session_changes_the_label_of_the_answer(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    """Planned, announced, filled, changed, closed, over: who has it already is sent it anew, even
    who only says when they took it.
    """
    training = publish(**FULL)
    dates = plan(backstage, training, state=SessionState.PLANNED)
    first = clock.today()

    def announce() -> None:
        dates.state = SessionState.OPEN

    def fill() -> None:
        register(backstage, dates, "confirmed")

    def move() -> None:
        dates.city = "Lens"

    def close() -> None:
        dates.state = SessionState.CLOSED

    def end() -> None:
        dates.starts_on = dates.ends_on = dates.register_until = first - timedelta(days=1)

    labels = {
        url: [visitor.fetch(url)] for url in ("/api/trainings", f"/api/trainings/{training.slug}")
    }
    for change in (announce, fill, move, close, end):
        change()
        backstage.commit()
        for url, answers in labels.items():
            seen = {"If-None-Match": answers[-1].headers["ETag"]}
            after = visitor.fetch(url, headers=seen)
            assert after.status_code == 200, (change, url)
            again = {"If-None-Match": after.headers["ETag"]}
            assert visitor.fetch(url, headers=again).status_code == 304
            if change is not end:
                assert "Last-Modified" not in after.headers
            answers.append(after)


def test_a_day_that_passes_takes_the_past_sessions_away(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    """Also for who says when they took it instead of what they have."""
    training = publish(**FULL)
    plan(backstage, training)
    for url in ("/api/trainings", f"/trainings/{training.slug}/lheo.xml"):
        with clock.pretending(clock.now() + timedelta(days=9)):
            before = visitor.fetch(url)
            taken = http_date(clock.now())
        assert "Last-Modified" not in before.headers or url.endswith(".xml")
        with clock.pretending(clock.now() + timedelta(days=11)):
            after = visitor.fetch(url, headers={"If-Modified-Since": taken})
        assert after.status_code == 200, url


def test_lheo_says_the_sessions_anybody_may_read(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    training = publish(**FULL)
    url = f"/trainings/{training.slug}/lheo.xml"
    before = visitor.fetch(url)
    assert days_of(before) == ["00000000"]
    first = clock.today() + timedelta(days=10)
    states = [SessionState.OPEN, SessionState.PLANNED, SessionState.CANCELLED, SessionState.CLOSED]
    for number, state in enumerate(states):
        backstage.add(
            TrainingSession(
                organisation_id=training.organisation_id,
                training_id=training.id,
                state=state,
                starts_on=first + timedelta(days=number),
                ends_on=first + timedelta(days=number),
                register_until=first,
                places=4,
                created_at=clock.now(),
                updated_at=clock.now() + timedelta(minutes=1),
            )
        )
    backstage.commit()
    expected = [f"{first:%Y%m%d}", f"{first + timedelta(days=3):%Y%m%d}"]
    seen = {"If-Modified-Since": before.headers["Last-Modified"]}
    for address in (url, "/feeds/trainings.lheo.xml"):
        after = visitor.fetch(address, headers=seen)
        assert after.status_code == 200
        assert days_of(after) == expected
        assert list(rules.faults(etree.fromstring(after.data))) == []
    with clock.pretending(clock.now() + timedelta(days=40)):
        assert days_of(visitor.fetch(url)) == ["00000000"]


def days_of(answer: Any) -> list[str | None]:
    """The first day of each session of a document."""
    return [
        one.text
        for one in etree.fromstring(answer.data).iterfind(".//{*}session/{*}periode/{*}debut")
    ]


def test_lheo_asks_as_much_however_many_trainings_there_are(
    visitor: Visitor, publish: Publish, backstage: Session, database: Database
) -> None:
    training = publish(**FULL)
    visitor.fetch("/feeds/trainings.lheo.xml")
    with statements(database.engine) as few:
        visitor.fetch("/feeds/trainings.lheo.xml")
    copy_trainings(backstage, training.id, 12)
    backstage.commit()
    published.many.clear()
    with statements(database.engine) as many:
        visitor.fetch("/feeds/trainings.lheo.xml")
    assert len(many) <= len(few)


def test_no_training_is_no_document_of_lheo(visitor: Visitor, publish: Publish) -> None:
    """LHEO has no empty list of trainings: there is nothing to send."""
    publish(**FULL)
    answer = visitor.fetch("/feeds/trainings.lheo.xml?q=paris")
    assert (answer.status_code, answer.data) == (204, b"")


def test_what_is_written_for_what_nobody_knows_is_explained(visitor: Visitor) -> None:
    page = visitor.get("/data")
    assert "<parcours-de-formation>" in page.text
    assert "Non communiqué" in page.text


def test_the_next_page_of_lheo_is_in_its_link(
    visitor: Visitor, publish: Publish, backstage: Session
) -> None:
    copy_trainings(backstage, publish(**FULL).id, 24)
    backstage.commit()
    first = visitor.fetch("/feeds/trainings.lheo.xml?region=32")
    link = first.headers["Link"]
    assert link == f'<{visitor.base_url}/feeds/trainings.lheo.xml?region=32&page=2>; rel="next"'
    second = visitor.fetch("/feeds/trainings.lheo.xml?region=32&page=2")
    assert len(list(etree.fromstring(second.data).iter("{*}formation"))) == 5
    assert "Link" not in second.headers


def test_the_page_that_explains_is_found_from_the_list(visitor: Visitor, publish: Publish) -> None:
    publish(**FULL)
    page = visitor.click(visitor.get("/trainings"), "Reprendre ces formations sur un autre site")
    assert "/api/openapi.json" in page.text


def test_nothing_is_listed_that_search_engines_may_keep(visitor: Visitor, publish: Publish) -> None:
    publish(**FULL)
    assert visitor.fetch("/api/trainings").headers["X-Robots-Tag"] == "noindex"
    assert PublishedTraining.__tablename__ not in visitor.fetch("/api/openapi.json").text
