"""Who may join a group, who runs it, how its dates come back."""

from enum import StrEnum

from portal.kernel.i18n import N_


class Audience(StrEnum):
    """Who may see a group and join it."""

    OPEN = "open"
    PEERS = "peers"
    INVITED = "invited"

    @property
    def label(self) -> str:
        return str(_AUDIENCES[self])

    @property
    def explanation(self) -> str:
        return str(_EXPLANATIONS[self])


_AUDIENCES = {
    Audience.OPEN: N_("Ouvert à toute personne inscrite sur le portail"),
    Audience.PEERS: N_("Entre pairs"),
    Audience.INVITED: N_("Sur invitation"),
}
_EXPLANATIONS = {
    Audience.OPEN: N_("Le groupe est visible une fois connecté. Chacun choisit d’y entrer."),
    Audience.PEERS: N_(
        "Le groupe est visible une fois connecté. Pour entrer, on confirme d’une phrase"
        " qu’on participe en tant que pair."
    ),
    Audience.INVITED: N_("Le groupe est invisible. On entre avec le lien que vous donnez."),
}


class GroupRole(StrEnum):
    """What somebody does in a group."""

    MEMBER = "member"
    HOST = "host"


class Rhythm(StrEnum):
    """How the dates of a series follow each other."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    @property
    def label(self) -> str:
        return str(_RHYTHMS[self])

    @property
    def months(self) -> int:
        """How many months between two dates."""
        return {Rhythm.ONCE: 0, Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}[self]


_RHYTHMS = {
    Rhythm.ONCE: N_("Une seule date"),
    Rhythm.MONTHLY: N_("Tous les mois, le même jour de la semaine"),
    Rhythm.QUARTERLY: N_("Tous les trois mois, le même jour de la semaine"),
}
