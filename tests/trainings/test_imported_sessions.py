"""Sessions from a file: read, compared, planned or announced as one chose, undone; never changed
where somebody asked to come.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock, i18n
from portal.kernel.db import Database
from portal.kernel.sheets import to_csv, to_xlsx
from portal.trainings.actions import importing, receiving, sessions
from portal.trainings.actions.receiving import Choices
from portal.trainings.enums import SessionState, TrainingState
from portal.trainings.exchange import exporting
from portal.trainings.exchange.codecs import Unreadable
from portal.trainings.exchange.timetable import Sessions, row_of
from portal.trainings.import_enums import ImportState, Outcome, Verdict
from portal.trainings.lheo import rules, writing
from portal.trainings.lheo.sessions import sessions_cell
from portal.trainings.models import (
    PublishedTraining,
    Training,
    TrainingImport,
    TrainingImportLine,
    TrainingSession,
)
from portal.trainings.queries import imports as queries
from portal.trainings.queries import sessions as dated
from tests.factories.desks import Desk
from tests.factories.joining import ask, begin, open_dates
from tests.factories.trainings import forget_trainings, open_session, publish_training

FIRST = clock.today() + timedelta(days=40)


@pytest.fixture
def inside(database: Database, desk: Desk, backstage: Session) -> Iterator[Session]:
    forget_trainings(backstage)
    backstage.commit()
    with open_session(database, desk.writer) as opened:
        yield opened


def day(after: int = 0) -> str:
    return (FIRST + timedelta(days=after)).isoformat()


def row(*parts: str) -> str:
    return " | ".join(parts)


def table(*sessions: str) -> BytesIO:
    """A file of one training, its sessions in one cell."""
    cell = "\n".join(sessions)
    head = "Identifiant;Titre;Organisme;Sessions à venir"
    return BytesIO(f'{head}\nA-1;Écouter;Les Marches;"{cell}"\n'.encode())


def about(training: Training, *sessions: str) -> BytesIO:
    """A file that says the sessions of a training, and nothing else of it."""
    cell = "\n".join(sessions)
    return BytesIO(f'Identifiant;Sessions à venir\n{training.id};"{cell}"\n'.encode())


def receive(inside: Session, desk: Desk, stream: BytesIO, name: str = "a.csv") -> TrainingImport:
    found = receiving.receive_file(inside, desk.writer, name, stream)
    if found.state == ImportState.COLUMNS:
        receiving.name_columns(inside, desk.writer, found.id, found.mapping)
    return found


def line_of(inside: Session, desk: Desk, found: TrainingImport) -> TrainingImportLine:
    inside.expire_all()
    (line,) = queries.list_lines(inside, desk.writer, found.id)
    return line


def do(inside: Session, desk: Desk, stream: BytesIO, **choices: Any) -> TrainingImportLine:
    """Received, chosen and imported."""
    found = receive(inside, desk, stream)
    number = line_of(inside, desk, found).number
    places = {number: choices["places"]} if "places" in choices else {}
    announced = [number] if choices.get("announce") else []
    receiving.choose_lines(
        inside, desk.writer, found.id, Choices([number], [number], announced, places)
    )
    importing.start_import(inside, desk.writer, found.id)
    return line_of(inside, desk, found)


def all_of(inside: Session) -> list[TrainingSession]:
    inside.expire_all()
    found = select(TrainingSession).order_by(TrainingSession.starts_on, TrainingSession.id)
    return list(inside.scalars(found))


def kinds(line: TrainingImportLine) -> list[str]:
    return [one["kind"] for one in line.changes if one["column"] == "sessions"]


def same(inside: Session, desk: Desk, stream: BytesIO, name: str = "a.csv") -> bool:
    """Whether sending this would change nothing."""
    line = line_of(inside, desk, receive(inside, desk, stream, name))
    return (line.verdict, line.changes, line.errors) == (Verdict.SAME, [], [])


WHOLE = row(
    day(), day(1), day(-7), "12", "Salle 4", "1 rue des Marches", "Lille", "Nord", "non",
    f"{day()} 9:00-12:30 ; {day(1)} après-midi", "Ascenseur = oui ; Salle calme = non",
    "oui", "non", "S-1",
)  # fmt: skip


def test_a_file_plans_sessions_nobody_sees_yet(inside: Session, desk: Desk) -> None:
    found = receive(inside, desk, table(WHOLE, row(day(30), "", "", "8")))
    line = line_of(inside, desk, found)
    assert (line.verdict, kinds(line)) == (Verdict.NEW, ["new", "new"])
    assert all_of(inside) == [], "a dry run writes nothing"
    importing.start_import(inside, desk.writer, found.id)
    first, second = all_of(inside)
    assert {one.state for one in (first, second)} == {SessionState.PLANNED}
    assert (first.starts_on, first.ends_on) == (FIRST, FIRST + timedelta(days=1))
    assert first.register_until == FIRST - timedelta(days=7)
    assert (first.places, first.venue, first.city, first.department) == (
        12,
        "Salle 4",
        "Lille",
        "59",
    )
    assert (first.online, first.chooses, first.asks_employer) == (False, True, False)
    assert [(one["on"], one["half"], one["starts"]) for one in first.half_days] == [
        (day(), "am", "09:00"),
        (day(1), "pm", "13:30"),
    ]
    assert first.passport == {"lift": "yes", "quiet_room": "no"}
    assert (second.ends_on, second.places, second.half_days) == (second.starts_on, 8, [])
    assert second.register_until == second.starts_on - timedelta(days=1)


def test_the_same_file_again_changes_nothing(inside: Session, desk: Desk) -> None:
    file = (WHOLE, row(day(30), "", "", "8"))
    do(inside, desk, table(*file))
    assert same(inside, desk, table(*file))
    assert len(all_of(inside)) == 2


def test_what_the_file_moved_is_shown_and_done(inside: Session, desk: Desk) -> None:
    do(inside, desk, table(WHOLE))
    (before,) = all_of(inside)
    line = do(inside, desk, table(WHOLE.replace("Lille", "Lens").replace(day(1), day(2))))
    (change,) = [one for one in line.changes if one["column"] == "sessions"]
    assert (change["kind"], change["session"]) == ("changed", str(before.id))
    assert change["keys"] == ["city", "ends_on", "half_days"]
    assert (change["old"][0]["city"], change["new"][0]["city"]) == ("Lille", "Lens")
    (after,) = all_of(inside)
    assert (after.id, after.city, after.places) == (before.id, "Lens", 12)
    assert after.ends_on == FIRST + timedelta(days=2)
    (training,) = inside.scalars(select(Training))
    assert training.version == line.version
    assert line.outcome == Outcome.CHANGED


def test_what_changed_here_stays_unless_both_did(inside: Session, desk: Desk) -> None:
    do(inside, desk, table(WHOLE))
    (found,) = all_of(inside)
    sessions.change_session(inside, desk.writer, found.id, {"city": "Roubaix"}, version=1)
    line = line_of(inside, desk, receive(inside, desk, table(WHOLE)))
    assert (line.verdict, kinds(line)) == (Verdict.SAME, ["ours"])
    line = line_of(inside, desk, receive(inside, desk, table(WHOLE.replace("12", "9", 1))))
    assert (line.verdict, kinds(line)) == (Verdict.CHANGED, ["changed"])
    do(inside, desk, table(WHOLE.replace("| 12 |", "| 9 |")))
    (found,) = all_of(inside)
    assert (found.city, found.places) == ("Roubaix", 9)
    line = line_of(inside, desk, receive(inside, desk, table(WHOLE.replace("Lille", "Lens"))))
    assert (line.verdict, kinds(line), line.is_taken) == (Verdict.CONFLICT, ["conflict"], False)


def test_without_an_identifier_the_days_and_the_place_find_it(inside: Session, desk: Desk) -> None:
    here, there = (row(day(), "", "", "8", "", "", city) for city in ("Lille", "Lens"))
    do(inside, desk, table(here, there))
    assert len(all_of(inside)) == 2
    assert same(inside, desk, table(there, here))
    line = line_of(inside, desk, receive(inside, desk, table(here, there.replace("8", "9"))))
    assert kinds(line) == ["changed"]
    assert line.changes[0]["new"][0]["city"] == "Lens"


def test_nobody_invents_how_many_places(inside: Session, desk: Desk) -> None:
    """The training's own number, or the one who imports says; else it is not planned."""
    bare = row(day())
    line = do(inside, desk, table(bare))
    assert (kinds(line), line.before["sessions"]["left"]) == (["no_places"], 1)
    assert all_of(inside) == []
    line = do(inside, desk, table(bare))
    assert line.outcome == Outcome.LEFT
    line = do(inside, desk, table(bare), places=7)
    assert [one.places for one in all_of(inside)] == [7]
    (training,) = inside.scalars(select(Training))
    training.places = 15
    inside.flush()
    do(inside, desk, table(bare, row(day(60))))
    assert [one.places for one in all_of(inside)] == [7, 15]


