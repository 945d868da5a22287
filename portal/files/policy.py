"""Who may do what with a file. The walls have spoken first: these are asked about visible rows."""

from uuid import UUID

from portal.files.enums import FilePurpose, FileState
from portal.files.models import StoredFile
from portal.organisations.scope import SYSTEM, Actor

# What an organisation reads aloud for everybody: its own, given by nobody.
READ_ALOUD = frozenset({FilePurpose.OFFER_RECORDING, FilePurpose.READING})


def can_give(actor: Actor, purpose: FilePurpose, organisation_id: UUID | None) -> bool:
    """Whoever holds a link or an account gives; a member adds what is the organisation's own.

    What is read aloud is so by its own organisation only. What somebody keeps for themselves is
    for no organisation, and everything else is for one.
    """
    if organisation_id is None or purpose == FilePurpose.EVIDENCE:
        own = organisation_id is None and purpose == FilePurpose.EVIDENCE
        return own and actor.person_id is not None and actor.holder is None
    if purpose in READ_ALOUD:
        return actor.is_in(organisation_id)
    return bool(actor.holder or actor.person_id) or actor.is_in(organisation_id)


def can_erase(actor: Actor, *, is_given: bool) -> bool:
    """Whoever gave it, or a job once the context it belongs to has decided so."""
    return is_given or actor is SYSTEM


def is_own(file: StoredFile) -> bool:
    """The organisation's own, given by nobody."""
    return file.holder_digest is None and file.person_id is None


def can_be_played(file: StoredFile) -> bool:
    """Only what we converted is ever shown or played."""
    return file.state == FileState.READY
