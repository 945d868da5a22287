"""Kinds, roles and standings of organisations."""

from enum import StrEnum

from portal.kernel.i18n import N_


class OrganisationKind(StrEnum):
    FEDERATION = "federation"
    STRUCTURE = "structure"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return str(_KINDS[self])


_KINDS = {
    OrganisationKind.FEDERATION: N_("Fédération régionale"),
    OrganisationKind.STRUCTURE: N_("Structure"),
    OrganisationKind.OPERATOR: N_("Association hôte"),
}


class Standing(StrEnum):
    """Whether the portal vouches for an organisation."""

    PENDING = "pending"
    ADMITTED = "admitted"
    SUSPENDED = "suspended"

    @property
    def label(self) -> str:
        return str(_STANDINGS[self])


_STANDINGS = {
    Standing.PENDING: N_("En attente de validation"),
    Standing.ADMITTED: N_("Validée"),
    Standing.SUSPENDED: N_("Suspendue"),
}


class Role(StrEnum):
    """What a member may do; `policy` of each context says it exactly."""

    ADMINISTRATOR = "administrator"
    RECRUITER = "recruiter"
    WRITER = "writer"
    MANAGER = "manager"
    MEMBER = "member"
    TRANSLATOR = "translator"

    @property
    def label(self) -> str:
        return str(_ROLES[self])

    @property
    def explanation(self) -> str:
        return str(_ROLE_EXPLANATIONS[self])

    def explained_for(self, kind: OrganisationKind) -> str:
        """What the role may do in a house of this kind."""
        if kind == OrganisationKind.STRUCTURE:
            return self.explanation
        return str(_ROLE_EXPLANATIONS_ELSEWHERE[kind].get(self, self.explanation))


_ROLES = {
    Role.ADMINISTRATOR: N_("Administration"),
    Role.RECRUITER: N_("Recrutement"),
    Role.WRITER: N_("Rédaction"),
    Role.MANAGER: N_("Encadrement"),
    Role.MEMBER: N_("Équipe"),
    Role.TRANSLATOR: N_("Traduction"),
}
_ROLE_EXPLANATIONS = {
    Role.ADMINISTRATOR: N_("Fait tout, et gère l’équipe et la structure."),
    Role.RECRUITER: N_("Publie les offres, lit les candidatures et y répond."),
    Role.WRITER: N_("Prépare des offres. Ne voit aucune candidature."),
    Role.MANAGER: N_("Accueille les nouvelles personnes et prépare les entretiens avec elles."),
    Role.MEMBER: N_("Fait partie de l’équipe : tableau de l’équipe, accueil, entretiens."),
    Role.TRANSLATOR: N_("Traduit les offres. Ne voit rien d’autre et ne publie rien."),
}
_ROLE_EXPLANATIONS_ELSEWHERE = {
    OrganisationKind.FEDERATION: {
        Role.ADMINISTRATOR: N_("Fait tout : valide les structures, relaie, gère l’équipe."),
        Role.WRITER: N_(
            "Voit les structures et les offres de la région, relaie les offres,"
            " écrit des formations."
        ),
        Role.MEMBER: N_(
            "Forme ou accueille dans les sessions qu’on lui confie. Ne voit rien d’autre."
        ),
        Role.TRANSLATOR: N_("Traduit les formations. Ne voit rien d’autre et ne publie rien."),
    },
    OrganisationKind.OPERATOR: {
        Role.ADMINISTRATOR: N_("Fait tout : fédérations, nomenclatures, équipe."),
        Role.WRITER: N_("Voit l’état du service et le journal. Ne change rien."),
    },
}
