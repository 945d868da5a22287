"""What the codes of the audit mean, for people. A test holds them all here."""

from collections.abc import Iterable

from portal.jobs.enums import OfferEventKind
from portal.kernel.i18n import N_, _
from portal.trainings.enums import TrainingEventKind

ACTIONS = {
    "application.adjustment_forgotten": N_("Souhait pour un entretien effacé"),
    "application.erased": N_("Candidature effacée"),
    "application.moved": N_("Candidature changée d’étape"),
    "application.pool_asked": N_("Accord demandé pour garder une candidature"),
    "audit.forgotten": N_("Anciennes lignes du journal effacées"),
    "cv.made": N_("CV fabriqué"),
    "engagement.began": N_("Accueil commencé"),
    "engagement.ended": N_("Accueil terminé"),
    "engagement.forgotten": N_("Accueil effacé"),
    "framework.line_completed": N_("Ligne d’un référentiel complétée"),
    "framework.published": N_("Référentiel publié"),
    "group.closed": N_("Groupe fermé"),
    "group.opened": N_("Groupe ouvert"),
    "interview.agreed": N_("Entretien : accord noté"),
    "interview.agreement_removed": N_("Entretien : accord retiré"),
    "interview.attached": N_("Entretien : document joint"),
    "interview.cancelled": N_("Entretien annulé"),
    "interview.closed": N_("Entretien terminé"),
    "interview.date_agreed": N_("Entretien : date acceptée"),
    "interview.date_asked": N_("Entretien : autre date demandée"),
    "interview.detached": N_("Entretien : document retiré"),
    "interview.opened": N_("Entretien : préparation montrée"),
    "interview.outcome_told": N_("Entretien : suite d’une demande dite"),
    "interview.proposed": N_("Entretien proposé"),
    "interview.review_told": N_("Entretien : état des lieux dit"),
    "interview.signed": N_("Entretien signé"),
    "interview.taken_over": N_("Entretien repris par quelqu’un d’autre"),
    "interview.written": N_("Entretien : compte rendu écrit"),
    "member.invitation_revoked": N_("Invitation retirée"),
    "member.invited": N_("Personne invitée dans une équipe"),
    "member.joined": N_("Personne arrivée dans une équipe"),
    "member.removed": N_("Personne retirée d’une équipe"),
    "member.role_changed": N_("Rôle changé"),
    "nomenclature.added": N_("Ligne ajoutée à une nomenclature"),
    "nomenclature.amended": N_("Ligne d’une nomenclature corrigée"),
    "note.removed": N_("Note retirée"),
    "offer.relay_stopped": N_("Offre qui n’est plus relayée"),
    "offer.relayed": N_("Offre relayée"),
    "organisation.admitted": N_("Organisation validée"),
    "organisation.card_changed": N_("Présentation changée"),
    "organisation.suspended": N_("Organisation suspendue"),
    "person.closed_account": N_("Compte fermé"),
    "person.contact_added": N_("Moyen de contact ajouté"),
    "person.contact_removed": N_("Moyen de contact retiré"),
    "proofs.made": N_("Dossier de preuves fabriqué"),
    "record.erased": N_("Dossier de compétences effacé"),
    "record.exported": N_("Dossier de compétences téléchargé"),
    "record.version_removed": N_("Version d’un dossier retirée"),
    "share.granted": N_("Partage donné"),
    "share.revoked": N_("Partage arrêté"),
    "state_text.changed": N_("Texte d’un message changé"),
    "state_text.reset": N_("Texte d’un message remis comme avant"),
    "structure.requested": N_("Structure qui demande à entrer"),
    "team.joined": N_("Personne mise dans une équipe"),
    "team.left": N_("Personne sortie d’une équipe"),
    "team.made": N_("Équipe créée"),
    "team.removed": N_("Équipe supprimée"),
    "training.import_done": N_("Formations importées d’un fichier"),
    "training.relay_stopped": N_("Formation qui n’est plus relayée"),
    "training.relayed": N_("Formation relayée"),
    "training_session.badge_given_again": N_("Session : badge redonné"),
    "training_session.badge_revoked": N_("Session : badge repris"),
    "training_session.cancelled": N_("Session annulée"),
    "training_session.certified": N_("Session : attestations faites"),
    "training_session.changed": N_("Session changée"),
    "training_session.closed": N_("Session : inscriptions fermées"),
    "training_session.internship": N_("Session : stage noté"),
    "training_session.opened": N_("Session : inscriptions ouvertes"),
    "training_session.invited": N_("Session : personnes invitées à choisir un moment"),
    "training_session.list_taken": N_("Session : liste emportée dans un fichier"),
    "training_session.moment_noted": N_("Session : moment d’entretien noté pour une personne"),
    "training_session.moment_removed": N_("Session : moment d’entretien retiré"),
    "training_session.moments_opened": N_("Session : moments d’entretien ajoutés"),
    "training_session.planned": N_("Session préparée"),
    "training_session.import_undone": N_("Session enlevée avec son import"),
    "training_session.proposed": N_("Session proposée à des personnes de l’équipe"),
    "training_session.staffed": N_("Session : rôles changés"),
    "training_session.wrote": N_("Session : message envoyé aux personnes"),
    "training_venue.added": N_("Lieu de formation ajouté"),
    "training_venue.archived": N_("Lieu de formation archivé"),
    "training_venue.changed": N_("Lieu de formation changé"),
    "training_venue.deleted": N_("Lieu de formation supprimé"),
    "training_venue.restored": N_("Lieu de formation sorti de l’archive"),
}


def label(action: str) -> str:
    """The words for a code; an unknown one, of another release, is only « another action »."""
    area, _dot, kind = action.partition(".")
    if area == "offer" and kind in set(OfferEventKind):
        return str(OfferEventKind(kind).label)
    if area == "training" and kind in set(TrainingEventKind):
        return TrainingEventKind(kind).label
    return str(ACTIONS.get(action, _("Autre action")))


def choices(actions: Iterable[str]) -> list[tuple[str, str]]:
    """(code, words) of what the filter offers, in the order of the words."""
    return sorted(((code, label(code)) for code in actions), key=lambda choice: choice[1])


def scheme_of(action: str, subject: str) -> tuple[str, str] | None:
    """The nomenclature and the code a line is about; other subjects are ids, which say nothing."""
    if not action.startswith("nomenclature."):
        return None
    scheme, _colon, code = subject.partition(":")
    return (scheme, code) if scheme and code else None
