"""What each role may do, read from the policies: a page that cannot say anything else."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from babel.support import LazyProxy

from portal.engagements import policy as engagements
from portal.events import policy as events
from portal.jobs.policy import offers, relays, screening
from portal.kernel.i18n import N_
from portal.languages import policy as languages
from portal.organisations import policy as organisations
from portal.organisations.enums import OrganisationKind, Role
from portal.organisations.scope import Actor, Place
from portal.skills import policy as skills
from portal.trainings import policy as trainings

Check = Callable[[Actor], bool]
Rights = tuple[tuple[LazyProxy, Check], ...]

# A policy that depends on the role, and what it means for somebody who does not read code.
# tests/spaces/employer/test_roles.py compares these lists with the policies.
_STRUCTURE: Rights = (
    (N_("Voir la liste des accueils et cocher ce qui est fait"), engagements.can_see_welcomes),
    (N_("Préparer l’arrivée d’une personne"), engagements.can_manage_welcomes),
    (N_("Tenir les points d’étape, du côté de la structure"), engagements.can_hold_check_ins),
    (N_("Écrire une lettre de mission"), engagements.can_write_letters),
    (N_("Noter la relecture d’une fiche de poste"), engagements.can_manage_welcomes),
    (N_("Proposer et tenir les entretiens avec l’équipe"), skills.can_hold_interviews),
    (
        N_("Lire les comptes rendus signés des entretiens que l’on a tenus"),
        skills.can_hold_interviews,
    ),
    (N_("Reprendre un entretien qu’une autre personne tenait"), skills.is_over_interviews),
    (N_("Lire tous les comptes rendus signés"), skills.is_over_interviews),
    (N_("Lire ce qu’une personne partage avec la structure"), skills.can_read_received),
    (N_("Créer des équipes et choisir leurs membres"), organisations.can_manage_teams),
    (N_("Proposer une session de formation à l’équipe"), trainings.can_propose),
    (N_("Écrire des offres et voir les brouillons"), offers.can_write_offers),
    (N_("Traduire les offres, relire les traductions"), offers.can_translate_offers),
    (N_("Publier, mettre en pause et fermer des offres"), offers.can_publish_offers),
    (
        N_("Lire les candidatures, y répondre, rappeler les personnes"),
        lambda actor: screening.can_screen(actor, actor.organisation_id),
    ),
    (
        N_("Choisir les textes envoyés à chaque étape"),
        lambda actor: screening.can_edit_texts(actor, actor.organisation_id),
    ),
    (N_("Inviter, changer un rôle, retirer de la structure"), organisations.can_manage_team),
    (N_("Changer la présentation de la structure"), organisations.can_edit_card),
)
_FEDERATION: Rights = (
    (N_("Relayer les offres des structures"), relays.can_relay),
    (N_("Relayer les formations d’autres fédérations"), trainings.can_relay_trainings),
    (N_("Admettre et suspendre des structures"), organisations.is_supervisor),
    (
        N_("Écrire des fiches de formation, relire et publier celles des collègues"),
        trainings.can_write_trainings,
    ),
    (
        N_("Préparer des sessions, répondre à qui demande à venir"),
        trainings.can_write_trainings,
    ),
    (N_("Former ou accueillir dans les sessions qu’on lui confie"), trainings.may_be_entrusted),
    (N_("Traduire les formations, relire les traductions"), trainings.can_translate_trainings),
    (N_("Tenir le glossaire des traductions"), languages.can_keep_glossary),
    (N_("Écrire des référentiels à côté de celui du guide"), skills.can_write_frameworks),
    (N_("Ouvrir des groupes et leurs rencontres"), events.can_found),
    (N_("Lire ce qu’une personne partage avec la fédération"), skills.can_read_received),
    (N_("Inviter, changer un rôle, retirer de l’équipe"), organisations.can_manage_team),
    (N_("Changer la présentation de la fédération"), organisations.can_edit_card),
)
_OPERATOR: Rights = (
    (N_("Voir l’état du service et le journal"), organisations.can_watch_portal),
    (N_("Ouvrir des fédérations, corriger les listes et les règles"), organisations.can_run_portal),
    (N_("Admettre et suspendre des fédérations"), organisations.is_supervisor),
    (N_("Tenir le glossaire des traductions"), languages.can_keep_glossary),
    (N_("Compléter et lire à voix haute le référentiel du guide"), skills.can_keep_guide),
    (N_("Inviter, changer un rôle, retirer de l’équipe"), organisations.can_manage_team),
)
RIGHTS: dict[OrganisationKind, Rights] = {
    OrganisationKind.STRUCTURE: _STRUCTURE,
    OrganisationKind.FEDERATION: _FEDERATION,
    OrganisationKind.OPERATOR: _OPERATOR,
}


@dataclass(frozen=True)
class RoleRights:
    """A role, and what it may and may not do here."""

    role: Role
    may: tuple[str, ...]
    may_not: tuple[str, ...]


def rights_of(place: Place) -> list[RoleRights]:
    """Every role of the organisation, asked every policy of its kind."""
    found = []
    for role in organisations.roles_of(place.kind):
        actor = Actor(place=replace(place, role=role))
        answers = [(str(words), may(actor)) for words, may in RIGHTS[place.kind]]
        found.append(
            RoleRights(
                role,
                tuple(words for words, yes in answers if yes),
                tuple(words for words, yes in answers if not yes),
            )
        )
    return found
