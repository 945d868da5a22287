"""States of an import of trainings, what its lines would do, and what became of them."""

from enum import StrEnum

from portal.kernel.i18n import N_


class ImportKind(StrEnum):
    """What was sent: a table with columns to be named, or a document that names its parts."""

    TABLE = "table"
    LHEO = "lheo"


class ImportState(StrEnum):
    """Where an import stands."""

    COLUMNS = "columns"
    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return str(_IMPORTS[self])


_IMPORTS = {
    ImportState.COLUMNS: N_("Colonnes à nommer"),
    ImportState.PREVIEW: N_("À relire avant d’importer"),
    ImportState.RUNNING: N_("Import en cours"),
    ImportState.DONE: N_("Importé"),
    ImportState.UNDONE: N_("Annulé"),
}


class Verdict(StrEnum):
    """What a line of a file would do here."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SAME = "same"
    HELD = "held"
    WRONG = "wrong"

    @property
    def label(self) -> str:
        return str(_VERDICTS[self])

    @property
    def may_be_taken(self) -> bool:
        return self in (Verdict.NEW, Verdict.CHANGED, Verdict.CONFLICT)


_VERDICTS = {
    Verdict.NEW: N_("Nouvelle"),
    Verdict.CHANGED: N_("Changée"),
    Verdict.CONFLICT: N_("En conflit"),
    Verdict.SAME: N_("Pareille"),
    Verdict.HELD: N_("Bloquée"),
    Verdict.WRONG: N_("À corriger"),
}


class Outcome(StrEnum):
    """What became of a line that was to be imported."""

    CREATED = "created"
    CHANGED = "changed"
    MOVED = "moved"
    LEFT = "left"
    REMOVED = "removed"
    RESTORED = "restored"
    STAYED = "stayed"

    @property
    def label(self) -> str:
        return str(_OUTCOMES[self])


_OUTCOMES = {
    Outcome.CREATED: N_("Créée en brouillon"),
    Outcome.CHANGED: N_("Changée"),
    Outcome.MOVED: N_("Laissée : la fiche a changé depuis l’aperçu"),
    Outcome.LEFT: N_("Laissée : rien ne pouvait être fait"),
    Outcome.REMOVED: N_("Enlevée"),
    Outcome.RESTORED: N_("Remise comme avant"),
    Outcome.STAYED: N_("Restée : elle a changé depuis l’import"),
}