def test_only_the_sessions_of_what_is_online_are_announced(
    inside: Session, desk: Desk, online: Training
) -> None:
    do(inside, desk, table(WHOLE), announce=True)
    assert [one.state for one in all_of(inside)] == [SessionState.PLANNED]
    before = online.version
    line = do(inside, desk, about(online, row(day(9), "", "", "8")), announce=True)
    assert line.before["sessions"]["made"][0]["is_open"]
    found = all_of(inside)[-1]
    assert (found.training_id, found.state) == (online.id, SessionState.OPEN)
    inside.refresh(online)
    assert (online.state, online.version) == (TrainingState.PUBLISHED, before)
    assert [one.session.id for one in dated.list_coming(inside, online.id)] == [found.id]


def test_a_past_session_is_left_out(inside: Session, desk: Desk) -> None:
    past = (clock.today() - timedelta(days=9)).isoformat()
    line = do(inside, desk, table(row(past, "", "", "8"), row(day(), "", "", "8")))
    assert kinds(line) == ["over", "new"]
    assert [one.starts_on for one in all_of(inside)] == [FIRST]
    assert line_of(inside, desk, receive(inside, desk, table(row(past, "", "", "8")))).verdict == (
        Verdict.SAME
    )


@pytest.fixture
def online(inside: Session, desk: Desk) -> Training:
    return publish_training(inside, desk.writer, desk.reader, title="En ligne")


