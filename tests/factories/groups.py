"""Groups and those who take part, for the walls and for the stories."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.events.enums import Audience, GroupRole
from portal.events.models import (
    GroupMeeting,
    GroupMembership,
    MeetingNote,
    MeetingRoom,
    MeetingSignUp,
    NearbyCard,
    NearbyMessage,
    NoteConsent,
    PracticeGroup,
)
from portal.kernel import clock, tokens
from portal.kernel.db import new_id

LINK = "https://visio.example.org/rencontre"


def make_group(
    session: Session,
    title: str = "Analyse de pratique",
    *,
    federation_id: UUID | None = None,
    audience: Audience = Audience.OPEN,
    code: str = "",
) -> PracticeGroup:
    """A group, flushed."""
    group = PracticeGroup(
        id=new_id(),
        organisation_id=federation_id,
        title=title,
        description=title,
        audience=audience,
        city="Paris",
        code_digest=tokens.digest(code or tokens.new_token()),
        created_at=clock.now(),
    )
    session.add(group)
    session.flush()
    return group


def take_part(
    session: Session,
    group: PracticeGroup,
    person_id: UUID,
    name: str = "Noor",
    *,
    host: bool = False,
    named: bool = False,
) -> GroupMembership:
    member = GroupMembership(
        group_id=group.id,
        person_id=person_id,
        role=GroupRole.HOST if host else GroupRole.MEMBER,
        shown_name=name,
        seen_by_facilitator=named,
        joined_at=clock.now(),
    )
    session.add(member)
    session.flush()
    return member


def make_meeting(
    session: Session, group: PracticeGroup, starts_at: datetime, *people: UUID, place: str = "Salle"
) -> GroupMeeting:
    """A date of two hours, with those who come."""
    meeting = GroupMeeting(
        id=new_id(),
        group_id=group.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        about=group.title,
    )
    session.add(meeting)
    session.flush()
    session.add(MeetingRoom(meeting_id=meeting.id, group_id=group.id, place=place, video_link=LINK))
    for person_id in people:
        session.add(
            MeetingSignUp(
                group_id=group.id,
                meeting_id=meeting.id,
                person_id=person_id,
                signed_up_at=clock.now(),
            )
        )
    session.flush()
    return meeting


def make_card(session: Session, person_id: UUID, name: str, department: str = "75") -> NearbyCard:
    card = NearbyCard(
        person_id=person_id,
        shown_name=name,
        department=department,
        near=[department, "93"],
        city="Paris",
        until=clock.today() + timedelta(days=90),
        created_at=clock.now(),
    )
    session.add(card)
    session.flush()
    return card


@dataclass(frozen=True)
class Circle:
    """A group nobody outside may see, with a row in each table of the context; `meeting` is over,
    `coming` is not.
    """

    group: PracticeGroup
    meeting: GroupMeeting
    note: MeetingNote
    coming: GroupMeeting


@dataclass(frozen=True)
class Hosted:
    """A group one of its members hosts, its next date, and who takes part without hosting it."""

    group: PracticeGroup
    coming: GroupMeeting
    guest: GroupMembership


def make_circle(
    session: Session, word: str, federation_id: UUID, people: tuple[UUID, UUID], at: datetime
) -> Circle:
    """On invitation, every text of it carrying the word. The second person hosts nothing."""
    first, second = people
    group = make_group(
        session, f"Groupe {word}", federation_id=federation_id, audience=Audience.INVITED
    )
    take_part(session, group, first, word, named=True)
    take_part(session, group, second, word)
    meeting = make_meeting(session, group, at, first, second, place=word)
    note = MeetingNote(
        id=new_id(),
        group_id=group.id,
        meeting_id=meeting.id,
        author_id=first,
        body=word,
        proposed_at=at,
        opens_at=at,
    )
    session.add(note)
    session.flush()
    session.add(NoteConsent(note_id=note.id, person_id=second, objected_at=at, wish=word))
    # In a department each: two houses are not near each other.
    make_card(session, first, word, "2A" if word == "CANARY" else "974").near = []
    session.add(
        NearbyMessage(
            from_id=first,
            to_id=second,
            from_name=word,
            to_name=word,
            body=word,
            written_at=at,
        )
    )
    session.flush()
    in_a_month = clock.now() + timedelta(days=30)
    return Circle(group, meeting, note, make_meeting(session, group, in_a_month, place=word))


def make_hosted(session: Session, word: str, people: tuple[UUID, UUID]) -> Hosted:
    """On invitation too, with a date to come. The first person hosts it."""
    first, second = people
    group = make_group(session, f"Entre nous {word}", audience=Audience.INVITED)
    take_part(session, group, first, word, host=True)
    guest = take_part(session, group, second, word)
    in_a_month = clock.now() + timedelta(days=30)
    return Hosted(group, make_meeting(session, group, in_a_month, *people, place=word), guest)
