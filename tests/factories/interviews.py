"""An interview of somebody and their manager, as far as a test wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.kernel import clock
from portal.kernel.db import Database, Reach
from portal.organisations.enums import OrganisationKind, Role, Standing
from portal.organisations.models import Organisation
from portal.organisations.scope import Actor, Place
from portal.people.models import Person, Share, ShareFile
from portal.skills import minutes
from portal.skills.actions import interviews as actions
from portal.skills.documents import current_document
from portal.skills.interview_enums import Act, AgreementKind, InterviewKind, Topic
from portal.skills.models import (
    Interview,
    InterviewAct,
    InterviewAgreement,
    InterviewEntry,
    InterviewPreparation,
    InterviewRecord,
)
from portal.skills.queries.interviews import Meeting, get_meeting
from tests.factories.people import make_organisation, make_person
from tests.factories.stored import give_recording

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Team:
    """A structure where Karim works and Nadia manages, and everybody who has no business there."""

    database: Database
    structure: Organisation
    federation: Organisation
    worker: Person
    manager: Person
    director: Person
    colleague: Person
    officer: Person
    extra: dict[str, Person] = field(default_factory=dict)

    def place(self, role: Role) -> Place:
        found = self.structure
        return Place(
            found.id, OrganisationKind.STRUCTURE, found.slug, found.name, Standing.ADMITTED, role
        )

    @property
    def karim(self) -> Actor:
        """In his own space."""
        return Actor(self.worker.id, self.worker.display_name)

    @property
    def nadia(self) -> Actor:
        """Inside the structure."""
        return Actor(self.manager.id, self.manager.display_name, self.place(Role.MANAGER))

    @property
    def head(self) -> Actor:
        return Actor(self.director.id, self.director.display_name, self.place(Role.ADMINISTRATOR))

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[Session]:
        """What the actor reaches; committed at the end."""
        place = actor.place
        reach = Reach(
            actor.person_id, place.id if place else None, place.kind.value if place else ""
        )
        with self.database.session(reach) as session, session.begin():
            yield session

    def propose(
        self,
        kind: InterviewKind = InterviewKind.YEARLY,
        *,
        within: timedelta = timedelta(days=10),
        agreed: bool = False,
    ) -> UUID:
        """Nadia invites Karim in so long; agreed, he says yes."""
        from_now = clock.now() + within
        with self.acting(self.nadia) as session:
            interview = actions.propose_interview(
                session, self.nadia, self.worker.id, kind, from_now, "Bureau 2"
            )
            interview_id = interview.id
        if agreed:
            with self.acting(self.karim) as session:
                actions.accept_date(session, self.karim, interview_id)
        return interview_id

    def open_both(self, interview_id: UUID) -> None:
        for actor in (self.karim, self.nadia):
            with self.acting(actor) as session:
                actions.open_up(session, actor, interview_id)

    def read(self, actor: Actor, interview_id: UUID) -> Meeting:
        with self.acting(actor) as session:
            return get_meeting(session, actor, interview_id)

    def sign(self, actor: Actor, interview_id: UUID) -> bool:
        with self.acting(actor) as session:
            text = minutes.current_minutes(session, get_meeting(session, actor, interview_id))
            return actions.sign(session, actor, interview_id, minutes.digest_of(text))

    def signed(self, kind: InterviewKind = InterviewKind.YEARLY) -> UUID:
        """One with a few words and an agreement, signed by both."""
        interview_id = self.propose(kind, agreed=True)
        self.open_both(interview_id)
        self.finish(interview_id)
        return interview_id

    def finish(self, interview_id: UUID) -> None:
        """Write a little, agree on something, sign."""
        with self.acting(self.karim) as session:
            words = "Je veux apprendre à animer."
            actions.write_entry(session, self.karim, interview_id, Topic.PROJECT, words)
        with self.acting(self.nadia) as session:
            agreed = actions.Agreed(AgreementKind.TRAINING, "Formation à l’animation")
            actions.add_agreement(session, self.nadia, interview_id, agreed)
        self.sign(self.karim, interview_id)
        assert self.sign(self.nadia, interview_id)


def build_team(session: Session, settings: Settings, database: Database) -> Team:
    """`session` stops at no wall."""
    worker = make_person(session, settings, "Karim", "06 39 98 01 42")
    manager = make_person(session, settings, "Nadia", "nadia@example.org")
    director = make_person(session, settings, "Hélène", "helene@example.org")
    colleague = make_person(session, settings, "Thomas", "thomas@example.org")
    officer = make_person(session, settings, "Claire", "claire@example.org")
    federation = make_organisation(
        session,
        OrganisationKind.FEDERATION,
        "FAS Test",
        members=[(officer, Role.ADMINISTRATOR)],
    )
    structure = make_organisation(
        session,
        OrganisationKind.STRUCTURE,
        "La Halte",
        federation=federation,
        members=[
            (director, Role.ADMINISTRATOR),
            (manager, Role.MANAGER),
            (worker, Role.MEMBER),
            (colleague, Role.RECRUITER),
        ],
    )
    return Team(database, structure, federation, worker, manager, director, colleague, officer)


def build_interview(
    session: Session, organisation: Organisation, worker: Person, manager: Person, word: str
) -> Interview:
    """A row in every table of interviews, for the walls: one goes on, one is signed."""
    going, signed = (
        Interview(
            organisation_id=organisation.id,
            person_id=worker.id,
            manager_id=manager.id,
            organisation_name=word,
            person_name=word,
            manager_name=word,
            kind=kind,
            created_at=NOW,
        )
        for kind in ("yearly", "path")
    )
    session.add_all([going, signed])
    session.flush()
    session.add_all(
        [
            InterviewEntry(
                interview_id=signed.id,
                person_id=worker.id,
                topic="remark",
                words=word,
                changed_at=NOW,
            ),
            InterviewAgreement(interview_id=signed.id, kind="goal", what=word, position=0),
        ]
    )
    voice = give_recording(session, worker, f"{word}-prepare")
    # Each about another topic: whoever looks at one of them finds that one.
    for person, topic in ((worker, "training"), (manager, "competencies")):
        session.add(
            InterviewPreparation(
                interview_id=going.id,
                person_id=person.id,
                topic=topic,
                words=f"{word} {person.id}",
                file_id=voice.id if person is worker else None,
                changed_at=NOW,
            )
        )
    session.flush()
    _sign(session, Meeting(signed, {}))
    return going


def build_opened(
    session: Session, organisation: Organisation, worker: Person, manager: Person, word: str
) -> Interview:
    """One that both opened, where the person said something aloud and shows their record and that
    recording; each proposed another moment. It may be an état des lieux too.
    """
    opened = Interview(
        organisation_id=organisation.id,
        person_id=worker.id,
        manager_id=manager.id,
        organisation_name=word,
        person_name=word,
        manager_name=word,
        kind="path",
        created_at=NOW,
    )
    voice = give_recording(session, worker, word)
    share = Share(
        person_id=worker.id,
        person_name=word,
        kind="version",
        title=word,
        recipient_organisation_id=organisation.id,
        recipient_name=word,
        purpose=word,
        sentence=word,
        language="fr",
        document=current_document(session, worker.id),
        at_work=True,
        created_at=NOW,
        until=NOW + timedelta(days=365),
    )
    session.add_all([opened, share])
    session.flush()
    session.add(ShareFile(share_id=share.id, file_id=voice.id, person_id=worker.id))
    session.add_all(
        [
            InterviewPreparation(
                interview_id=opened.id,
                person_id=worker.id,
                topic="training",
                words=word,
                file_id=voice.id,
                changed_at=NOW,
            ),
            InterviewAgreement(interview_id=opened.id, kind="goal", what=word, position=0),
            InterviewEntry(
                interview_id=opened.id,
                person_id=worker.id,
                topic="training",
                words=word,
                changed_at=NOW,
            ),
        ]
    )
    for days, person in enumerate((worker, manager), 30):
        mine = {"interview_id": opened.id, "person_id": person.id, "at": NOW}
        meets_at = clock.now() + timedelta(days=days)
        session.add(InterviewAct(**mine, kind=Act.OPEN))
        session.add(InterviewAct(**mine, kind=Act.DATE, meets_at=meets_at, place=word))
    session.add(
        InterviewAct(
            interview_id=opened.id, person_id=worker.id, kind=Act.ATTACH, share_id=share.id, at=NOW
        )
    )
    session.flush()
    return opened


def _sign(session: Session, meeting: Meeting) -> None:
    interview = meeting.interview
    text = minutes.current_minutes(session, meeting)
    digest = minutes.digest_of(text)
    assert interview.manager_id is not None
    for person_id in (interview.person_id, interview.manager_id):
        session.add(
            InterviewAct(
                interview_id=interview.id, person_id=person_id, kind=Act.SIGN, at=NOW, digest=digest
            )
        )
    session.flush()
    session.add(
        InterviewRecord(
            interview_id=interview.id,
            organisation_id=interview.organisation_id,
            person_id=interview.person_id,
            manager_id=interview.manager_id,
            person_name=interview.person_name,
            kind=interview.kind,
            met_on=NOW.date(),
            content=minutes.written(text),
            digest=digest,
            signatures=[],
            signed_at=NOW,
        )
    )
    session.flush()