@pytest.fixture
def joined(
    inside: Session, desk: Desk, online: Training, database: Database, settings: Settings
) -> TrainingSession:
    """A session a file announced and somebody asked to come to."""
    do(inside, desk, about(online, WHOLE), announce=True)
    (found,) = all_of(inside)
    inside.commit()
    ask(database, settings, found.id)
    return found


def test_a_session_somebody_asked_to_come_to_is_never_changed(
    inside: Session, desk: Desk, online: Training, joined: TrainingSession
) -> None:
    moved = WHOLE.replace("Lille", "Lens")
    line = line_of(inside, desk, receive(inside, desk, about(online, moved)))
    assert (line.verdict, kinds(line), line.is_taken) == (Verdict.HELD, ["joined"], False)
    # With something else of the line to take, the session still stays.
    line = do(inside, desk, about(online, moved, row(day(50), "", "", "8")))
    assert (kinds(line), line.before["sessions"]["left"]) == (["joined", "new"], 1)
    inside.refresh(joined)
    assert (joined.city, len(all_of(inside))) == ("Lille", 2)
    # What was left was not done: the same file proposes it again.
    assert kinds(line_of(inside, desk, receive(inside, desk, about(online, moved)))) == ["joined"]


def test_who_asks_to_come_after_the_preview_is_seen(
    inside: Session, desk: Desk, online: Training, database: Database, settings: Settings
) -> None:
    dates = open_dates(inside, desk.writer, online)
    inside.commit()
    days = (dates.starts_on.isoformat(), dates.ends_on.isoformat())
    found = receive(inside, desk, about(online, row(*days, "", "9")))
    assert kinds(line_of(inside, desk, found)) == ["changed"]
    inside.commit()
    ask(database, settings, dates.id)
    importing.start_import(inside, desk.writer, found.id)
    assert line_of(inside, desk, found).outcome == Outcome.LEFT
    inside.refresh(dates)
    assert dates.places == 2


