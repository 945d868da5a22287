"""Where a translation comes from."""

from enum import StrEnum

from portal.kernel.i18n import N_


class Origin(StrEnum):
    PERSON = "person"
    MACHINE = "machine"

    @property
    def label(self) -> str:
        return str(_ORIGINS[self])


_ORIGINS = {
    Origin.PERSON: N_("Traduit par une personne"),
    Origin.MACHINE: N_("Traduction automatique"),
}
