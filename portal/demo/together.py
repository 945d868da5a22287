"""A team and its board, somebody who arrives, an agent with a mission. Through the real actions."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.demo.answer import Stage
from portal.engagements.actions import check_ins, job_sheets, missions, welcomes
from portal.engagements.actions.check_ins import Words
from portal.engagements.enums import EngagementKind, StepState
from portal.engagements.models import Engagement
from portal.engagements.queries import welcomes as queries
from portal.kernel import clock
from portal.organisations.actions import teams
from portal.organisations.enums import Role
from portal.organisations.queries.members import Member, list_members
from portal.organisations.scope import Actor
from portal.skills.actions import board, hires
from portal.skills.enums import Source

HALTE, CITY = "halte-des-quais", "ville-de-roncevaux"
NEWCOMER, MANAGER, AGENT = "Farid Nabizada", "Aminata Diarra", "Bruno Castaing"
# Peers and others alike: nothing in a line says who is which.
_BOARD: tuple[tuple[str, str, tuple[Source, ...], str], ...] = (
    (
        "Thomas Lefèvre",
        "Les dossiers de logement social, du formulaire à la commission",
        (Source.PROFESSIONAL,),
        "Relire un dossier avant l’envoi",
    ),
    (
        "Inês Rocha",
        "Écrire simplement ; portugais et espagnol",
        (),
        "Traduire une lettre, préparer une affiche",
    ),
    (
        MANAGER,
        "Droit du séjour, bases",
        (Source.ACADEMIC, Source.PROFESSIONAL),
        "Savoir à quelle association s’adresser",
    ),
    (MANAGER, "Bambara", (), "Accueillir quelqu’un dans sa langue"),
    (
        "Rosa Lima",
        "Le quartier : qui ouvre quand, où manger, où laver son linge",
        (Source.EXPERIENTIAL,),
        "Accompagner une première fois",
    ),
    (NEWCOMER, "Dari et pachto", (), "Traduire pendant un rendez-vous"),
)
_DONE = (
    "présenter en amont",
    "informer le reste",
    "réfléchir aux modalités",
    "Nommer un.e référent.e",
    "espace de travail",
    "temps conviviaux",
    "présentation des membres",
    "présentation aux personnes",
    "temps de présentation",
)


_SHEET = (
    "Écoute et entraide entre collègues\n\n"
    "– Recevoir les collègues qui le souhaitent, le mardi.\n"
    "– Aider à trouver le bon service.\n"
    "– Ne pas remplacer le service social ni la médecine du travail."
)


def tell(stage: Stage) -> None:
    """The team of the Halte, the arrival of Farid, the mission of an agent of Roncevaux."""
    _make_team(stage)
    with clock.pretending(stage.now - timedelta(days=30)):
        _welcome(stage)
    with clock.pretending(stage.now - timedelta(days=60)):
        _send_on_mission(stage)


def _people(stage: Stage, slug: str) -> dict[str, Actor]:
    """Each member of a structure by name, in their role."""
    leader = stage.actors[slug]
    with stage.acting(leader) as session:
        return {one.name: _as(leader, one) for one in list_members(session, leader)}


def _as(leader: Actor, member: Member) -> Actor:
    place = replace(leader.place, role=member.role) if leader.place else None
    return Actor(person_id=member.person_id, name=member.name, place=place)


def _make_team(stage: Stage) -> None:
    people = _people(stage, HALTE)
    with stage.acting(stage.actors[HALTE]) as session:
        team_id = teams.make_team(session, stage.actors[HALTE], "L’accueil de jour").id
        for name in dict.fromkeys(line[0] for line in _BOARD):
            person_id = people[name].person_id
            if person_id is not None:
                teams.add_member(session, stage.actors[HALTE], team_id, person_id)
    for name, knows, origins, helps in _BOARD:
        with stage.acting(people[name]) as session:
            board.write_line(session, people[name], team_id, board.Told(knows, helps, origins))


def _welcome(stage: Stage) -> None:
    people, today = _people(stage, HALTE), clock.today()
    manager, newcomer = people[MANAGER], people[NEWCOMER]
    with stage.acting(manager) as session:
        told = welcomes.Arrival(
            EngagementKind.POST,
            today + timedelta(days=12),
            newcomer.person_id,
            title="Médiation et accueil",
            time="26 heures par semaine",
        )
        engagement = welcomes.start(session, manager, told)
        _tick(session, people["Rosa Lima"], engagement)
        _share_out(session, manager, engagement, [manager, people["Rosa Lima"]])
        check_in_id = queries.list_check_ins(session, engagement)[0].id
    with clock.pretending(stage.now - timedelta(days=2)), stage.acting(newcomer) as session:
        said = Words(
            missions="Je connais les missions. Le planning change beaucoup.",
            good="L’équipe explique bien.",
            better="Avoir le planning une semaine avant.",
        )
        check_ins.say_as_newcomer(session, newcomer, engagement.id, check_in_id, said, give=True)


def _tick(session: Session, actor: Actor, engagement: Engagement) -> None:
    for item in queries.list_items(session, engagement):
        if item.label.startswith(_DONE):
            welcomes.mark_item(session, actor, engagement, item.id, done=True)


def _share_out(
    session: Session, manager: Actor, engagement: Engagement, owners: list[Actor]
) -> None:
    """What is still to do, in turn; each keeps its day."""
    left = [one for one in queries.list_items(session, engagement) if one.done_at is None]
    for rank, item in enumerate(left):
        owner = owners[rank % len(owners)]
        welcomes.plan_item(session, manager, engagement.id, item.id, item.due_on, owner.person_id)


def _read_again(session: Session, leader: Actor, engagement: Engagement) -> None:
    """The job sheet as it was, then after it was read again together."""
    before = clock.today() - timedelta(days=200)
    job_sheets.write_sheet(session, leader, engagement.id, _SHEET, before)
    changed = f"{_SHEET}\n– Un temps d’équipe chaque mois."
    job_sheets.write_sheet(session, leader, engagement.id, changed, clock.today())
    decided = "Un temps d’équipe chaque mois s’ajoute."
    job_sheets.review_sheet(session, leader, engagement.id, decided)


def _answer_review(stage: Stage, agent: Actor, engagement_id: UUID) -> None:
    """The agent's own words, beside."""
    with stage.acting(agent) as session:
        engagement = queries.get_engagement(session, agent, engagement_id)
        review = queries.list_reviews(session, engagement)[0]
        said = "D’accord. Je voudrais aussi un bureau calme pour recevoir."
        job_sheets.answer_review(session, agent, engagement_id, review.id, said)


