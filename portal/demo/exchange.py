"""A federation imports a file of trainings, and a colleague sends its next version, still to be read:
through the real actions. The organiser and its trainings are invented.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel import clock
from portal.organisations.scope import Actor
from portal.trainings.actions import importing, receiving

FEDERATION = "fas-ile-de-france"
_HEAD = "Référence;Intitulé;Organisme;Public;Jours;Prérequis;Ville;Places;Contact;Ordinateur nécessaire;Source;Sessions"
_WHO, _FROM = "Les Passerelles (organisme de démonstration)", "Catalogue des Passerelles"
_CONTACT = "Secrétariat pédagogique"
_FIRST = (
    f"LP-01;Prendre la parole en réunion d’équipe;{_WHO};Pairs en poste;2;;Créteil;12;{_CONTACT};non;{_FROM}",
    f"LP-02;Écrire ensemble une fiche de poste;{_WHO};Équipes et pairs;1,5;;Créteil;15;{_CONTACT};oui;{_FROM}",
)
_NEXT = (
    _FIRST[0].replace(";2;;", ";3;;").replace(";12;", ";10;"),
    _FIRST[1],
    f"LP-03;Accueillir un collègue pair;{_WHO};Équipes;1;;Montreuil;14;{_CONTACT};non;{_FROM}",
    f"LP-04;Animer un groupe de parole;{_WHO};Pairs en poste;deux ou trois;;Créteil;12;{_CONTACT};;{_FROM}",
)


def _dated(lines: tuple[str, ...], now: datetime, *, moved: int = 0) -> tuple[str, ...]:
    """The first training at two dates, the second of which the next file moves; the others say
    none yet.
    """
    spring, summer = now.date() + timedelta(days=100), now.date() + timedelta(days=170 + moved)
    cell = "\n".join(
        f"{first:%d/%m/%Y} | {first + timedelta(days=1):%d/%m/%Y} | | | | | Créteil"
        f" | Val-de-Marne{tail}"
        for first, tail in (
            (spring, " | | | | | | LP-01-A"),
            (summer, " | | | Ascenseur = oui | | | LP-01-B"),
        )
    )
    first, *others = lines
    return (f'{first};"{cell}"', *(f"{one};" for one in others))


def tell(
    acting: Callable[[Actor], AbstractContextManager[Session]],
    writers: Mapping[str, Actor],
    readers: Mapping[str, Actor],
    now: datetime,
) -> None:
    writer, reader = writers[FEDERATION], readers[FEDERATION]
    with clock.pretending(now - timedelta(days=9)), acting(writer) as session:
        found = _send(session, writer, "passerelles-automne.csv", _dated(_FIRST, now))
        importing.start_import(session, writer, found)
    with clock.pretending(now - timedelta(days=1)), acting(reader) as session:
        _send(session, reader, "passerelles-hiver.csv", _dated(_NEXT, now, moved=7))


def _send(session: Session, actor: Actor, name: str, lines: tuple[str, ...]) -> UUID:
    """A file whose columns are named as they were guessed."""
    content = "\n".join((_HEAD, *lines)).encode("cp1252")
    found = receiving.receive_file(session, actor, name, BytesIO(content))
    receiving.name_columns(session, actor, found.id, found.mapping)
    return found.id
