"""What a spreadsheet cannot hold."""

from portal.kernel.errors import DomainError
from portal.kernel.i18n import N_


class CellTooLong(DomainError):
    """A cell of a workbook holds 32,767 characters and no more."""

    message = str(
        N_("Un texte est trop long pour un fichier XLSX. Prenez le fichier CSV : rien n’y manque.")
    )
