"""States and moves of a training, and the steps it is written in."""

from enum import StrEnum

from portal.kernel.i18n import N_


class TrainingState(StrEnum):
    """Where the writing stands. A training that is online stays so while its next edition is
    written and read.
    """

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES = {
    TrainingState.DRAFT: N_("Brouillon"),
    TrainingState.IN_REVIEW: N_("En relecture"),
    TrainingState.PUBLISHED: N_("Publiée"),
    TrainingState.ARCHIVED: N_("Archivée"),
}


class TrainingEventKind(StrEnum):
    """Lines of the log of a training."""

    CREATED = "created"
    COPIED = "copied"
    CHANGED = "changed"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    REMINDED = "reminded"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import_undone"
    TRANSLATED = "translated"

    @property
    def label(self) -> str:
        return str(_EVENTS[self])


_EVENTS = {
    TrainingEventKind.CREATED: N_("Fiche commencée"),
    TrainingEventKind.COPIED: N_("Fiche copiée"),
    TrainingEventKind.CHANGED: N_("Nouveaux changements commencés"),
    TrainingEventKind.SUBMITTED: N_("Relecture demandée"),
    TrainingEventKind.SENT_BACK: N_("Rendue pour être changée"),
    TrainingEventKind.PUBLISHED: N_("Fiche publiée"),
    TrainingEventKind.ARCHIVED: N_("Fiche archivée"),
    TrainingEventKind.REMINDED: N_("Rappel : à vérifier de nouveau"),
    TrainingEventKind.IMPORTED: N_("Fiche importée d’un fichier"),
    TrainingEventKind.IMPORT_UNDONE: N_("Import annulé"),
    TrainingEventKind.TRANSLATED: N_("Traductions mises en ligne"),
}


class Known(StrEnum):
    """An answer to a question with three answers; the third, « not known », is no value at all."""

    YES = "yes"
    NO = "no"

    @property
    def label(self) -> str:
        return str(_KNOWN[self])


_KNOWN = {Known.YES: N_("Oui"), Known.NO: N_("Non")}
NOT_KNOWN = N_("On ne sait pas")


class DurationClass(StrEnum):
    """How long it takes of somebody's life, to look for."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def label(self) -> str:
        return str(_DURATIONS[self])


_DURATIONS = {
    DurationClass.DAYS: N_("Cinq jours ou moins"),
    DurationClass.WEEKS: N_("De quelques semaines à moins de six mois"),
    DurationClass.MONTHS: N_("Six mois ou plus"),
}


class Soon(StrEnum):
    """When it starts, to look for."""

    MONTH = "month"
    THREE = "3-months"
    SIX = "6-months"

    @property
    def label(self) -> str:
        return str(_SOON[self])


_SOON = {
    Soon.MONTH: N_("Commence ce mois-ci"),
    Soon.THREE: N_("Commence dans les 3 mois"),
    Soon.SIX: N_("Commence dans les 6 mois"),
}


class Setting(StrEnum):
    """Who is in the room."""

    INTER = "inter"
    INTRA = "intra"

    @property
    def label(self) -> str:
        return str(_SETTINGS[self])


_SETTINGS = {
    Setting.INTER: N_("Plusieurs structures ensemble"),
    Setting.INTRA: N_("Dans une structure, pour son équipe"),
}


class Post(StrEnum):
    """Where the reader stands with work; a team is looked for by who runs it."""

    IN = "in"
    OUT = "out"
    TEAM = "team"

    @property
    def label(self) -> str:
        return str(_POSTS[self])


_POSTS = {
    Post.IN: N_("Je travaille déjà comme pair ou dans une équipe"),
    Post.OUT: N_("Je ne suis pas en poste"),
    Post.TEAM: N_("Je cherche pour une équipe"),
}


class PassportGroup(StrEnum):
    """Lines of the accessibility passport that are read together."""

    PLACE = "place"
    SENSES = "senses"
    PACE = "pace"
    AROUND = "around"
    ASKED = "asked"

    @property
    def label(self) -> str:
        return str(_GROUPS[self])


_GROUPS = {
    PassportGroup.PLACE: N_("Le lieu"),
    PassportGroup.SENSES: N_("Entendre, voir, comprendre"),
    PassportGroup.PACE: N_("Le rythme"),
    PassportGroup.AROUND: N_("Autour de la formation"),
    PassportGroup.ASKED: N_("Ce qui est demandé à la personne"),
}


class Subject(StrEnum):
    """What sources may say differently."""

    TITLE = "title"
    DURATION = "duration"
    MODULES = "modules"
    PERIOD = "period"
    PREREQUISITES = "prerequisites"
    PLACES = "places"
    COST = "cost"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(_SUBJECTS[self])


_SUBJECTS = {
    Subject.TITLE: N_("Le nom"),
    Subject.DURATION: N_("La durée"),
    Subject.MODULES: N_("Les modules"),
    Subject.PERIOD: N_("Les dates"),
    Subject.PREREQUISITES: N_("Ce qu’il faut avant"),
    Subject.PLACES: N_("Le nombre de places"),
    Subject.COST: N_("Le prix"),
    Subject.OTHER: N_("Un autre point"),
}


class TrainingStep(StrEnum):
    """The short steps in which a training is written, in order."""

    IDENTITY = "identity"
    CONTENT = "content"
    TIME = "time"
    ENTRY = "entry"
    MONEY = "money"
    PASSPORT = "passport"
    LANGUAGES = "languages"
    SOURCES = "sources"

    @property
    def label(self) -> str:
        return str(_STEPS[self])


_STEPS = {
    TrainingStep.IDENTITY: N_("La formation et qui l’organise"),
    TrainingStep.CONTENT: N_("Ce que l’on y apprend"),
    TrainingStep.TIME: N_("Durée, dates et lieu"),
    TrainingStep.ENTRY: N_("Entrer dans la formation"),
    TrainingStep.MONEY: N_("Le prix et qui paie"),
    TrainingStep.PASSPORT: N_("Accessibilité"),
    TrainingStep.LANGUAGES: N_("Le français et les autres langues"),
    TrainingStep.SOURCES: N_("Contact, sources et vérification"),
}


class SessionState(StrEnum):
    """Planned, it is seen by its federation only; closed, it takes no more registrations."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_SESSION_STATES[self])


