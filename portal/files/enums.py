"""States, purposes and kinds of stored files."""

from enum import StrEnum

from portal.kernel.i18n import N_


class FilePurpose(StrEnum):
    """Why a file is here; says which kinds are accepted (see `portal.files.checks`)."""

    VOICE = "voice"
    CV = "cv"
    LETTER = "letter"
    ANSWER = "answer"
    MESSAGE = "message"
    OFFER_RECORDING = "offer_recording"
    EVIDENCE = "evidence"
    READING = "reading"


class FileState(StrEnum):
    RECEIVING = "receiving"
    RECEIVED = "received"
    READY = "ready"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES = {
    FileState.RECEIVING: N_("En cours d’envoi"),
    FileState.RECEIVED: N_("Reçu, en préparation"),
    FileState.READY: N_("Prêt"),
    FileState.REFUSED: N_("Refusé"),
}


class FileKind(StrEnum):
    AUDIO = "audio"
    DOCUMENT = "document"


class ObjectRole(StrEnum):
    """What an encrypted object is to its file."""

    PIECE = "piece"
    ORIGINAL = "original"
    CONTENT = "content"
    PREVIEW = "preview"
