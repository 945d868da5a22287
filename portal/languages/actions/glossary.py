"""How a term is translated: said, corrected, taken out."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import clock, i18n
from portal.kernel.db import take_turns
from portal.kernel.errors import Invalid, NotAllowed
from portal.kernel.i18n import N_
from portal.languages import policy, queries
from portal.languages.glossary import folded
from portal.languages.models import GlossaryTerm
from portal.organisations.scope import Actor


def save_term(
    session: Session, actor: Actor, term: str, language: str, translation: str, note: str = ""
) -> GlossaryTerm:
    """Say how a term is translated; the same term in the same language is corrected. Raises
    NotAllowed, Invalid.
    """
    if not policy.can_keep_glossary(actor):
        raise NotAllowed
    term, translation, key = term.strip(), translation.strip(), folded(term)
    wrong = {}
    if not key:
        wrong["term"] = str(N_("Écrivez le terme en français."))
    if not translation:
        wrong["translation"] = str(N_("Écrivez comment il se dit dans cette langue."))
    if language not in i18n.LOCALES or language == i18n.DEFAULT.tag:
        wrong["language"] = str(N_("Choisissez une des langues proposées."))
    if wrong:
        raise Invalid(wrong)
    take_turns(session, 41, f"{actor.organisation_id}{language}{key}")
    known = session.scalars(
        select(GlossaryTerm).where(
            GlossaryTerm.organisation_id == actor.organisation_id,
            GlossaryTerm.language == language,
            GlossaryTerm.folded == key,
        )
    ).one_or_none()
    if known is None:
        known = GlossaryTerm(organisation_id=actor.organisation_id, language=language, folded=key)
        session.add(known)
    known.term, known.translation, known.note = term, translation, note.strip()
    known.updated_at = clock.now()
    session.flush()
    return known


def remove_term(session: Session, actor: Actor, term_id: UUID) -> None:
    """Take a term out of the glossary. Raises NotAllowed, NotFound."""
    if not policy.can_keep_glossary(actor):
        raise NotAllowed
    session.delete(queries.get_term(session, actor, term_id))
    session.flush()
