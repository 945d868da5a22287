"""Somebody's interviews over three years: two signed, one being prepared. By the real actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.demo import accounts
from portal.demo.answer import Stage
from portal.kernel import clock
from portal.organisations.queries.members import list_members
from portal.organisations.scope import Actor
from portal.people.addresses import KEY, read
from portal.people.queries import find_owner
from portal.skills import minutes
from portal.skills.actions import interviews as actions
from portal.skills.actions.interviews import Agreed
from portal.skills.enums import Part
from portal.skills.interview_enums import AgreementKind, InterviewKind, Outcome, Topic
from portal.skills.queries.interviews import get_meeting, list_agreements

WORKER, HOUSE = "travail-pair", "les-trois-sources"


@dataclass(frozen=True)
class Year:
    """One signed interview: how long ago it was proposed, what each wrote, what was agreed."""

    days: int
    outcomes: tuple[Outcome, ...]
    worker: dict[Topic, str]
    manager: dict[Topic, str]
    agreed: tuple[tuple[AgreementKind, str, int, str], ...]


YEARS = (
    Year(
        days=690,
        outcomes=(),
        worker={
            Topic.COMPETENCIES: "J’ai appris à parler en réunion. Les gens me font confiance.",
            Topic.PROJECT: "Je veux rester dans le travail pair encore deux ou trois ans.",
            Topic.WORKING_TIME: "Quatre jours par semaine, c’est bien pour moi.",
        },
        manager={
            Topic.COMPETENCIES: "Sa façon d’accueillir le matin a changé l’ambiance de la salle.",
            Topic.TRAINING: "Une formation à l’animation d’ateliers peut être payée cette année.",
        },
        agreed=(
            (AgreementKind.TRAINING, "Formation à l’animation d’ateliers", 200, "Hélène Courtois"),
            (AgreementKind.GOAL, "Préparer seul une réunion d’équipe", 300, "Karim Haddad"),
        ),
    ),
    Year(
        days=350,
        outcomes=(Outcome.DONE, Outcome.AGAIN),
        worker={
            Topic.AGREED: "La formation était très bien. La réunion, je n’ai pas osé.",
            Topic.COMPETENCIES: "J’anime l’atelier cuisine avec Awa, un jeudi sur deux.",
            Topic.JOB_SHEET: "Ma fiche de poste ne parle pas des ateliers.",
            Topic.DISAGREEMENT: "Les soirées deux fois par semaine, c’est trop. Je l’ai déjà dit.",
        },
        manager={
            Topic.AGREED: "La formation a été payée par la structure.",
            Topic.JOB_SHEET: "D’accord pour ajouter les ateliers à la fiche de poste.",
            Topic.WORKING_TIME: "Le planning du soir est revu avec toute l’équipe en septembre.",
        },
        agreed=(
            (AgreementKind.TIME, "Une seule soirée par semaine", 120, "Hélène Courtois"),
            (AgreementKind.OTHER, "Ajouter les ateliers à la fiche de poste", 60, "Les deux"),
        ),
    ),
)
# What Karim has prepared so far, this year.
PREPARED = {
    Topic.AGREED: "Une soirée par semaine : c’est fait, merci. La fiche de poste : pas encore.",
    Topic.COMPETENCIES: "L’atelier cuisine marche tout seul. Je forme un collègue.",
    Topic.TRAINING: "Je voudrais la VAE, ou le DU. Je ne sais pas encore lequel.",
}
# Interviews of the law, proposed and not yet said yes to: to whom, which, in how many days.
OTHERS = (
    ("ville-de-roncevaux", "Bruno Castaing", InterviewKind.PUBLIC, 19),
    ("halte-des-quais", "Farid Nabizada", InterviewKind.PATH, 26),
)


def tell(stage: Stage) -> None:
    """Two years, then the one that comes in eight days."""
    karim, manager = worker(stage), stage.actors[HOUSE]
    for year in YEARS:
        _hold(stage, karim, manager, year)
    with clock.pretending(stage.now - timedelta(days=6)):
        coming = _propose(stage, karim, manager, stage.now + timedelta(days=8))
    with clock.pretending(stage.now - timedelta(days=2)), stage.acting(karim) as session:
        for topic, words in PREPARED.items():
            actions.prepare(session, karim, coming, topic, words)
        meeting = get_meeting(session, karim, coming)
        shown = actions.propose_attached(session, karim, meeting, [Part.GRID], 3, days=92)
        actions.attach(session, karim, coming, shown)
    with clock.pretending(stage.now - timedelta(days=1)), stage.acting(manager) as session:
        words = "Le budget de formation est ouvert jusqu’en mars."
        actions.prepare(session, manager, coming, Topic.TRAINING, words)
    for house, person, kind, days in OTHERS:
        _convene(stage, stage.actors[house], person, kind, days)


def worker(stage: Stage) -> Actor:
    account = accounts.find(WORKER)
    if account is None:
        raise LookupError(WORKER)
    digest = read(account.address).digest(stage.settings.key(KEY))
    with stage.acting(Actor()) as session:
        return Actor(person_id=find_owner(session, digest), name=account.name)


def _propose(stage: Stage, worker: Actor, manager: Actor, meets_at: datetime) -> UUID:
    if worker.person_id is None:
        raise LookupError(WORKER)
    at_ten = meets_at.astimezone(clock.PARIS).replace(hour=10, minute=0, second=0, microsecond=0)
    with stage.acting(manager) as session:
        interview_id = actions.propose_interview(
            session, manager, worker.person_id, InterviewKind.YEARLY, at_ten, "La petite salle"
        ).id
    with stage.acting(worker) as session:
        actions.accept_date(session, worker, interview_id)
    return interview_id


def _convene(stage: Stage, manager: Actor, name: str, kind: InterviewKind, days: int) -> None:
    with stage.acting(manager) as session:
        (person,) = (one for one in list_members(session, manager) if one.name == name)
        at_two = (stage.now + timedelta(days=days)).astimezone(clock.PARIS)
        at_two = at_two.replace(hour=14, minute=0, second=0, microsecond=0)
        actions.propose_interview(session, manager, person.person_id, kind, at_two, "Le bureau")


def _hold(stage: Stage, worker: Actor, manager: Actor, year: Year) -> None:
    proposed = stage.now - timedelta(days=year.days)
    met = proposed + timedelta(days=10)
    with clock.pretending(proposed):
        interview_id = _propose(stage, worker, manager, met)
    with clock.pretending(met + timedelta(hours=26)):
        for actor, said in ((worker, year.worker), (manager, year.manager)):
            with stage.acting(actor) as session:
                for topic, words in said.items():
                    actions.write_entry(session, actor, interview_id, topic, words)
        with stage.acting(manager) as session:
            meeting = get_meeting(session, manager, interview_id)
            earlier = [one for one in list_agreements(session, meeting) if one.since]
            for one, outcome in zip(earlier, year.outcomes, strict=True):
                actions.tell_outcome(session, manager, interview_id, one.id, outcome)
            for kind, what, days, who in year.agreed:
                agreed = Agreed(kind, what, _day(met, days), who)
                actions.add_agreement(session, manager, interview_id, agreed)
    for actor, hours in ((manager, 28), (worker, 50)):
        with clock.pretending(met + timedelta(hours=hours)), stage.acting(actor) as session:
            meeting = get_meeting(session, actor, interview_id)
            text = minutes.current_minutes(session, meeting)
            actions.sign(session, actor, interview_id, minutes.digest_of(text))


def _day(met: datetime, days: int) -> date:
    return (met + timedelta(days=days)).date()
