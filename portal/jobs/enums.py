"""States and kinds of offers and applications."""

from enum import StrEnum

from portal.kernel.i18n import N_


class _Labelled(StrEnum):
    """A `StrEnum` whose `label` comes from `LABELS[type][value]`."""

    @property
    def label(self) -> str:
        return str(LABELS[type(self).__name__][self.value])


class OfferNature(_Labelled):
    """Is the job peer work, or a job open to peers? (guide S1:737-740)"""

    PEER_WORK = "travail_pair"
    OPEN_TO_PEERS = "ouvert_aux_pairs"
    AGENT_MISSION = "mission_agent_public"


class OfferModel(_Labelled):
    """The three models of job sheet (guide S1:707-720, requirement ST-02)."""

    SOCIAL_WORKER = "a"
    PEER_TITLE = "b"
    INTEGRATION = "c"


class OfferState(_Labelled):
    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"


class OfferEventKind(_Labelled):
    """Lines of the log of an offer."""

    CREATED = "created"
    COPIED = "copied"
    PUBLISHED = "published"
    UPDATED = "updated"
    PAUSED = "paused"
    RESUMED = "resumed"
    RENEWED = "renewed"
    WARNED = "warned"
    CLOSED = "closed"


class OfferStep(_Labelled):
    """The short steps in which an offer is written, in order."""

    JOB = "job"
    PLACE = "place"
    CONTRACT = "contract"
    PAY = "pay"
    MISSIONS = "missions"
    PROFILE = "profile"
    FRENCH = "french"
    ANSWERING = "answering"
    RECRUITMENT = "recruitment"
    LANGUAGES = "languages"
    CHECK = "check"


class RuleLevel(_Labelled):
    """What a rule about the words of an offer leads to."""

    REFUSE = "refuse"
    JUSTIFY = "justify"
    ADVISE = "advise"


class CloseReason(_Labelled):
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class TrainingRequirement(_Labelled):
    """Mandatory statement of each offer (ST-03)."""

    PREREQUISITE = "prerequisite"
    IN_POST = "in_post"
    NOT_REQUIRED = "not_required"


class TimeChoice(_Labelled):
    """Who decides of the working time (PW-08)."""

    FULL = "full"
    PART = "part"
    CANDIDATE = "candidate"


class PayUnit(_Labelled):
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class OrganisationModel(_Labelled):
    SAME_TASKS = "same_tasks"
    SPECIFIC_MISSIONS = "specific_missions"


class FormerlySupported(_Labelled):
    """The structure's policy on hiring people it accompanied: about the structure, never about
    the candidate (ST-08).
    """

    WELCOME = "welcome"
    NOT_HERE = "not_here"
    CASE_BY_CASE = "case_by_case"


class Licence(_Labelled):
    NOT_NEEDED = "not_needed"
    WISHED = "wished"
    NEEDED = "needed"


class Way(_Labelled):
    """The ways to answer an offer."""

    VOICE = "voice"
    CALLBACK = "callback"
    CV = "cv"
    LETTER = "letter"


class TimeWish(_Labelled):
    """The working time a candidate would like (PW-08)."""

    FULL = "full"
    PART = "part"
    UNSURE = "unsure"


