"""The formats a record leaves in, and what a file is called."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.kernel import clock
from portal.kernel.i18n import N_


class Format(StrEnum):
    """The value is the ending of the file."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    XLSX = "xlsx"
    CSV = "zip"
    JSON = "json"
    EUROPASS = "xml"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def hint(self) -> str:
        return str(_HINTS[self])

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_LABELS = {
    Format.PDF: N_("PDF"),
    Format.DOCX: N_("Word (DOCX)"),
    Format.ODT: N_("LibreOffice (ODT)"),
    Format.XLSX: N_("Tableur (XLSX)"),
    Format.CSV: N_("Tableaux (CSV)"),
    Format.JSON: N_("Données (JSON)"),
    Format.EUROPASS: N_("Europass (XML)"),
}
_HINTS = {
    Format.PDF: N_("Pour lire, imprimer ou envoyer."),
    Format.DOCX: N_("Pour changer le texte avec Word."),
    Format.ODT: N_("Pour changer le texte avec un outil libre."),
    Format.XLSX: N_("Pour trier et compter."),
    Format.CSV: N_("Un fichier par tableau, réunis dans un ZIP."),
    Format.JSON: N_("Tout votre choix, pour un autre logiciel."),
    Format.EUROPASS: N_(
        "Postes, formations, langues et compétences, dans la forme publiée par Europass. Nous"
        " n’avons pas pu essayer l’import sur leur site."
    ),
}
_MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "application/zip",
    Format.JSON: "application/json",
    Format.EUROPASS: "application/xml",
}


@dataclass(frozen=True)
class Taken:
    """A file to take away."""

    content: bytes
    name: str
    media_type: str


def taken(content: bytes, stem: str, moment: datetime, form: Format) -> Taken:
    return Taken(content, f"{dated(stem, moment)}.{form}", form.media_type)


def dated(stem: str, moment: datetime) -> str:
    """What it is and of which day: nothing about anybody on a shared computer."""
    return f"{stem}-{moment.astimezone(clock.PARIS).date().isoformat()}"
