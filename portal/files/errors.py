"""Errors of the context `files`, and the reasons a file is refused for."""

from enum import StrEnum

from portal.kernel.errors import Conflict, DomainError
from portal.kernel.i18n import N_


class Refusal(StrEnum):
    """Why a file is refused. The label says it to the person who sent it, and how to mend it."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_A_RECORDING = "not_a_recording"
    NOT_A_DOCUMENT = "not_a_document"
    OLD_WORD = "old_word"
    VIDEO = "video"
    UNREADABLE = "unreadable"
    PROTECTED = "protected"
    ACTIVE = "active"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    TOO_HEAVY = "too_heavy"
    MIXED = "mixed"
    NOT_A_TABLE = "not_a_table"
    TABLE_TOO_BIG = "table_too_big"
    TABLE_TOO_HEAVY = "table_too_heavy"
    TOO_MANY_LINES = "too_many_lines"
    TOO_MANY_COLUMNS = "too_many_columns"

    @property
    def label(self) -> str:
        return str(_REFUSALS[self])


_REFUSALS = {
    Refusal.EMPTY: N_("Le fichier est vide. Choisissez-le à nouveau, ou choisissez-en un autre."),
    Refusal.TOO_BIG: N_(
        "Le fichier dépasse 25 Mo. Envoyez un enregistrement plus court, ou un document plus léger."
    ),
    Refusal.NOT_A_RECORDING: N_(
        "Ce fichier n’est pas un enregistrement de voix que nous savons lire. "
        "Envoyez un fichier OGG, OPUS, M4A, MP3, WAV, AMR, 3GP, AAC ou WEBM."
    ),
    Refusal.NOT_A_DOCUMENT: N_(
        "Ce fichier n’est pas un document que nous savons lire. "
        "Envoyez un PDF, un document Word (DOCX) ou ODT, ou une photo JPG, PNG ou HEIC."
    ),
    Refusal.OLD_WORD: N_(
        "Ce document est dans un ancien format. "
        "Ouvrez-le, enregistrez-le en PDF ou en DOCX, puis envoyez ce nouveau fichier. "
        "Vous pouvez aussi envoyer une photo du document."
    ),
    Refusal.VIDEO: N_(
        "Ce fichier contient une vidéo. Enregistrez seulement votre voix, puis envoyez-la."
    ),
    Refusal.UNREADABLE: N_(
        "Nous n’arrivons pas à lire ce fichier. Il est peut-être incomplet ou abîmé. "
        "Envoyez-le à nouveau, ou envoyez-en un autre."
    ),
    Refusal.PROTECTED: N_(
        "Ce document est protégé par un mot de passe. "
        "Enregistrez-le sans mot de passe, puis envoyez-le à nouveau."
    ),
    Refusal.ACTIVE: N_(
        "Ce document contient des macros ou d’autres fichiers. "
        "Enregistrez-le en PDF, puis envoyez le PDF."
    ),
    Refusal.TOO_MANY_PAGES: N_(
        "Ce document a trop de pages. Envoyez seulement les pages utiles, 50 au plus."
    ),
    Refusal.TOO_MANY_PIXELS: N_(
        "Cette image est trop grande. Prenez une nouvelle photo, ou envoyez-la en plus petit."
    ),
    Refusal.TOO_LONG: N_(
        "Cet enregistrement dure plus de 15 minutes. Envoyez un enregistrement plus court."
    ),
    Refusal.TOO_SHORT: N_(
        "Cet enregistrement est trop court : on n’entend rien. Recommencez, puis écoutez-le."
    ),
    Refusal.TOO_HEAVY: N_(
        "Ce fichier est trop compliqué pour être ouvert ici. "
        "Envoyez-le dans un autre format, ou envoyez une photo du document."
    ),
    Refusal.MIXED: N_("Envoyez un seul document, ou seulement des photos."),
    Refusal.NOT_A_TABLE: N_(
        "Ce fichier n’est pas un tableau que nous savons lire. "
        "Enregistrez-le en CSV ou en XLSX, ou envoyez un fichier LHEO (XML)."
    ),
    Refusal.TABLE_TOO_BIG: N_("Le fichier dépasse 5 Mo. Coupez-le en plusieurs fichiers."),
    Refusal.TABLE_TOO_HEAVY: N_(
        "Ce tableau est trop compliqué pour être ouvert ici. "
        "Gardez seulement la feuille utile, enregistrez-la en CSV, puis envoyez-la."
    ),
    Refusal.TOO_MANY_LINES: N_(
        "Ce fichier a plus de 1 000 formations. Coupez-le en plusieurs fichiers."
    ),
    Refusal.TOO_MANY_COLUMNS: N_(
        "Ce tableau a plus de 200 colonnes. Gardez seulement celles qui sont utiles."
    ),
}


class FileRefused(DomainError):
    """The file cannot be taken; the reason says why, and how to mend it."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


class WrongOffset(Conflict):
    """The piece does not begin where the file stands; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class SandboxBroken(Exception):
    """The sandbox itself could not work (no memory, no disk): not the file's fault, try again."""
