"""Trainings from a file: read, compared, imported once, undone where nothing changed since."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.kernel.db import Database, new_id
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.models import AuditEntry
from portal.kernel.search import normalise
from portal.kernel.sheets import Rows, to_csv, to_xlsx
from portal.organisations.enums import Role
from portal.trainings.actions import importing, moves, receiving, writing
from portal.trainings.actions.receiving import Choices
from portal.trainings.enums import TrainingState, TrainingStep
from portal.trainings.errors import MovedOn, NothingChosen, NothingToImport
from portal.trainings.exchange import exporting
from portal.trainings.exchange.columns import columns_of
from portal.trainings.import_enums import ImportState, Outcome, Verdict
from portal.trainings.models import (
    Training,
    TrainingImport,
    TrainingImportLine,
    TrainingReference,
)
from portal.trainings.queries import imports as queries
from portal.trainings.queries import trainings
from portal.trainings.steps import PUBLIC_FIELDS
from portal.trainings.tasks.imports import forget_imports
from tests.factories.desks import Desk
from tests.factories.trainings import forget_trainings, officer_of, open_session, write_training

HEAD = "Identifiant;Intitulé;Organisme;Durée (jours);Pré-requis codés;Ascenseur;Vérifiée le"
FIRST = "A-1;Écouter;Les Marches;2,5;Aucun;oui;12/11/2026"
SECOND = "A-2;Parler;Les Marches;3;Bac ou DAEU | En poste;non;"


def sent(*lines: str) -> BytesIO:
    return BytesIO("\n".join((HEAD, *lines)).encode())


@pytest.fixture
def empty(desk: Desk, backstage: Session) -> None:
    forget_trainings(backstage)
    backstage.commit()


@pytest.fixture
def inside(database: Database, desk: Desk, empty: None) -> Iterator[Session]:
    with open_session(database, desk.writer) as opened:
        yield opened


def receive(inside: Session, desk: Desk, *lines: str, name: str = "liste.csv") -> TrainingImport:
    """A file whose columns are named: ready to be read before it is imported."""
    found = receiving.receive_file(inside, desk.writer, name, sent(*lines))
    mapping = list(found.mapping)
    mapping[3], mapping[4] = "days", "prerequisites"
    return receiving.name_columns(inside, desk.writer, found.id, mapping)


def lines_of(inside: Session, desk: Desk, found: TrainingImport) -> list[TrainingImportLine]:
    inside.expire_all()
    return list(queries.list_lines(inside, desk.writer, found.id))


def verdicts(inside: Session, desk: Desk, found: TrainingImport) -> list[Verdict | None]:
    return [line.verdict for line in lines_of(inside, desk, found)]


def do(inside: Session, desk: Desk, *lines: str) -> TrainingImport:
    return importing.start_import(inside, desk.writer, receive(inside, desk, *lines).id)


def all_of(inside: Session) -> list[Training]:
    inside.expire_all()
    return sorted(inside.scalars(select(Training)), key=lambda one: normalise(one.title))


def save(inside: Session, desk: Desk, training: Training, **facts: Any) -> Training:
    step = TrainingStep.TIME if "days" in facts else TrainingStep.IDENTITY
    version = training.version
    return writing.save_step(inside, desk.writer, training.id, step, facts, version=version)


def test_columns_are_guessed_and_may_be_named_otherwise(inside: Session, desk: Desk) -> None:
    found = receiving.receive_file(inside, desk.writer, "liste.csv", sent(FIRST))
    assert found.state == ImportState.COLUMNS
    assert found.mapping == [
        *("reference", "title", "organiser", "days", "", "passport.lift", "verified_on"),
    ]
    with pytest.raises(Invalid) as wrong:
        receiving.name_columns(inside, desk.writer, found.id, ["title", "title"])
    assert set(wrong.value.fields) == {"column-1"}
    with pytest.raises(Invalid):
        receiving.name_columns(inside, desk.writer, found.id, ["", "made-up"])


def test_nothing_is_written_before_it_is_seen(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, FIRST, SECOND)
    assert verdicts(inside, desk, found) == [Verdict.NEW, Verdict.NEW]
    assert all_of(inside) == []


def test_no_cell_turns_around_what_stands_beside_it(inside: Session, desk: Desk) -> None:
    """As in a form: what a file says is read in pages, messages and lists of ours."""
    found = receive(inside, desk, FIRST.replace("Écouter", "\u202eÉcou\u2066ter"))
    (line,) = lines_of(inside, desk, found)
    assert (line.title, line.cells[1]) == ("Écouter", "Écouter")


def test_what_is_imported_is_a_draft_with_its_facts(inside: Session, desk: Desk) -> None:
    found = do(inside, desk, FIRST, SECOND)
    first, second = all_of(inside)
    assert (found.state, first.state, first.edition) == (ImportState.DONE, TrainingState.DRAFT, 0)
    assert (first.title, first.organiser, str(first.days)) == ("Écouter", "Les Marches", "2.5")
    assert (first.prerequisites, first.passport) == (["none"], {"lift": "yes"})
    assert str(first.verified_on) == "2026-11-12"
    assert (second.prerequisites, second.passport) == (["bac_daeu", "in_post"], {"lift": "no"})
    assert first.written_by == desk.writer.person_id


def test_an_import_is_written_in_the_log_and_the_audit(inside: Session, desk: Desk) -> None:
    found = do(inside, desk, FIRST)
    (training,) = all_of(inside)
    (event,) = trainings.list_events(inside, desk.writer, training.id)
    assert (event.kind, event.note) == ("imported", "liste.csv")
    inside.commit()
    kinds = inside.scalars(select(AuditEntry.action).where(AuditEntry.subject == str(found.id)))
    assert list(kinds) == ["training.import_done"]


def test_pressing_twice_does_nothing_twice(inside: Session, desk: Desk) -> None:
    given = new_id()
    once = receiving.receive_file(inside, desk.writer, "a.csv", sent(FIRST), given)
    again = receiving.receive_file(inside, desk.writer, "b.csv", sent(SECOND), given)
    assert (once.id, again.name) == (again.id, "a.csv")
    receiving.name_columns(inside, desk.writer, once.id, once.mapping)
    for _time in range(2):
        importing.start_import(inside, desk.writer, once.id)
    assert len(all_of(inside)) == 1


def test_errors_say_line_column_and_what_was_written(inside: Session, desk: Desk) -> None:
    bad = "A-3;;Les Marches;beaucoup;Un diplôme;peut-être;31/02/2026"
    found = receive(inside, desk, FIRST, bad)
    _first, line = lines_of(inside, desk, found)
    assert (line.number, line.verdict, line.is_taken) == (3, Verdict.WRONG, False)
    said = {error["column"]: error["value"] for error in line.errors}
    assert said == {
        "days": "beaucoup",
        "prerequisites": "Un diplôme",
        "passport.lift": "peut-être",
        "verified_on": "31/02/2026",
    }
    importing.start_import(inside, desk.writer, found.id)
    assert len(all_of(inside)) == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("A;;Les Marches;1;;;", "title"),
        ("A;T;O;99999;;;", "days"),
        ("A;T;O;1;Aucun | Bac ou DAEU;;", "prerequisites"),
        ("A;T;O;1;;;2090-01-01", "verified_on"),
        (f"A;{'t' * 201};O;1;;;", "title"),
    ],
)
def test_what_cannot_be_true_is_an_error_of_its_line(
    inside: Session, desk: Desk, line: str, column: str
) -> None:
    (found,) = lines_of(inside, desk, receive(inside, desk, line))
    assert [error["column"] for error in found.errors] == [column]


def test_a_line_left_out_is_not_imported(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, FIRST, SECOND)
    receiving.choose_lines(inside, desk.writer, found.id, Choices([2, 3], [3, 77]))
    importing.start_import(inside, desk.writer, found.id)
    assert [training.title for training in all_of(inside)] == ["Parler"]


def test_a_wrong_line_cannot_be_chosen(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, "A;;O;1;;;")
    receiving.choose_lines(inside, desk.writer, found.id, Choices([2], [2]))
    with pytest.raises(NothingChosen):
        importing.start_import(inside, desk.writer, found.id)


def test_the_same_file_again_changes_nothing(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST, SECOND)
    again = receive(inside, desk, FIRST, SECOND)
    assert verdicts(inside, desk, again) == [Verdict.SAME, Verdict.SAME]
    with pytest.raises(NothingChosen):
        importing.start_import(inside, desk.writer, again.id)


def test_what_the_file_changed_is_shown_and_imported(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST)
    found = receive(inside, desk, FIRST.replace("2,5", "4"))
    (line,) = lines_of(inside, desk, found)
    assert (line.verdict, line.is_taken) == (Verdict.CHANGED, True)
    assert line.changes == [{"column": "days", "old": 2.5, "new": 4.0, "kind": "changed"}]
    importing.start_import(inside, desk.writer, found.id)
    (training,) = all_of(inside)
    assert str(training.days) == "4.0"


def test_what_changed_here_only_is_left_alone(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST)
    save(inside, desk, all_of(inside)[0], days=7)
    assert verdicts(inside, desk, receive(inside, desk, FIRST)) == [Verdict.SAME]
    found = receive(inside, desk, FIRST.replace("Les Marches", "Les Quais"))
    (line,) = lines_of(inside, desk, found)
    assert {change["column"]: change["kind"] for change in line.changes} == {
        "organiser": "changed",
        "days": "ours",
    }
    importing.start_import(inside, desk.writer, found.id)
    (training,) = all_of(inside)
    assert (training.organiser, str(training.days)) == ("Les Quais", "7.0")


def test_what_changed_here_and_there_is_a_conflict_one_must_choose(
    inside: Session, desk: Desk
) -> None:
    do(inside, desk, FIRST)
    save(inside, desk, all_of(inside)[0], days=7)
    found = receive(inside, desk, FIRST.replace("2,5", "4"))
    (line,) = lines_of(inside, desk, found)
    assert (line.verdict, line.is_taken) == (Verdict.CONFLICT, False)
    receiving.choose_lines(inside, desk.writer, found.id, Choices([2], [2]))
    importing.start_import(inside, desk.writer, found.id)
    assert str(all_of(inside)[0].days) == "4.0"


def test_without_an_identifier_the_name_and_the_organiser_find_it(
    inside: Session, desk: Desk
) -> None:
    bare = FIRST.replace("A-1", "")
    do(inside, desk, bare)
    assert verdicts(inside, desk, receive(inside, desk, bare)) == [Verdict.SAME]
    assert verdicts(inside, desk, receive(inside, desk, FIRST.replace("A-1", "B-7"))) == [
        Verdict.SAME
    ]


def test_two_lines_about_one_training_are_one_too_many(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, FIRST, FIRST)
    _first, second = lines_of(inside, desk, found)
    assert (second.verdict, second.errors[0]["values"]) == (Verdict.WRONG, {"line": 2})


def test_what_is_being_read_or_archived_is_not_changed(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST)
    moves.archive_training(inside, desk.writer, all_of(inside)[0].id)
    assert verdicts(inside, desk, receive(inside, desk, FIRST.replace("2,5", "4"))) == [
        Verdict.HELD
    ]


def test_what_changed_since_the_preview_is_left(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST)
    found = receive(inside, desk, FIRST.replace("2,5", "4"))
    save(inside, desk, all_of(inside)[0], organiser="Autre")
    importing.start_import(inside, desk.writer, found.id)
    assert [line.outcome for line in lines_of(inside, desk, found)] == [Outcome.MOVED]
    assert str(all_of(inside)[0].days) == "2.5"


def test_two_previews_of_one_file_start_each_training_once(inside: Session, desk: Desk) -> None:
    one, other = receive(inside, desk, FIRST), receive(inside, desk, FIRST)
    for found in (one, other):
        importing.start_import(inside, desk.writer, found.id)
    assert len(all_of(inside)) == 1
    assert [line.outcome for line in lines_of(inside, desk, other)] == [Outcome.MOVED]


def test_an_import_is_undone(inside: Session, desk: Desk) -> None:
    do(inside, desk, FIRST)
    found = do(inside, desk, FIRST.replace("2,5", "4"), SECOND)
    importing.undo_import(inside, desk.writer, found.id)
    importing.undo_import(inside, desk.writer, found.id)
    (training,) = all_of(inside)
    assert (training.title, str(training.days)) == ("Écouter", "2.5")
    outcomes = [line.outcome for line in lines_of(inside, desk, found)]
    assert outcomes == [Outcome.RESTORED, Outcome.REMOVED]
    # The file before is what the next one is compared with.
    assert verdicts(inside, desk, receive(inside, desk, FIRST)) == [Verdict.SAME]
    assert inside.scalar(select(func.count()).select_from(TrainingReference)) == 1


def test_what_changed_since_the_import_stays(inside: Session, desk: Desk) -> None:
    found = do(inside, desk, FIRST, SECOND)
    save(inside, desk, all_of(inside)[0], organiser="Autre")
    importing.undo_import(inside, desk.writer, found.id)
    assert [training.organiser for training in all_of(inside)] == ["Autre"]
    outcomes = [line.outcome for line in lines_of(inside, desk, found)]
    assert outcomes == [Outcome.STAYED, Outcome.REMOVED]


def test_what_was_published_since_stays(inside: Session, desk: Desk) -> None:
    found = do(inside, desk, FIRST)
    (training,) = all_of(inside)
    facts = {"sources": ["Catalogue"]}
    step, version = TrainingStep.SOURCES, training.version
    writing.save_step(inside, desk.writer, training.id, step, facts, version=version)
    moves.ask_review(inside, desk.writer, training.id)
    moves.publish_training(inside, desk.reader, training.id)
    importing.undo_import(inside, desk.writer, found.id)
    assert len(all_of(inside)) == 1


def test_undone_only_once_it_is_done(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, FIRST)
    with pytest.raises(MovedOn):
        importing.undo_import(inside, desk.writer, found.id)
    importing.start_import(inside, desk.writer, found.id)
    with pytest.raises(MovedOn):
        receiving.forget_import(inside, desk.writer, found.id)


def test_a_file_nobody_imports_is_forgotten(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, FIRST)
    receiving.forget_import(inside, desk.writer, found.id)
    assert inside.scalar(select(func.count()).select_from(TrainingImportLine)) == 0


def test_what_was_sent_is_forgotten_in_time(
    inside: Session, desk: Desk, run_jobs: Any, backstage: Session
) -> None:
    do(inside, desk, FIRST)
    inside.commit()
    with time_machine.travel(clock.now() + timedelta(days=89)):
        forget_imports(0)
    assert backstage.scalar(select(func.count()).select_from(TrainingImport)) == 1
    with time_machine.travel(clock.now() + timedelta(days=91)):
        forget_imports(0)
    backstage.rollback()
    assert backstage.scalar(select(func.count()).select_from(TrainingImportLine)) == 0
    assert backstage.scalar(select(func.count()).select_from(Training)) == 1


def test_a_long_file_is_imported_by_a_job(
    inside: Session, desk: Desk, run_jobs: Any, backstage: Session
) -> None:
    many = [f"B-{n};Formation {n};Les Marches;1;;;" for n in range(queries.AT_ONCE + 5)]
    found = do(inside, desk, *many)
    assert found.state == ImportState.RUNNING
    inside.commit()
    run_jobs()
    backstage.expire_all()
    assert backstage.get_one(TrainingImport, found.id).state == ImportState.DONE
    assert backstage.scalar(select(func.count()).select_from(Training)) == len(many)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_comes_back_without_a_difference(
    inside: Session, desk: Desk, form: str
) -> None:
    write_training(
        inside,
        desk.writer,
        title="=1+1",
        partners="+33, @vous\n- et d’autres",
        goals="'=déjà marqué",
        modules=[{"title": "Un | deux \\ trois", "hours": 3.5, "text": "a\nb"}],
        funding=[
            {"year": 2026, "free": "yes", "words": "ARS"},
            {"year": 2025, "free": "no", "words": "", "amount": 1350.5},
            {"year": 2024, "free": "no", "words": "", "amount": 1.0},
            {"year": None, "free": "", "words": "x"},
        ],
        contradictions=[{"about": "duration", "said": [{"text": "19 | 18", "source": "Guide"}]}],
        department="01",
        prerequisites=["none"],
        french_needs=["welcome", "lire | un plan"],
        selection=["CV", "Entretien\\n"],
        passport={"lift": "yes", "computer": "no"},
        languages=["fr", "fa-AF"],
        contact_phone="01 99 00 12 34",
        hours=126,
        places=12,
    )
    table = exporting.table_of(inside, desk.writer)
    content = to_csv(table) if form == "csv" else to_xlsx("", [table])
    found = receiving.receive_file(inside, desk.writer, f"f.{form}", BytesIO(content))
    assert "" not in found.mapping[:-1]
    receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    (line,) = lines_of(inside, desk, found)
    assert (line.verdict, line.changes, line.errors) == (Verdict.SAME, [], [])
    assert "=1+1" not in content.decode("utf-8", "ignore").split(";")


def test_a_file_exported_before_a_change_here_is_a_conflict(inside: Session, desk: Desk) -> None:
    training = write_training(inside, desk.writer, days=2)
    content = to_csv(exporting.table_of(inside, desk.writer)).replace(b";2;", b";5;")
    save(inside, desk, training, days=3)
    found = receiving.receive_file(inside, desk.writer, "f.csv", BytesIO(content))
    receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    assert verdicts(inside, desk, found) == [Verdict.CONFLICT]


def test_every_public_fact_has_its_column(inside: Session) -> None:
    keys = {key for key in columns_of(inside) if not key.startswith("passport.")}
    assert keys - {"reference", "version", "sessions"} == set(PUBLIC_FIELDS) - {"passport"}


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("Modules", "Un\n\n | 3 | \n | | deux", "modules", ["Un", ""]),
        ("Financement", "2026 | oui | ARS | et la ville", "funding", ["ARS | et la ville"]),
        ("Différences entre les sources", "La durée\nLe prix | 3 | A", "contradictions", ["cost"]),
        ("Département", "1", "department", "01"),
        ("Département", "2a", "department", "2A"),
        ("Français à l’oral", "A2", "french_oral", "a2"),
        ("Téléphone", "01 99 00 12 34", "contact_phone", "+33199001234"),
        ("Ouverte aux personnes concernées", "VRAI", "open_to_concerned", "yes"),
    ],
)
def test_cells_are_read_as_people_write_them(
    inside: Session, desk: Desk, header: str, cell: str, field: str, value: Any
) -> None:
    content = to_csv(Rows("t", "t", ["Titre", header], [["Une", cell]]))
    found = receiving.receive_file(inside, desk.writer, "f.csv", BytesIO(content))
    receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    importing.start_import(inside, desk.writer, found.id)
    (training,) = all_of(inside)
    said = getattr(training, field)
    if isinstance(said, list):
        key = {"modules": "title", "funding": "words"}.get(field, "about")
        said = [row[key] for row in said]
    assert said == value


@pytest.mark.parametrize("header", ["Vérifiée le", "Jours", "Nombre de places", "Financement"])
def test_a_number_without_end_is_an_error_of_its_line(
    inside: Session, desk: Desk, header: str
) -> None:
    for endless in ("9" * 30, "9" * 5000, f"{'9' * 30}/03/2027"):
        content = to_csv(Rows("t", "t", ["Titre", header], [["Une", endless]]))
        found = receiving.receive_file(inside, desk.writer, "f.csv", BytesIO(content))
        receiving.name_columns(inside, desk.writer, found.id, found.mapping)
        assert verdicts(inside, desk, found) == [Verdict.WRONG]


def test_the_model_is_a_table_with_nothing_in_it(inside: Session, desk: Desk) -> None:
    model, explained = exporting.model_of(inside)
    assert len(explained.rows) == len(model.columns)
    with pytest.raises(NothingToImport):
        receiving.receive_file(inside, desk.writer, "m.csv", BytesIO(to_csv(model)))


def test_it_is_the_federation_s_alone(inside: Session, desk: Desk, database: Database) -> None:
    found = do(inside, desk, FIRST)
    inside.commit()
    member = officer_of(desk.house.federation, desk.house.federal_officer, Role.MEMBER)
    with pytest.raises(NotAllowed):
        receiving.receive_file(inside, member, "a.csv", sent(FIRST))
    with pytest.raises(NotAllowed):
        importing.undo_import(inside, member, found.id)
    other = officer_of(desk.house.structure, desk.house.administrator)
    with open_session(database, other) as elsewhere, pytest.raises(NotFound):
        queries.get_import(elsewhere, other, found.id)


@pytest.mark.parametrize(
    ("cell", "free", "amount"),
    [
        ("2026 | 350 | La personne", "no", 350.0),
        ("2026 | 1 350,50 € | La personne", "no", 1350.5),
        ("2026 | 20 euros | La personne", "no", 20.0),
        ("2026 | 1 | La personne", "yes", None),
        ("2026 | 1 € | La personne", "no", 1.0),
        ("2026 | non | La personne", "no", None),
    ],
)
def test_a_price_is_read_as_people_write_it(
    inside: Session, desk: Desk, cell: str, free: str, amount: float | None
) -> None:
    content = to_csv(Rows("t", "t", ["Titre", "Financement"], [["Une", cell]]))
    found = receiving.receive_file(inside, desk.writer, "f.csv", BytesIO(content))
    receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    importing.start_import(inside, desk.writer, found.id)
    ((row,),) = (one.funding for one in all_of(inside))
    said = {"year": 2026, "free": free, "words": "La personne"}
    assert row == (said if amount is None else said | {"amount": amount})


@pytest.mark.parametrize("cell", ["2026 | cher", "2026 | 0 €", "2026 | 60000", "2026 | 3,505"])
def test_a_price_that_cannot_be_is_an_error_of_its_line(
    inside: Session, desk: Desk, cell: str
) -> None:
    content = to_csv(Rows("t", "t", ["Titre", "Financement"], [["Une", cell]]))
    found = receiving.receive_file(inside, desk.writer, "f.csv", BytesIO(content))
    receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    (line,) = lines_of(inside, desk, found)
    assert line.verdict == Verdict.WRONG
    assert [error["column"] for error in line.errors] == ["funding"]
