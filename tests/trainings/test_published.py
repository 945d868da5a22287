"""The public list: what is found, in which order, at what price; « not known » is never a yes."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.kernel import clock, nomenclatures
from portal.kernel.db import Database
from portal.kernel.errors import NotFound
from portal.kernel.shelf import COUNTED
from portal.trainings import facts
from portal.trainings.actions import moves
from portal.trainings.enums import DurationClass
from portal.trainings.nomenclatures import PASSPORT_LINE
from portal.trainings.queries import published
from portal.trainings.queries.published import TrainingGone, Wanted
from tests.factories.desks import Desk
from tests.factories.trainings import copy_trainings, publish_training
from tests.support import sql

FULL: dict[str, Any] = {
    "title": "Devenir pair à Lille",
    "region": "32",
    "city": "Lille",
    "days": 12,
    "internship_weeks": 2,
    "prerequisites": ["none", "recovery_begun"],
    "audiences": ["aspiring"],
    "languages": ["ps"],
    "funding": [{"year": None, "free": "yes", "words": "ARS"}],
    "passport": {"interpreter": "yes", "lift": "no", "computer": "no"},
}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Anybody's."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def two(inside: Session, desk: Desk) -> None:
    """One says everything, the other nothing but its name."""
    publish_training(inside, desk.writer, desk.reader, **FULL)
    publish_training(inside, desk.writer, desk.reader, title="Formation dont on ne sait rien")
    inside.commit()


def titles(
    session: Session, words: str = "", chosen: dict[str, list[str]] | None = None
) -> list[str]:
    listing = published.list_trainings(session, Wanted(words, chosen or {}))
    return [line.card["title"] for line in listing.lines]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "chosen",
    [
        {"region": ["32"]},
        {"duration": ["weeks"]},
        {"cost": ["free"]},
        {"diploma": ["none"]},
        {"internship": ["yes"]},
        {"post": ["out"]},
        {"language": ["ps"]},
        {"pass": ["interpreter"]},
        {"pass": ["computer"]},
        {"pass": ["interpreter", "computer"], "diploma": ["none"], "cost": ["free"]},
    ],
)
def test_a_filter_finds_what_says_so_and_nothing_unknown(
    session: Session, chosen: dict[str, list[str]]
) -> None:
    assert titles(session, chosen=chosen) == ["Devenir pair à Lille"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "chosen",
    [
        {"region": ["11"]},
        {"asks": ["bac_daeu", "b2"]},
        {"post": ["in"]},
        {"pass": ["lift"]},
        # Needing both is needing both.
        {"pass": ["interpreter", "step_free"]},
    ],
)
def test_a_filter_leaves_out_what_says_no(session: Session, chosen: dict[str, list[str]]) -> None:
    assert titles(session, chosen=chosen) == []


def test_every_line_of_the_passport_can_be_asked_for(
    session: Session, inside: Session, desk: Desk
) -> None:
    entries = nomenclatures.entries(session, PASSPORT_LINE)
    good = {entry.code: entry.data["good"] for entry in entries}
    publish_training(inside, desk.writer, desk.reader, passport=good)
    inside.commit()
    assert len(good) >= 20
    for code in good:
        assert len(titles(session, chosen={"pass": [code]})) == 1, code


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "words",
    [
        *("lille", "Hauts-de-France", "pachto", "Pashto", "پښتو", "pair"),
        *("interprète", "interpreter", "pas besoin d’ordinateur"),
    ],
)
def test_words_find_it(session: Session, words: str) -> None:
    assert titles(session, words) == ["Devenir pair à Lille"]


def test_what_asks_for_a_post_is_not_for_who_has_none(
    session: Session, inside: Session, desk: Desk
) -> None:
    known = {"audiences": ["aspiring", "in_post"], "prerequisites": ["in_post"]}
    publish_training(inside, desk.writer, desk.reader, **known)
    inside.commit()
    assert titles(session, chosen={"post": ["out"]}) == []
    assert len(titles(session, chosen={"post": ["in"]})) == 1


def test_what_is_asked_before_can_be_looked_for(
    session: Session, inside: Session, desk: Desk
) -> None:
    """But for what would say something of who looks: nobody searches by recovery."""
    for title, asked in (("Une licence", ["bac_daeu", "b2"]), ("Un pas", ["recovery_begun"])):
        publish_training(inside, desk.writer, desk.reader, title=title, prerequisites=asked)
    inside.commit()
    assert titles(session, chosen={"asks": ["bac_daeu"]}) == ["Une licence"]
    assert titles(session, chosen={"asks": ["b2"]}) == ["Une licence"]
    assert titles(session, chosen={"asks": ["recovery_begun"]}) == []


@pytest.mark.parametrize(
    "known",
    [
        {"internship_weeks": 15},
        {"internship_hours_min": 210},
        {"internship_hours_max": 420},
        {"internship_words": "le mardi"},
    ],
)
def test_an_internship_is_found_however_it_is_said(
    session: Session, inside: Session, desk: Desk, known: dict[str, Any]
) -> None:
    publish_training(inside, desk.writer, desk.reader, title="Sans rien en dire")
    publish_training(inside, desk.writer, desk.reader, title="Un stage", **known)
    inside.commit()
    assert titles(session, chosen={"internship": ["yes"]}) == ["Un stage"]


@pytest.mark.parametrize(
    "known",
    [
        {"audiences": ["structures"]},
        {"audiences": ["professionals"], "prerequisites": ["in_post"]},
        {"settings": ["intra"]},
    ],
)
def test_who_runs_a_team_finds_what_is_for_teams(
    session: Session, inside: Session, desk: Desk, known: dict[str, Any]
) -> None:
    publish_training(inside, desk.writer, desk.reader, title="Pour soi", audiences=["aspiring"])
    publish_training(inside, desk.writer, desk.reader, title="Pour une équipe", **known)
    inside.commit()
    assert titles(session, chosen={"post": ["team"]}) == ["Pour une équipe"]


def test_free_once_is_not_free_now(session: Session, inside: Session, desk: Desk) -> None:
    year = clock.today().year
    for title, known in (("Avant", year - 3), ("Cette année", year)):
        funding = [{"year": known, "free": "yes", "words": ""}]
        publish_training(inside, desk.writer, desk.reader, title=title, funding=funding)
    inside.commit()
    assert titles(session, chosen={"cost": ["free"]}) == ["Cette année"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, None),
        ({"days": 2.0}, DurationClass.DAYS),
        ({"hours": 14.0}, DurationClass.DAYS),
        ({"hours": 160.0, "months": 6}, DurationClass.MONTHS),
        ({"days": 19.0, "internship_weeks": 15}, DurationClass.WEEKS),
        ({"months": 12}, DurationClass.MONTHS),
        ({"days": 2.0, "weeks": 30}, DurationClass.MONTHS),
    ],
)
def test_how_long_it_takes(document: dict[str, Any], expected: DurationClass | None) -> None:
    assert facts.duration_class(document) == expected


def test_a_page_is_one_query(
    database: Database, session: Session, inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, **FULL)
    inside.commit()
    wanted = Wanted("pair", {"pass": ["interpreter"], "diploma": ["none"], "cost": ["free"]})
    published.list_trainings(session, wanted)
    for ask in (
        lambda: published.list_trainings(session, wanted),
        lambda: published.list_trainings(session, Wanted()),
        lambda: published.find_training(session, training.slug),
    ):
        with sql.statements(database.engine) as asked:
            ask()
        assert len(asked) == 1


def test_any_filter_goes_through_an_index(
    backstage: Session, session: Session, inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, **FULL)
    inside.commit()
    copy_trainings(backstage, training.id, 5 * COUNTED)
    backstage.commit()
    backstage.execute(text("ANALYZE published_training"))
    backstage.commit()
    scans = text(
        "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'published_training'"
    )
    before = session.execute(scans).scalar_one()
    for wanted in (
        Wanted(),
        Wanted("introuvable"),
        *(Wanted("", {name: [code]}) for name, code in (("region", "11"), ("pass", "lift"))),
        Wanted("pair", {"pass": ["interpreter"], "diploma": ["none"], "cost": ["free"]}),
    ):
        published.list_trainings(session, wanted)
        published.list_trainings(session, wanted, 50)
    assert session.execute(scans).scalar_one() == before


def test_numbered_pages_are_counted(
    backstage: Session, session: Session, inside: Session, desk: Desk
) -> None:
    training = publish_training(inside, desk.writer, desk.reader, **FULL)
    inside.commit()
    copy_trainings(backstage, training.id, 44)
    backstage.commit()
    pages = [
        published.list_trainings(session, Wanted("", {"pass": ["interpreter"]}), page)
        for page in (1, 2, 3)
    ]
    assert [(page.total, len(page.lines)) for page in pages] == [(45, 20), (45, 20), (45, 5)]
    assert len({line.slug for page in pages for line in page.lines}) == 45


def test_an_archived_training_says_so(session: Session, inside: Session, desk: Desk) -> None:
    training = publish_training(inside, desk.writer, desk.reader, **FULL)
    moves.archive_training(inside, desk.reader, training.id)
    inside.commit()
    assert titles(session) == []
    with pytest.raises(TrainingGone) as gone:
        published.find_training(session, training.slug)
    assert gone.value.region == "32"
    with pytest.raises(NotFound):
        published.find_training(session, "jamais-vue")


@pytest.mark.usefixtures("two")
def test_nobody_writes_in_what_everybody_reads(session: Session) -> None:
    changed = session.execute(text("UPDATE published_training SET state = 'gone' RETURNING slug"))
    assert changed.all() == []
    with pytest.raises(DBAPIError, match="row-level security"):
        session.execute(
            text(
                "INSERT INTO published_training SELECT gen_random_uuid(), organisation_id, 'x',"
                " state, published_at, updated_at, region, card, document, search"
                " FROM published_training LIMIT 1"
            )
        )
