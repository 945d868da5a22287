"""A team with its board, and somebody's arrival: a row in every table of the two."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from portal.engagements.models import (
    CheckIn,
    CheckInWords,
    Engagement,
    JobSheet,
    MissionLetter,
    SchemeStep,
    SheetReview,
    SheetReviewWords,
    WelcomeItem,
)
from portal.kernel import search
from portal.organisations.models import Organisation, Team, TeamMember
from portal.people.models import Person
from portal.skills.models import BoardLine

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def build_team(
    session: Session, structure: Organisation, people: Sequence[Person], word: str
) -> Team:
    """A team of these people; the first has a line on its board. Flushed."""
    team = Team(organisation_id=structure.id, name=word, created_at=NOW)
    session.add(team)
    session.flush()
    for person in people:
        session.add(
            TeamMember(
                organisation_id=structure.id, team_id=team.id, person_id=person.id, since=NOW
            )
        )
    session.flush()
    session.add(
        BoardLine(
            organisation_id=structure.id,
            team_id=team.id,
            person_id=people[0].id,
            knows=word,
            origins=["experiential"],
            helps=word,
            search=search.document((word,)),
            changed_at=NOW,
        )
    )
    session.flush()
    return team


def build_arrival(
    session: Session, structure: Organisation, newcomer: Person, word: str
) -> Engagement:
    """A mission under way: a thing to do, a check-in with words nobody gave yet. Flushed."""
    engagement = Engagement(
        organisation_id=structure.id,
        person_id=newcomer.id,
        name=word,
        kind="mission",
        title=word,
        time=word,
        began=TODAY,
        created_at=NOW,
    )
    session.add(engagement)
    session.flush()
    owner = {"organisation_id": structure.id, "engagement_id": engagement.id}
    check_in = CheckIn(**owner, due_on=TODAY)
    review = SheetReview(**owner, held_on=TODAY, decided=word, written_by=word)
    session.add_all(
        [
            check_in,
            WelcomeItem(**owner, position=0, moment="day_1", label=word, due_on=TODAY),
            review,
            JobSheet(**owner, since=TODAY, content=word, written_by=word, created_at=NOW),
            MissionLetter(
                **owner, post_kept=word, mission_time=word, missions=word, changed_at=NOW
            ),
            SchemeStep(
                organisation_id=structure.id,
                code="train",
                state="done",
                note=word,
                changed_by=word,
                changed_at=NOW,
            ),
        ]
    )
    session.flush()
    session.add(
        SheetReviewWords(
            review_id=review.id,
            organisation_id=structure.id,
            person_id=newcomer.id,
            words=word,
            written_at=NOW,
        )
    )
    for side in ("newcomer", "structure"):
        session.add(
            CheckInWords(
                organisation_id=structure.id,
                check_in_id=check_in.id,
                side=side,
                person_id=newcomer.id,
                author_name=word,
                missions=word,
                written_at=NOW,
            )
        )
    session.flush()
    return engagement
