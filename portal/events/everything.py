"""What somebody is and wrote in groups and near others, for « Tout mon dossier » (SE-25).

Their own words, and those that were written to them: nothing else of the others.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.events.models import GroupMeeting, MeetingNote, MeetingSignUp
from portal.events.queries import nearby
from portal.events.queries.groups import Seen, list_mine
from portal.organisations.scope import Actor


def groups(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Each with one's name in it, the dates one signed up for and one's own notes."""
    return [_group(session, actor, seen) for seen in list_mine(session, actor)]


def _group(session: Session, actor: Actor, seen: Seen) -> dict[str, Any]:
    dates = session.scalars(
        select(GroupMeeting.starts_at)
        .join(MeetingSignUp, MeetingSignUp.meeting_id == GroupMeeting.id)
        .where(MeetingSignUp.person_id == actor.person_id, GroupMeeting.group_id == seen.group.id)
        .order_by(GroupMeeting.starts_at)
    )
    notes = session.scalars(
        select(MeetingNote)
        .where(MeetingNote.author_id == actor.person_id, MeetingNote.group_id == seen.group.id)
        .order_by(MeetingNote.proposed_at)
    )
    member = seen.membership
    return {
        "group": seen.group.title,
        "shown_name": member.shown_name if member else "",
        "role": member.role if member else "",
        "seen_by_facilitator": bool(member and member.seen_by_facilitator),
        "joined_at": member.joined_at if member else None,
        "dates": list(dates),
        "notes": [{"at": note.proposed_at, "words": note.body} for note in notes],
    }


def near(session: Session, actor: Actor) -> dict[str, Any]:
    """One's card while one appears, and the words that went to and fro."""
    card = nearby.find_card(session, actor)
    fields = ("shown_name", "department", "city", "languages", "about", "until")
    return {
        "card": {name: getattr(card, name) for name in fields} if card else None,
        "conversations": [
            {
                "with": talk.name,
                "messages": [
                    {
                        "mine": said.from_id == actor.person_id,
                        "at": said.written_at,
                        "words": said.body,
                    }
                    for said in talk.messages
                ],
            }
            for talk in nearby.list_conversations(session, actor)
        ],
    }
