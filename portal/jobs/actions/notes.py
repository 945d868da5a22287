"""What the people who screen write down, tied to what the job asks for (ST-14, LG-02)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs.messages import screening as messages
from portal.jobs.models import ScreeningNote
from portal.jobs.policy import screening as policy
from portal.jobs.queries import screening as queries
from portal.kernel import audit, clock
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import _
from portal.organisations.scope import Actor

LONGEST = 4000


def add_note(
    session: Session,
    actor: Actor,
    application_id: UUID,
    *,
    criterion: str,
    body: str,
    mention: UUID | None = None,
) -> ScreeningNote:
    """Note something about one criterion of the job; a colleague who is mentioned is told that
    there is something to look at, not what.
    """
    application = queries.get_application(session, actor, application_id)
    offer = queries.get_offer(session, actor, application.offer_id)
    body = body.strip()
    if criterion not in queries.criteria(offer):
        raise Invalid({"criterion": _("Choisissez un critère de l’offre.")})
    if not body:
        raise Invalid({"body": _("Écrivez ce que vous avez retenu.")})
    if len(body) > LONGEST:
        raise Invalid({"body": _("C’est trop long. Raccourcissez ce texte.")})
    colleague = queries.colleague(session, actor, mention) if mention else None
    note = ScreeningNote(
        organisation_id=application.organisation_id,
        application_id=application.id,
        at=clock.now(),
        person_id=actor.person_id,
        person_name=actor.name,
        criterion=criterion,
        body=body,
        mentions=[colleague.id] if colleague else [],
    )
    session.add(note)
    session.flush()
    if colleague:
        messages.tell_mentioned(session, actor, application, note, colleague.id)
    return note


def remove_note(session: Session, actor: Actor, application_id: UUID, note_id: UUID) -> None:
    """Take one's own note away."""
    application = queries.get_application(session, actor, application_id)
    note = session.scalars(
        select(ScreeningNote).where(
            ScreeningNote.organisation_id == application.organisation_id,
            ScreeningNote.application_id == application.id,
            ScreeningNote.id == note_id,
        )
    ).one_or_none()
    if note is None:
        raise NotFound
    if not policy.can_remove_note(actor, note.organisation_id, note.person_id):
        raise NotAllowed
    session.delete(note)
    audit.record(
        session,
        "note.removed",
        organisation_id=application.organisation_id,
        person_id=actor.person_id,
        subject=str(application.id),
    )
