"""A record and what is shared of it: a row in every table of somebody's own things."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.models import StoredFile
from portal.organisations.models import Organisation
from portal.people.models import Person, Share, ShareFile, ShareLook
from portal.skills.documents import current_document
from portal.skills.models import (
    CareerProject,
    CvChoice,
    Evidence,
    Framework,
    FrameworkAction,
    FrameworkChoice,
    FrameworkHeading,
    FrameworkRecording,
    GridAnswer,
    KnowledgeLine,
    PathEntry,
    ProfileVersion,
    ProjectStep,
)
from tests.factories.stored import add_objects

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def build_record(
    session: Session, owner: Person, federation: Organisation, reader: Person, word: str
) -> Share:
    """Build and flush; the caller commits. What is shared is for `reader` alone. The share made."""
    theirs = _framework(session, word, organisation=federation)
    _read_aloud(session, theirs, word)
    own = _framework(session, word, person=owner)
    action = session.scalars(
        select(FrameworkAction).where(FrameworkAction.framework_id == own.id)
    ).one()
    voice = StoredFile(
        person_id=owner.id,
        purpose="evidence",
        kind="audio",
        state="ready",
        name=f"{word}.m4a",
        duration=2.5,
        declared_size=10,
        created_at=NOW,
    )
    share = Share(
        person_id=owner.id,
        person_name=word,
        kind="extract",
        title=word,
        recipient_person_id=reader.id,
        recipient_name=word,
        purpose=word,
        sentence=word,
        language="fr",
        document={},
        created_at=NOW,
        until=NOW + timedelta(days=365),
    )
    version = ProfileVersion(person_id=owner.id, number=1, title=word, document={}, taken_at=NOW)
    session.add_all(
        [
            voice,
            share,
            FrameworkChoice(person_id=owner.id, framework_id=theirs.id, chosen_at=NOW),
            GridAnswer(
                person_id=owner.id,
                action_id=action.id,
                mobilised="yes",
                mastery="4",
                interest="5",
                answered_at=NOW,
            ),
            KnowledgeLine(
                person_id=owner.id,
                field=word,
                sources=["experiential"],
                note=word,
                position=0,
                changed_at=NOW,
            ),
            PathEntry(person_id=owner.id, kind="post", title=word, words=word, changed_at=NOW),
            CareerProject(person_id=owner.id, words=word, changed_at=NOW),
            ProjectStep(person_id=owner.id, what=word, position=0),
            CvChoice(person_id=owner.id, name=word, language="fr", changed_at=NOW),
            version,
        ]
    )
    session.flush()
    add_objects(session, voice)
    session.add_all(
        [
            Evidence(
                person_id=owner.id,
                action_id=action.id,
                kind="voice",
                file_id=voice.id,
                words=word,
                created_at=NOW,
            ),
            ShareFile(share_id=share.id, file_id=voice.id, person_id=owner.id),
            ShareLook(
                share_id=share.id,
                person_id=owner.id,
                looker_id=reader.id,
                looker_name=word,
                at=NOW,
            ),
        ]
    )
    # Read as pages read them: of everything above, taken once it is there.
    share.document = version.document = current_document(session, owner.id)
    session.flush()
    return share


def _framework(
    session: Session,
    word: str,
    *,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> Framework:
    """With one heading and one line. A federation's is a draft: nobody else sees it."""
    framework = Framework(
        organisation_id=organisation.id if organisation else None,
        person_id=person.id if person else None,
        code="own",
        title=word,
        published_at=NOW if person else None,
    )
    session.add(framework)
    session.flush()
    heading = FrameworkHeading(
        framework_id=framework.id, code="own", label=word, scope="own", position=0
    )
    session.add(heading)
    session.flush()
    session.add(
        FrameworkAction(
            framework_id=framework.id, heading_id=heading.id, code="own", label=word, position=0
        )
    )
    session.flush()
    return framework


def _read_aloud(session: Session, framework: Framework, word: str) -> None:
    """The line of a federation's framework, heard by nobody else before it is published."""
    read = StoredFile(
        organisation_id=framework.organisation_id,
        purpose="reading",
        kind="audio",
        state="ready",
        name=f"{word}-lu.m4a",
        declared_size=10,
        created_at=NOW,
    )
    session.add(read)
    session.flush()
    add_objects(session, read)
    line = select(FrameworkAction.id).where(FrameworkAction.framework_id == framework.id)
    session.add(
        FrameworkRecording(
            action_id=session.scalars(line).one(),
            language="fr",
            framework_id=framework.id,
            file_id=read.id,
            read_by=word,
        )
    )
    session.flush()