def _send_on_mission(stage: Stage) -> None:
    people, leader = _people(stage, CITY), stage.actors[CITY]
    leader = people[leader.name]
    if leader.place is None or leader.place.role != Role.ADMINISTRATOR:
        raise LookupError(CITY)
    with stage.acting(leader) as session:
        told = welcomes.Arrival(
            EngagementKind.MISSION,
            clock.today(),
            people[AGENT].person_id,
            title="Écoute et entraide entre collègues",
            time="20 % du temps de travail",
            hired_on=clock.today() - timedelta(days=200),
        )
        engagement = welcomes.start(session, leader, told)
        missions.write_letter(
            session,
            leader,
            engagement.id,
            missions.Letter(
                post_kept="Jardinier, service des espaces verts",
                mission_time="20 %, le mardi",
                missions="Recevoir les collègues qui le souhaitent.\nAider à trouver le bon service.",
                trainings="Deux journées de formation à l’écoute.",
                supervision="Un temps par mois, avec une personne extérieure.",
                contact_name=leader.name,
                signed_by=f"{leader.name}, direction des ressources humaines",
            ),
        )
        _read_again(session, leader, engagement)
        for code, state in (
            ("mobilise", StepState.DONE),
            ("recruit", StepState.DONE),
            ("frame", StepState.DONE),
            ("train", StepState.UNDER_WAY),
        ):
            missions.follow_step(session, leader, code, state)
        mission_id = engagement.id
    _answer_review(stage, people[AGENT], mission_id)
    _say_hire(stage, people[AGENT], leader.place.id)


def _say_hire(stage: Stage, agent: Actor, place_id: UUID) -> None:
    """The agent's contract says another day than the structure does."""
    if agent.person_id is None:
        raise LookupError(AGENT)
    with stage.acting(agent) as session:
        day = clock.today() - timedelta(days=230)
        hires.state_hire(session, agent.person_id, place_id, day)
