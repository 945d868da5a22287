"""Trainings side by side: what is known of each, what is not, and in words where they differ."""

from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.db import Database
from portal.organisations.models import Organisation
from portal.trainings import comparing, publication
from portal.trainings.comparing import Group, Row, Verdict
from portal.trainings.models import Training

FEDERATION = Organisation(name="Fédération", slug="federation")
NOTHING: dict[str, Any] = {
    **dict.fromkeys(
        ("modules", "topics", "prerequisites", "audiences", "settings", "languages"), ()
    ),
    **dict.fromkeys(("trainer_languages", "selection", "french_needs", "funding"), ()),
    **dict.fromkeys(("contradictions", "sources"), ()),
    "passport": {},
}
UNKNOWN = "On ne sait pas"


def _document(**facts: Any) -> dict[str, Any]:
    values = {
        column.name: "" for column in Training.__table__.columns if column.type.python_type is str
    }
    training = Training(**{**values, **NOTHING, "open_to_concerned": None, **facts})
    return publication.document_of(training, FEDERATION)


def _groups(session: Session, *trainings: dict[str, Any]) -> list[Group]:
    documents = [_document(**facts) for facts in trainings]
    return comparing.compare(session, documents, [None] * len(documents))


def _row(groups: list[Group], label: str) -> Row:
    (found,) = [row for group in groups for row in group.rows if row.label == label]
    return found


def _values(row: Row) -> list[str]:
    return [cell.value for cell in row.cells]


def test_what_differs_is_said_in_words(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"days": 2}, {"days": 2}, {"days": 19})
    row = _row(groups, "Durée")
    assert _values(row) == ["2 jours", "2 jours", "19 jours"]
    assert row.verdict == Verdict.DIFFERENT
    assert row.verdict.label == "Différent"


def test_what_is_alike_is_said_too(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"days": 2}, {"days": 2})
    assert _row(groups, "Durée").verdict == Verdict.SAME


def test_what_nobody_knows_of_one_is_said_and_decides_nothing(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"days": 2}, {}, {"days": 2})
    row = _row(groups, "Durée")
    assert _values(row) == ["2 jours", UNKNOWN, "2 jours"]
    assert row.verdict is None


def test_not_known_is_never_a_difference_from_no(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"passport": {"lift": "no"}}, {"passport": {}})
    row = _row(groups, "Ascenseur")
    assert _values(row) == ["Non", UNKNOWN]
    assert row.verdict is None


def test_what_nobody_knows_of_any_is_named_apart(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"passport": {"lift": "yes"}}, {})
    (_main, passport, _french) = groups
    assert [row.label for row in passport.rows] == ["Ascenseur"]
    assert "Boucle magnétique" in passport.unknown
    assert "Ascenseur" not in passport.unknown


def test_sources_that_differ_are_said_beside_the_value(database: Database) -> None:
    doubted = [{"about": "duration", "said": []}]
    with database.session() as session:
        groups = _groups(session, {"days": 2, "contradictions": doubted}, {"days": 3})
    assert [cell.about for cell in _row(groups, "Durée").cells] == ["duration", ""]


def test_one_alone_is_compared_with_nothing(database: Database) -> None:
    with database.session() as session:
        groups = _groups(session, {"days": 2, "city": "Lille"})
    assert {row.verdict for group in groups for row in group.rows} == {None}
    with database.session() as session:
        assert comparing.compare(session, [], []) == []


def test_prices_are_compared_in_euros(database: Database) -> None:
    paid = {"year": None, "free": "no", "words": ""}
    with database.session() as session:
        groups = _groups(session, {"funding": [paid | {"amount": 350.0}]}, {"funding": [paid]})
    row = _row(groups, "Prix pour la personne")
    assert [cell.value for cell in row.cells] == ["350 €", "Payante"]
    assert row.verdict == Verdict.DIFFERENT