class CallMoment(_Labelled):
    """When somebody may be called back."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    SATURDAY = "saturday"


class ApplicationState(_Labelled):
    DRAFT = "draft"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    INTERVIEW = "interview"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    POOL = "pool"
    OBSOLETE = "obsolete"

    @property
    def is_open(self) -> bool:
        """Still waiting for somebody to do something."""
        return self in _OPEN


_OPEN = frozenset(
    {
        ApplicationState.RECEIVED,
        ApplicationState.IN_REVIEW,
        ApplicationState.INTERVIEW,
        ApplicationState.OFFERED,
    }
)


class DeclineKind(_Labelled):
    """The four kinds of reason for declining. None can name health, experience, housing, papers."""

    POST = "post"
    TIMING = "timing"
    MATCH = "match"
    PERSON = "person"


class PartKind(_Labelled):
    """What an application is made of."""

    VOICE = "voice"
    CV = "cv"
    LETTER = "letter"
    ANSWER = "answer"


class CallbackState(_Labelled):
    WAITING = "waiting"
    REACHED = "reached"
    GIVEN_UP = "given_up"


class CallOutcome(_Labelled):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    CALL_LATER = "call_later"


class Author(_Labelled):
    CANDIDATE = "candidate"
    STRUCTURE = "structure"
    PORTAL = "portal"


class EventKind(_Labelled):
    """Lines of the story of an application."""

    SUBMITTED = "submitted"
    MOVED = "moved"
    OPENED = "opened"
    MESSAGE = "message"
    ADDED = "added"
    CALLED = "called"
    CALL_CHANGED = "call_changed"
    REMINDED = "reminded"
    TOLD = "told"
    POOL = "pool"


LABELS = {
    "OfferNature": {
        "travail_pair": N_("Poste de travail pair"),
        "ouvert_aux_pairs": N_("Poste ouvert aux pair·es"),
        "mission_agent_public": N_("Mission d’un agent public"),
    },
    "OfferModel": {
        "a": N_("Intervention sociale, où les savoirs expérientiels sont valorisés"),
        "b": N_("Médiateur·rice santé pair·e ou travailleur·se pair·e"),
        "c": N_("Contrat d’insertion, comme médiateur·rice ou travailleur·se pair·e (ACI)"),
    },
    "OfferState": {
        "draft": N_("Brouillon"),
        "published": N_("Publiée"),
        "paused": N_("En pause"),
        "closed": N_("Fermée"),
    },
    "OfferEventKind": {
        "created": N_("Offre commencée"),
        "copied": N_("Offre commencée à partir d’une autre"),
        "published": N_("Offre publiée"),
        "updated": N_("Changements publiés"),
        "paused": N_("Offre mise en pause"),
        "resumed": N_("Offre remise en ligne"),
        "renewed": N_("Offre renouvelée"),
        "warned": N_("Rappel envoyé : l’offre arrive à sa fin"),
        "closed": N_("Offre fermée"),
    },
    "OfferStep": {
        "job": N_("Le poste"),
        "place": N_("La structure et le lieu"),
        "contract": N_("Le contrat et le temps"),
        "pay": N_("La paie"),
        "missions": N_("Les missions"),
        "profile": N_("Ce qui est demandé"),
        "french": N_("Le français et les langues"),
        "answering": N_("Comment répondre"),
        "recruitment": N_("Le recrutement"),
        "languages": N_("En d’autres langues"),
        "check": N_("Vérifier et publier"),
    },
    "RuleLevel": {
        "refuse": N_("À changer"),
        "justify": N_("À justifier"),
        "advise": N_("Conseil"),
    },
    "CloseReason": {
        "filled": N_("Poste pourvu"),
        "cancelled": N_("Recrutement annulé"),
        "expired": N_("Offre arrivée à sa fin"),
    },
    "TrainingRequirement": {
        "prerequisite": N_("Une formation est demandée avant de commencer"),
        "in_post": N_("Une formation sera suivie une fois en poste"),
        "not_required": N_("Aucune formation n’est demandée"),
    },
    "TimeChoice": {
        "full": N_("Temps plein"),
        "part": N_("Temps partiel"),
        "candidate": N_("Au choix de la personne"),
    },
    "PayUnit": {
        "hour": N_("brut par heure"),
        "month": N_("brut par mois"),
        "year": N_("brut par an"),
    },
    "OrganisationModel": {
        "same_tasks": N_("Les mêmes tâches que le reste de l’équipe"),
        "specific_missions": N_("Des missions propres à ce poste"),
    },
    "FormerlySupported": {
        "welcome": N_("La structure recrute aussi des personnes qu’elle a accompagnées"),
        "not_here": N_(
            "La structure ne recrute pas des personnes qu’elle a elle-même accompagnées"
        ),
        "case_by_case": N_("La structure en parle au cas par cas avec la personne"),
    },
    "Licence": {
        "not_needed": N_("Permis non demandé"),
        "wished": N_("Permis B souhaité"),
        "needed": N_("Permis B nécessaire"),
    },
    "Way": {
        "voice": N_("Message vocal"),
        "callback": N_("Demander à être rappelé"),
        "cv": N_("CV"),
        "letter": N_("Lettre"),
    },
    "TimeWish": {
        "full": N_("Temps plein"),
        "part": N_("Temps partiel"),
        "unsure": N_("Je ne sais pas encore"),
    },
    "CallMoment": {
        "morning": N_("Le matin"),
        "noon": N_("Entre midi et 14 heures"),
        "afternoon": N_("L’après-midi"),
        "evening": N_("En fin de journée"),
        "saturday": N_("Le samedi"),
    },
    "ApplicationState": {
        "draft": N_("En préparation"),
        "received": N_("Reçue"),
        "in_review": N_("À l’étude"),
        "interview": N_("Entretien"),
        "offered": N_("Poste proposé"),
        "accepted": N_("Acceptée"),
        "declined": N_("Non retenue"),
        "withdrawn": N_("Retirée par la personne"),
        "pool": N_("Gardée pour plus tard"),
        "obsolete": N_("Embauche ailleurs"),
    },
    "DeclineKind": {
        "post": N_("Le poste a changé ou n’est plus ouvert"),
        "timing": N_("Le moment ou les horaires ne conviennent pas"),
        "match": N_("Une autre candidature correspond mieux aux missions"),
        "person": N_("C’est la décision de la personne"),
    },
    "PartKind": {
        "voice": N_("Message vocal"),
        "cv": N_("CV"),
        "letter": N_("Lettre"),
        "answer": N_("Réponse"),
    },
    "CallbackState": {
        "waiting": N_("À rappeler"),
        "reached": N_("Jointe"),
        "given_up": N_("Arrêté"),
    },
    "CallOutcome": {
        "reached": N_("La personne a répondu"),
        "no_answer": N_("Pas de réponse"),
        "wrong_number": N_("Le numéro ne marche pas"),
        "call_later": N_("La personne demande un autre moment"),
    },
    "Author": {
        "candidate": N_("Candidat"),
        "structure": N_("Structure"),
        "portal": N_("Portail"),
    },
    "EventKind": {
        "submitted": N_("Candidature envoyée"),
        "moved": N_("Étape franchie"),
        "opened": N_("Ouverte"),
        "message": N_("Message"),
        "added": N_("Élément ajouté"),
        "called": N_("Appel"),
        "call_changed": N_("Demande d’appel changée"),
        "reminded": N_("Rappel du portail : une réponse est promise"),
        "told": N_("Information envoyée"),
        "pool": N_("Réponse sur la conservation"),
    },
}
