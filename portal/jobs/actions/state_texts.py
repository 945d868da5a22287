"""A structure chooses its own words for the message of a step."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.jobs import step_texts
from portal.jobs.models import StateText
from portal.jobs.policy import screening as policy
from portal.kernel import audit, clock, i18n
from portal.kernel.db import new_id
from portal.kernel.errors import Invalid, NotAllowed, NotFound
from portal.kernel.i18n import _
from portal.organisations.scope import Actor


def checked_text(step: str, text: str, field: str = "text") -> str:
    """The text, tidy. Raises `Invalid` when it is empty, too long or has a hole nobody fills."""
    tidy = text.strip()
    if not tidy:
        raise Invalid({field: _("Écrivez quelques mots : la personne les attend.")})
    if len(tidy) > step_texts.LONGEST:
        raise Invalid({field: _("C’est trop long. Restez sous 1 000 caractères.")})
    unknown = step_texts.unknown_holes(step, tidy)
    if unknown:
        raise Invalid(
            {
                field: _(
                    "Le portail ne sait pas remplir « {%(word)s} » à cette étape.", word=unknown[0]
                )
            }
        )
    return tidy


def save_state_text(session: Session, actor: Actor, *, step: str, language: str, text: str) -> None:
    """From now on, this step is told with these words in this language."""
    organisation_id = _place(actor, step)
    known = i18n.find(language)
    if known is None:
        raise NotFound
    body, now = checked_text(step, text), clock.now()
    session.execute(
        insert(StateText)
        .values(
            id=new_id(),
            organisation_id=organisation_id,
            state=step,
            language=known.tag,
            body=body,
            updated_at=now,
        )
        .on_conflict_do_update(
            index_elements=["organisation_id", "state", "language"],
            set_={"body": body, "updated_at": now},
        )
    )
    _note(session, actor, "state_text.changed", step, known.tag)


def reset_state_text(session: Session, actor: Actor, *, step: str, language: str) -> None:
    """Go back to the portal's words."""
    organisation_id = _place(actor, step)
    session.execute(
        delete(StateText).where(
            StateText.organisation_id == organisation_id,
            StateText.state == step,
            StateText.language == language,
        )
    )
    _note(session, actor, "state_text.reset", step, language)


def _place(actor: Actor, step: str) -> UUID:
    if not policy.can_edit_texts(actor, actor.organisation_id):
        raise NotAllowed
    if step not in step_texts.TEXTS:
        raise NotFound
    return actor.organisation_id


def _note(session: Session, actor: Actor, action: str, step: str, language: str) -> None:
    audit.record(
        session,
        action,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        subject=step,
        language=language,
    )
