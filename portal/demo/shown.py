"""What is shown of a record, and to whom: a voice, shares that live and that ended, a federation's own
lines, lines read aloud. Through the real actions.
"""

from collections.abc import Collection
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.answer import Stage
from portal.demo.interviews import HOUSE, worker
from portal.demo.publish import VOICES
from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.kernel import clock
from portal.kernel.db import new_id
from portal.organisations.scope import Actor
from portal.people.actions.shares import Reader, revoke_share
from portal.people.models import Share
from portal.skills.actions import frameworks, grid, headings, sharing
from portal.skills.enums import Part
from portal.skills.models import FrameworkAction

FEDERATION, HOST = "fas-ile-de-france", "association-hote"
# Every line of the guide is read aloud in French (scripts/voices); the first one in other languages
# too: language and file. No free voice reads Pashto.
LINES = VOICES / "lines"
FIRST, READINGS = "link-trust", {"fa-AF": "line-fa", "ar": "line-ar"}


def tell(stage: Stage) -> None:
    karim = worker(stage)
    _say_aloud(stage, karim)
    _read_aloud(stage)
    _write_lines(stage)
    _share_with_work(stage, karim)
    _share_with_federation(stage, karim)
    _share_once(stage, karim)


def _line(session: Session, code: str) -> FrameworkAction:
    return session.scalars(select(FrameworkAction).where(FrameworkAction.code == code)).one()


def _say_aloud(stage: Stage, karim: Actor) -> None:
    """A line shown by a voice."""
    with clock.pretending(stage.now - timedelta(days=13)), stage.acting(karim) as session:
        spoken = BytesIO((VOICES / "voice-fr.ogg").read_bytes())
        file_id = files.receive_whole(
            session, karim, FilePurpose.EVIDENCE, None, "atelier.ogg", spoken
        )
        grid.add_file(session, karim, _line(session, "team-transmit").id, file_id)


def _read_aloud(stage: Stage) -> None:
    host = stage.actors[HOST]
    readings = [(file.stem, "fr", file) for file in sorted(LINES.glob("*.ogg"))]
    readings += [(FIRST, tag, VOICES / f"{name}.ogg") for tag, name in READINGS.items()]
    with stage.acting(host) as session:
        for code, language, file in readings:
            line = _line(session, code)
            read = BytesIO(file.read_bytes())
            frameworks.add_recording(
                session, host, line.framework_id, line.id, language, file.name, read
            )


def _write_lines(stage: Stage) -> None:
    """What a federation adds beside the guide: one edition, translated; a draft after it."""
    officer = stage.actors[FEDERATION]
    said = frameworks.Said(
        "Interpréter entre une personne et un service",
        "Traduire ce que chacun dit, sans rien ajouter.",
        "Au guichet, vous redites tout, même ce qui fâche.",
    )
    with clock.pretending(stage.now - timedelta(days=120)), stage.acting(officer) as session:
        made = frameworks.create_framework(
            session,
            officer,
            "Travail pair dans plusieurs langues",
            "Groupe de travail régional",
            clock.today() - timedelta(days=30),
        )
        heading = headings.add_heading(
            session,
            officer,
            made.id,
            "Faire le lien entre les langues",
            "Aider deux personnes à se comprendre",
        )
        line = frameworks.add_line(session, officer, made.id, heading.id, said)
        for language, plain, example in _TRANSLATED:
            words = frameworks.Said("", plain, example)
            frameworks.translate_line(session, officer, made.id, line.id, language, words)
        frameworks.publish_framework(session, officer, made.id)
    with stage.acting(officer) as session:
        draft = frameworks.Said("Expliquer un mot de l’administration", "Dire un mot difficile.")
        frameworks.add_line(session, officer, made.id, heading.id, draft)


_TRANSLATED = (
    (
        "fa-AF",
        "آنچه هر کس می‌گوید ترجمه کنید، بدون اینکه چیزی اضافه کنید.",
        "در دفتر، همه چیز را می‌گویید، حتا آنچه ناراحت می‌کند.",
    ),
    (
        "ps",
        "هغه څه وژباړئ چې هر څوک یې وايي، پرته له دې چې څه ورزیات کړئ.",
        "په دفتر کې هر څه وایاست، حتی هغه چې څوک خپه کوي.",
    ),
)


def _share(
    session: Session, karim: Actor, reader: Reader, parts: Collection[Part], purpose: str, days: int
) -> Share:
    until = (clock.now() + timedelta(days=days)).date()
    wanted = sharing.Wanted(new_id(), reader, parts, None, purpose, until)
    return sharing.share_record(session, karim, wanted)


def _share_with_work(stage: Stage, karim: Actor) -> None:
    """Alive, and opened twice by the manager."""
    manager = stage.actors[HOUSE]
    if manager.place is None:
        raise LookupError(HOUSE)
    reader = Reader(manager.place.name, organisation_id=manager.place.id)
    with clock.pretending(stage.now - timedelta(days=10)), stage.acting(karim) as session:
        parts = (Part.PATH, Part.PROJECT)
        share = _share(session, karim, reader, parts, "parler de ma formation", days=60)
    for days in (9, 2):
        with clock.pretending(stage.now - timedelta(days=days)), stage.acting(manager) as session:
            sharing.open_received(session, manager, share.id)


def _share_with_federation(stage: Stage, karim: Actor) -> None:
    place = stage.actors[FEDERATION].place
    if place is None:
        raise LookupError(FEDERATION)
    reader = Reader(place.name, organisation_id=place.id)
    with clock.pretending(stage.now - timedelta(days=4)), stage.acting(karim) as session:
        parts = (Part.KNOWLEDGE, Part.PROJECT)
        _share(session, karim, reader, parts, "trouver une formation pour animer", days=30)


def _share_once(stage: Stage, karim: Actor) -> None:
    """Last year's, which Karim ended."""
    manager = stage.actors[HOUSE]
    if manager.place is None or karim.person_id is None:
        raise LookupError(HOUSE)
    reader = Reader(manager.place.name, organisation_id=manager.place.id)
    with clock.pretending(stage.now - timedelta(days=369)), stage.acting(karim) as session:
        share = _share(session, karim, reader, (Part.GRID,), "mon entretien de l’an dernier", 90)
    with clock.pretending(stage.now - timedelta(days=367)), stage.acting(manager) as session:
        sharing.open_received(session, manager, share.id)
    with clock.pretending(stage.now - timedelta(days=340)), stage.acting(karim) as session:
        revoke_share(session, karim.person_id, share.id)