def test_a_called_off_session_is_not_changed(inside: Session, desk: Desk) -> None:
    do(inside, desk, table(WHOLE))
    (found,) = all_of(inside)
    sessions.cancel_session(inside, desk.writer, found.id, "")
    line = line_of(inside, desk, receive(inside, desk, table(WHOLE.replace("Lille", "Lens"))))
    assert (line.verdict, kinds(line)) == (Verdict.HELD, ["called_off"])


def test_what_would_contradict_itself_here_is_not_done(inside: Session, desk: Desk) -> None:
    """Its last day before the half-days the session keeps."""
    do(inside, desk, table(WHOLE))
    line = line_of(inside, desk, receive(inside, desk, table(row(day(), day(), *[""] * 11, "S-1"))))
    assert (line.verdict, kinds(line)) == (Verdict.HELD, ["impossible"])
    assert line.changes[0]["why"] == "Chaque demi-journée est entre le premier et le dernier jour."


def test_a_file_moves_nothing_announced_to_days_that_are_past(
    inside: Session, desk: Desk, online: Training
) -> None:
    """Said in the preview, before anything is done."""
    dates = open_dates(inside, desk.writer, online, half_days=[])
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    rest = [""] * 11
    said = about(online, row(yesterday, dates.ends_on.isoformat(), *rest, str(dates.id)))
    line = line_of(inside, desk, receive(inside, desk, said))
    assert (line.verdict, kinds(line)) == (Verdict.HELD, ["impossible"])
    assert "Ce jour est passé" in line.changes[0]["why"]


def test_an_import_with_sessions_is_undone(inside: Session, desk: Desk) -> None:
    line = do(inside, desk, table(WHOLE))
    importing.undo_import(inside, desk.writer, line.import_id)
    assert (all_of(inside), list(inside.scalars(select(Training)))) == ([], [])
    do(inside, desk, table(WHOLE))
    moved = do(inside, desk, table(WHOLE.replace("Lille", "Lens"), row(day(30), "", "", "8")))
    importing.undo_import(inside, desk.writer, moved.import_id)
    (found,) = all_of(inside)
    assert (found.city, found.starts_on) == ("Lille", FIRST)
    assert same(inside, desk, table(WHOLE))
    assert line_of(inside, desk, inside.get_one(TrainingImport, moved.import_id)).outcome == (
        Outcome.RESTORED
    )


def test_a_training_with_a_session_of_ours_is_not_taken_away(inside: Session, desk: Desk) -> None:
    line = do(inside, desk, table(WHOLE))
    (training,) = inside.scalars(select(Training))
    values = {"starts_on": FIRST, "ends_on": FIRST, "register_until": FIRST, "places": 3}
    sessions.plan_session(inside, desk.writer, training.id, values)
    importing.undo_import(inside, desk.writer, line.import_id)
    found = line_of(inside, desk, inside.get_one(TrainingImport, line.import_id))
    assert (found.outcome, len(all_of(inside))) == (Outcome.STAYED, 2)


def test_a_session_changed_given_or_joined_since_stays(
    inside: Session, desk: Desk, online: Training, database: Database, settings: Settings
) -> None:
    rows = [row(day(n), "", "", "8") for n in range(4)]
    line = do(inside, desk, about(online, *rows), announce=True)
    changed, drafted, joined, _free = all_of(inside)
    sessions.change_session(inside, desk.writer, changed.id, {"city": "Lens"}, version=2)
    inside.commit()
    ask(database, settings, joined.id)
    with database.session() as outside:
        begin(outside, settings, dated.get_public(outside, drafted.id))
        outside.commit()
    importing.undo_import(inside, desk.writer, line.import_id)
    assert {one.id for one in all_of(inside)} == {changed.id, drafted.id, joined.id}
    found = line_of(inside, desk, inside.get_one(TrainingImport, line.import_id))
    assert found.outcome == Outcome.RESTORED


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_comes_back_without_a_difference(
    inside: Session, desk: Desk, form: str
) -> None:
    """Also with what would cut a cell, and with our own hours of a half-day."""
    training = publish_training(inside, desk.writer, desk.reader)
    plan_all(inside, desk, training)
    exported = exporting.table_of(inside, desk.writer)
    content = to_csv(exported) if form == "csv" else to_xlsx("", [exported])
    assert same(inside, desk, BytesIO(content), f"f.{form}")
    assert len(all_of(inside)) == 4


