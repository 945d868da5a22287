"""Somebody's record over three years: versions, a path, a project. Through the real actions."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import accounts
from portal.demo.answer import Stage
from portal.kernel import clock
from portal.organisations.scope import Actor
from portal.people.addresses import KEY, read
from portal.people.queries import find_owner
from portal.skills.actions import cv, grid, record, versions
from portal.skills.enums import Ease, Level, Mobilised, PathKind, Source, Wish
from portal.skills.models import FrameworkAction
from portal.skills.queries.record import list_path

OWNER = "travail-pair"
# Code of the line: mastery and interest at each of the three versions; a dash is « not yet ».
_MARKS: dict[str, tuple[str, str, str]] = {
    "link-trust": ("34", "44", "54"),
    "link-keep": ("24", "34", "44"),
    "link-listen": ("33", "44", "45"),
    "link-path": ("1-", "23", "34"),
    "link-will": ("35", "45", "55"),
    "link-recovery": ("1-", "22", "34"),
    "team-meetings": ("22", "33", "43"),
    "team-transmit": ("12", "22", "33"),
    "team-report": ("11", "21", "32"),
    "team-punctual": ("43", "43", "53"),
    "team-skills": ("--", "23", "34"),
    "team-ask": ("23", "33", "44"),
    "steps-need": ("--", "22", "33"),
    "steps-together": ("14", "34", "44"),
    "steps-know": ("--", "12", "33"),
    "outreach-link": ("35", "45", "55"),
    "outreach-fields": ("--", "23", "34"),
    "workshops-design": ("--", "--", "25"),
    "workshops-run": ("--", "--", "25"),
}
_TITLES = ("Première année", "Avant l’entretien", "Avant l’entretien de cette année")
_DAYS_AGO = (730, 370, 12)
_IN_CV = ("link-trust", "link-keep", "team-transmit", "steps-together", "workshops-run")
_WORDS = (
    ("link-trust", "Je viens tous les mardis, même quand il pleut. On m’attend près du canal."),
    ("workshops-run", "L’atelier cuisine du jeudi : huit personnes, puis douze."),
)


def tell(stage: Stage) -> None:
    """Karim's three years."""
    for year, days in enumerate(_DAYS_AGO):
        moment = stage.now - timedelta(days=days)
        with clock.pretending(moment), stage.acting(_owner(stage)) as session:
            actor = _owner(stage)
            _mark(session, actor, year)
            if year == 0:
                _begin(session, actor, stage.now.date())
            if year == len(_DAYS_AGO) - 1:
                _go_on(session, actor, stage.now.date())
            versions.keep_version(session, actor, _TITLES[year])


def _owner(stage: Stage) -> Actor:
    account = accounts.find(OWNER)
    if account is None:
        raise LookupError(OWNER)
    with stage.acting(Actor()) as session:
        digest = read(account.address).digest(stage.settings.key(KEY))
        person_id = find_owner(session, digest)
    return Actor(person_id=person_id, name=account.name)


def _lines(session: Session) -> dict[str, FrameworkAction]:
    return {line.code: line for line in session.scalars(select(FrameworkAction))}


def _mark(session: Session, actor: Actor, year: int) -> None:
    lines = _lines(session)
    for code, marks in _MARKS.items():
        mastery, interest = tuple(marks[year])
        if mastery == interest == "-":
            said = grid.Answer(Mobilised.NOT_YET, None, None)
        else:
            said = grid.Answer(
                Mobilised.YES,
                None if mastery == "-" else Level(mastery),
                None if interest == "-" else Level(interest),
            )
        grid.answer_line(session, actor, lines[code].id, said)


def _begin(session: Session, actor: Actor, today: date) -> None:
    record.write_stage(
        session,
        actor,
        record.Stage(
            PathKind.VOLUNTEERING,
            "Petits déjeuners de rue",
            "Association de quartier",
            _month(today, 52),
            _month(today, 30),
            words="Servir, parler, revenir.",
        ),
    )
    record.write_stage(
        session,
        actor,
        record.Stage(
            PathKind.POST,
            "Travail pair à l’accueil",
            "Les Trois Sources, Dijon",
            _month(today, 27),
            is_current=True,
        ),
    )
    record.write_stage(
        session,
        actor,
        record.Stage(
            PathKind.LANGUAGE,
            language="ar",
            spoken=Ease.EASE,
            written=Ease.LITTLE,
            interprets=Ease.WORK,
            not_interpreted="Le médical et le tribunal : il faut un interprète.",
        ),
    )
    _know(session, actor, "Démarches auprès de la CAF", [Source.PROFESSIONAL], "2", "3")


def _go_on(session: Session, actor: Actor, today: date) -> None:
    lines = _lines(session)
    for code, words in _WORDS:
        grid.add_words(session, actor, lines[code].id, words)
    record.write_stage(
        session,
        actor,
        record.Stage(
            PathKind.TRAINING,
            "Animer un atelier collectif",
            "Trois jours, avec l’équipe",
            _month(today, 9),
            _month(today, 9),
        ),
    )
    own = grid.add_own_line(session, actor, "Traduire pendant un rendez-vous", "Langues")
    said = grid.Answer(Mobilised.YES, Level.FOUR, Level.FIVE)
    grid.answer_line(session, actor, own.id, said)
    _know(session, actor, "Accès aux droits des personnes exilées", [], "3", "5")
    training = [Source.TRAINING, Source.PROFESSIONAL]
    _know(session, actor, "Éducation thérapeutique du patient", training, "3", "3")
    record.write_project(
        session,
        actor,
        record.Project(
            Wish.YES,
            Wish.YES,
            "encore deux ans, puis on verra",
            "part",
            "RESPAI, ou une formation pour animer des groupes.",
            "Animer un groupe d’échange entre pairs, et former les nouveaux collègues.",
        ),
    )
    for what, by_when, who in (
        ("Demander la formation à l’entretien", today + timedelta(days=20), "Awa"),
        ("Rencontrer le groupe de pairs de la région", today + timedelta(days=45), ""),
    ):
        record.write_step(session, actor, record.Step(what, by_when, who))
    _choose_cv(session, actor)


def _choose_cv(session: Session, actor: Actor) -> None:
    """A CV ready to be used in an application: the whole path, five lines, no knowledge."""
    lines = _lines(session)
    person_id = record.owner(actor)
    cv.keep_choices(
        session,
        actor,
        cv.Chosen(
            language="fr",
            name="Karim Haddad",
            headline="Accueil, médiation, ateliers. Arabe et français.",
            place="Montreuil",
            phone="06 39 98 01 42",
            entries=[entry.id for entry in list_path(session, person_id)],
            lines=[lines[code].id for code in _IN_CV],
        ),
    )


def _know(
    session: Session, actor: Actor, field: str, sources: list[Source], mastery: str, interest: str
) -> None:
    record.write_knowledge(
        session, actor, record.Knowledge(field, sources, Level(mastery), Level(interest))
    )


def _month(today: date, ago: int) -> date:
    """The first day of the month that many months ago."""
    count = today.year * 12 + today.month - 1 - ago
    return date(count // 12, count % 12 + 1, 1)