_SESSION_STATES = {
    SessionState.PLANNED: N_("En préparation"),
    SessionState.OPEN: N_("Inscriptions ouvertes"),
    SessionState.CLOSED: N_("Inscriptions fermées"),
    SessionState.CANCELLED: N_("Annulée"),
}


class SessionRole(StrEnum):
    """What a colleague does in one session."""

    TRAINER = "trainer"
    ARRANGER = "arranger"

    @property
    def label(self) -> str:
        return str(_SESSION_ROLES[self])


_SESSION_ROLES = {
    SessionRole.TRAINER: N_("Formation : voit la liste de cette session"),
    SessionRole.ARRANGER: N_("Accueil : voit les besoins des personnes et s’en occupe"),
}


class RegistrationState(StrEnum):
    """Where a registration stands. `LAPSED`: a place was offered and nobody answered in time."""

    DRAFT = "draft"
    RECEIVED = "received"
    WAITING = "waiting"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        return str(_REGISTRATION_STATES[self])


_REGISTRATION_STATES = {
    RegistrationState.DRAFT: N_("Pas encore envoyée"),
    RegistrationState.RECEIVED: N_("Demande reçue"),
    RegistrationState.WAITING: N_("Sur la liste d’attente"),
    RegistrationState.OFFERED: N_("Une place est libre"),
    RegistrationState.CONFIRMED: N_("Place confirmée"),
    RegistrationState.LAPSED: N_("Place passée à une autre personne"),
    RegistrationState.DECLINED: N_("Demande refusée"),
    RegistrationState.WITHDRAWN: N_("Inscription annulée"),
    RegistrationState.CALLED_OFF: N_("Session annulée"),
}


class RegistrationAuthor(StrEnum):
    """Who made something happen in a registration."""

    CANDIDATE = "candidate"
    ORGANISER = "organiser"
    EMPLOYER = "employer"
    PORTAL = "portal"


class WhoseTime(StrEnum):
    """On whose time somebody comes, where the session asks."""

    NONE = ""
    EMPLOYER = "employer"
    OWN = "own"
    NO_EMPLOYER = "no_employer"

    @property
    def label(self) -> str:
        return str(_WHOSE[self]) if self in _WHOSE else ""


_WHOSE = {
    WhoseTime.EMPLOYER: N_("Je demande à mon employeur"),
    WhoseTime.OWN: N_("Je viens sur mon temps"),
    WhoseTime.NO_EMPLOYER: N_("Je n’ai pas d’employeur"),
}


class Agreement(StrEnum):
    """The agreement of the employer, where one is asked for."""

    NONE = ""
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return str(_AGREEMENTS[self]) if self in _AGREEMENTS else ""


_AGREEMENTS = {
    Agreement.ASKED: N_("Accord de l’employeur demandé"),
    Agreement.GIVEN: N_("Accord de l’employeur donné"),
    Agreement.REFUSED: N_("L’employeur n’est pas d’accord"),
}


class Half(StrEnum):
    """Half of a day."""

    AM = "am"
    PM = "pm"

    @property
    def label(self) -> str:
        return str(_HALVES[self])


_HALVES = {Half.AM: N_("Matin"), Half.PM: N_("Après-midi")}


class AttendanceState(StrEnum):
    """Whether somebody was there. Why they were not is nobody's business."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        return str(_ATTENDANCES[self])


_ATTENDANCES = {
    AttendanceState.PRESENT: N_("Là"),
    AttendanceState.ABSENT: N_("Pas là"),
    AttendanceState.EXCUSED: N_("Pas là, a prévenu"),
}


class MarkedBy(StrEnum):
    """How it was marked: by who trains, by the code on the screen, from the list on paper."""

    TRAINER = "trainer"
    CODE = "code"
    PAPER = "paper"


class Revocation(StrEnum):
    """Why a badge checks no more: somebody took it back, another replaces it, or the presence it
    said was corrected. The last two are the portal's own.
    """

    TAKEN_BACK = "taken_back"
    REPLACED = "replaced"
    CORRECTED = "corrected"


class MeetingWay(StrEnum):
    """How one meets before a session."""

    PLACE = "place"
    VIDEO = "video"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return str(_WAYS[self])


_WAYS = {
    MeetingWay.PLACE: N_("Sur place"),
    MeetingWay.VIDEO: N_("En visio"),
    MeetingWay.PHONE: N_("Par téléphone"),
}


class MeetingAnswer(StrEnum):
    """What somebody said who was asked to choose a moment. `CALL`: none suits, call me."""

    NONE = ""
    CHOSEN = "chosen"
    CALL = "call"


class ProposalState(StrEnum):
    """All a structure reads of what it proposed to somebody."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_PROPOSALS[self])


_PROPOSALS = {
    ProposalState.ASKED: N_("Demandée"),
    ProposalState.CONFIRMED: N_("Place confirmée"),
    ProposalState.REFUSED: N_("Refusée"),
    ProposalState.CANCELLED: N_("Annulée"),
}