def plan_all(inside: Session, desk: Desk, training: Training) -> None:
    """Sessions that say everything a file may, that say little, one half a day, one online."""
    told: list[dict[str, Any]] = [
        {
            "venue": "=Salle | 4 \\ fond; cour",
            "address": "1 rue des Marches, au fond",
            "city": "Lille",
            "department": "01",
            "online": True,
            "chooses": True,
            "asks_employer": True,
            "passport": {"lift": "yes", "quiet_room": "no"},
            "half_days": [
                {"on": day(), "half": "pm", "starts": "11:30", "ends": "12:30"},
                {"on": day(1), "half": "am", "starts": "09:00", "ends": "12:30"},
            ],
        },
        {"starts_on": FIRST, "ends_on": FIRST},
        {"starts_on": FIRST + timedelta(days=20), "ends_on": FIRST + timedelta(days=20)},
        {"online": True},
    ]
    for values in told:
        days = {"starts_on": FIRST, "ends_on": FIRST + timedelta(days=1), "register_until": FIRST}
        sessions.plan_session(inside, desk.writer, training.id, {**days, "places": 9, **values})


def test_sessions_go_through_lheo_without_loss(inside: Session, desk: Desk) -> None:
    """Ours read again says nothing new; elsewhere, and announced, it is written the same."""
    training = publish_training(inside, desk.writer, desk.reader, days=2, city="Lille")
    plan_all(inside, desk, training)
    for one in all_of(inside):
        sessions.open_session(inside, desk.writer, one.id)
    before = [row_of(one) for one in all_of(inside)]
    first = written(inside, training)
    assert list(rules.faults(etree.fromstring(first))) == []
    assert same(inside, desk, BytesIO(first), "a.xml")

    inside.execute(delete(TrainingSession))
    line = do(inside, desk, BytesIO(first), announce=True)
    assert line.outcome == Outcome.CHANGED
    after = [row_of(one) for one in all_of(inside)]
    assert [told(one) for one in after] == [told(one) for one in before]
    second = written(inside, training)
    assert rows_in(inside, second) == rows_in(inside, first)
    assert len(rows_in(inside, first)) == 4


def told(one: dict[str, Any]) -> dict[str, Any]:
    """A row but for how it is called."""
    return {key: value for key, value in one.items() if key != "reference"}


def written(inside: Session, training: Training) -> bytes:
    inside.expire_all()
    document = inside.get_one(PublishedTraining, training.id).document
    dates = {training.slug: all_of(inside)}
    return writing.write(inside, [(training.slug, clock.now(), document)], dates)


def rows_in(inside: Session, content: bytes) -> list[dict[str, Any]]:
    """The sessions of a document, but for how they are called."""
    (formation,) = etree.fromstring(content).iter("{*}formation")
    with i18n.use(i18n.DEFAULT):
        return [told(one) for one in Sessions().read(inside, sessions_cell(formation))]


OTHER = """<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="AB-12">
<intitule-formation>Médiation</intitule-formation>
<action><lieu-de-formation><coordonnees><adresse><denomination>Tour B</denomination>
<ligne>3 quai Nord</ligne><ligne>Non communiqué</ligne><ville>Lille</ville>
<departement>59</departement></adresse></coordonnees></lieu-de-formation>
<modalites-enseignement>2</modalites-enseignement>
<session numero="S 1"><periode><debut>{first}</debut><fin>{last}</fin></periode>
<periode-inscription><periode><debut>00000000</debut><fin>{until}</fin></periode>
</periode-inscription></session>
<session><periode><debut>00000000</debut><fin>99999999</fin></periode></session>
<session><periode><debut>{first}</debut><fin>99999999</fin></periode></session></action>
<action><session numero="S 2"><periode><debut>{last}</debut><fin>{last}</fin></periode></session>
</action></formation></offres></lheo>"""


def lheo(**days: date) -> BytesIO:
    known = {"first": FIRST, "last": FIRST + timedelta(days=3), "until": FIRST} | days
    return BytesIO(OTHER.format(**{name: f"{one:%Y%m%d}" for name, one in known.items()}).encode())


def test_the_sessions_of_another_register_take_place_where_their_action_does(
    inside: Session, desk: Desk
) -> None:
    line = do(inside, desk, lheo(), places=10)
    assert [one["kind"] for one in line.remarks].count("no_period") == 1
    assert kinds(line) == ["no_places", "no_places"]
    first, second = all_of(inside)
    assert (first.venue, first.address, first.city) == ("Tour B", "3 quai Nord", "Lille")
    assert (first.department, first.online, first.register_until) == ("59", True, FIRST)
    assert (second.city, second.online, second.places) == ("", False, 10)
    assert same(inside, desk, lheo(), "a.xml")
    line = line_of(inside, desk, receive(inside, desk, lheo(until=FIRST - timedelta(days=5))))
    assert line.changes[0]["keys"] == ["register_until"]


def test_a_session_that_cannot_be_is_an_error_of_its_line(inside: Session, desk: Desk) -> None:
    for sessions_of, said in (
        (row(day(3), day()), "Le dernier jour vient après le premier."),
        (row(day(), day(), day(4)), "On ne peut pas s’inscrire après le dernier jour."),
        (row("9" * 30 + "/03/2027"), "Écrivez une date, par exemple 12/03/2027."),
        (row("demain"), "Écrivez une date, par exemple 12/03/2027."),
        (row("", day()), "Écrivez le premier jour de la session."),
        (row(day(), "", "", "0"), "Écrivez un nombre de places entre 1 et 500."),
        (
            row(day(), "", "", "9", "", "", "", "Atlantide"),
            "Ce mot n’est pas dans la liste proposée.",
        ),
        (row(*[day(), *[""] * 8], "le matin"), "Écrivez une date, par exemple"),
        (row(*[day(), *[""] * 8], f"{day()} 25:00-26:00"), "Écrivez une demi-journée ainsi"),
        (row(*[day(), *[""] * 8], f"{day()} 12:00-9:00"), "Une demi-journée finit avant"),
        (row(*[day(), *[""] * 9], "Ascenseur"), "Écrivez l’accessibilité ainsi"),
        (row(*[day(), *[""] * 9], "Tapis = oui"), "Écrivez l’accessibilité ainsi"),
    ):
        line = line_of(inside, desk, receive(inside, desk, table(sessions_of)))
        assert line.verdict == Verdict.WRONG
        ((error),) = line.errors
        assert error["column"] == "sessions"
        assert said in error["message"]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("12/03/2027", [("am", "09:00", "12:30"), ("pm", "13:30", "17:00")]),
        ("12/03/2027 matin", [("am", "09:00", "12:30")]),
        ("2027-03-12 14h-17h30", [("pm", "14:00", "17:30")]),
        ("2027-03-12 matin 12:00-13:00", [("am", "12:00", "13:00")]),
    ],
)
def test_half_days_are_read_as_people_write_them(
    inside: Session, text: str, slots: list[tuple[str, str, str]]
) -> None:
    (found,) = Sessions().read(inside, row("2027-03-12", *[""] * 8, text))
    assert [(one["half"], one["starts"], one["ends"]) for one in found["half_days"]] == slots


@pytest.mark.parametrize("many", [201, 5000])
def test_too_many_sessions_are_refused(inside: Session, many: int) -> None:
    with pytest.raises(Unreadable) as refused:
        Sessions().read(inside, "\n".join(row(day(n)) for n in range(many)))
    assert refused.value.values == {"most": 200}
    session = "<session><periode><debut>20280101</debut><fin>20280102</fin></periode></session>"
    root = etree.fromstring(f"<formation><action>{session * many}</action></formation>")
    assert sessions_cell(root).count("\n") == 200
