"""Fields of a session. Half-days come from the first and the last day; a place or a video link."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import NumberRange

from portal.kernel.i18n import N_
from portal.organisations.queries.members import Member
from portal.trainings import usual_days
from portal.trainings.enums import Known, SessionRole
from portal.web.fields import Coded, LinesField, line, rows_of, text
from portal.web.forms import (
    DateField,
    Form,
    OnceForm,
    Row,
    at_most,
    choices,
    needed,
    optional,
    refuse,
    strip,
)

_HOURS = (
    (24, N_("Un jour")),
    (48, N_("Deux jours")),
    (72, N_("Trois jours")),
    (120, N_("Cinq jours")),
    (168, N_("Une semaine")),
    (336, N_("Deux semaines")),
)
_MOST_PLACES = 500
# What a session says of languages where it differs from the training.
SPOKEN = ("trainer_languages", "french_oral", "french_written")
# A question of before keeps its name: answers bear it.
_MOST_QUESTIONS = 10
_LONGEST_QUESTION = 300


class HalfDayRow(Row):
    """Hours nobody wrote are the usual ones of that half."""

    on = DateField(N_("Jour"), [optional()])
    half = SelectField(N_("Moitié"), choices=choices(*usual_days.LABELS.items()))
    starts = TimeField(N_("De"), [optional()])
    ends = TimeField(N_("À"), [optional()])

    def fact(self) -> dict[str, Any] | None:
        if self.on.data is None:
            return None
        starts, ends = usual_days.USUAL[self.half.data]
        return {
            "on": self.on.data.isoformat(),
            "half": self.half.data,
            "starts": f"{self.starts.data:%H:%M}" if self.starts.data else starts,
            "ends": f"{self.ends.data:%H:%M}" if self.ends.data else ends,
        }


class SessionForm(OnceForm):
    """The fields bear the names of the columns; `line_…` are lines of the passport."""

    starts_on = DateField(N_("Premier jour"), [needed(N_("Choisissez le premier jour."))])
    ends_on = DateField(N_("Dernier jour"), [needed(N_("Choisissez le dernier jour."))])
    half_days = FieldList(FormField(HalfDayRow), N_("Demi-journée"))
    online = BooleanField(N_("En visio"))
    video_link = URLField(
        N_("Le lien de la visio"),
        [at_most(300)],
        filters=[strip],
        description=N_("Seules les personnes qui ont une place le voient."),
    )
    venue_id = Coded(
        N_("Un de vos lieux"),
        description=N_(
            "Son adresse et son accessibilité remplacent l’adresse écrite plus bas."
            " Si le lieu change, la session suit."
        ),
    )
    venue = line(N_("Le lieu"), most=200, hint=N_("Par exemple : Maison des associations."))
    address = line(N_("L’adresse"), most=300)
    city = line(N_("Ville"), most=120)
    department = Coded(N_("Département"))
    practical = text(
        N_("À savoir pour venir"),
        most=2000,
        hint=N_("Le bus, l’étage, ce qu’il faut apporter, le repas."),
    )
    places = IntegerField(
        N_("Nombre de places"),
        [
            needed(N_("Écrivez le nombre de places.")),
            NumberRange(1, _MOST_PLACES, N_("Écrivez un nombre entre 1 et 500.")),
        ],
    )
    register_until = DateField(
        N_("S’inscrire jusqu’au"),
        [optional()],
        description=N_("Vide : jusqu’à la veille du premier jour."),
    )
    answer_hours = SelectField(
        N_("Temps pour prendre une place qui se libère"), coerce=int, choices=choices(*_HOURS)
    )
    chooses = BooleanField(
        N_("Je choisis après un entretien"),
        description=N_(
            "Personne n’a de place avant que vous la proposiez. Sans note ni classement."
        ),
    )
    asks_employer = BooleanField(
        N_("Demander l’accord de l’employeur"),
        description=N_("À qui travaille. L’employeur répond par un lien et ne voit rien d’autre."),
    )
    questions = LinesField(
        N_("Vos questions"),
        description=N_(
            "Une question par ligne. Rien sur la santé ni sur le parcours de vie : les besoins se"
            " disent à part."
        ),
    )
    trainer_languages = SelectMultipleField(
        N_("Langues parlées par qui forme"),
        description=N_("Rien de coché : celles de la fiche."),
    )
    french_oral = Coded(N_("Français à l’oral"))
    french_written = Coded(N_("Français à l’écrit"))
    contact = line(
        N_("À qui poser une question"),
        most=300,
        hint=N_("Une fonction et comment la joindre, sans nom."),
    )

    def validate_questions(self, field: LinesField) -> None:
        if len(field.data) > _MOST_QUESTIONS:
            raise refuse(str(N_("Dix questions au plus. Gardez celles qui servent.")))
        if any(len(question) > _LONGEST_QUESTION for question in field.data):
            raise refuse(str(N_("Une question est trop longue : 300 caractères au plus.")))

    def values(self, known: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
        """What is to be kept, once validated. `known`: the questions of before."""
        found = {
            name: field.data
            for name, field in self._fields.items()
            if name not in ("once", "half_days", "questions", *SPOKEN)
            and not name.startswith("line_")
        }
        first, last = found["starts_on"], found["ends_on"]
        found["half_days"] = usual_days.in_order(rows_of(self.half_days)) or _between(first, last)
        found["register_until"] = found["register_until"] or first - timedelta(days=1)
        found["department"] = found["department"] or ""
        found["venue_id"] = UUID(found["venue_id"]) if found["venue_id"] else None
        ids = {question["text"]: question["id"] for question in known}
        asked = dict.fromkeys(self.questions.data or ())
        found["questions"] = [{"id": ids.get(said) or str(uuid4()), "text": said} for said in asked]
        lines = {
            n.removeprefix("line_"): f.data for n, f in self._fields.items() if n[:5] == "line_"
        }
        spoken = {name: self._fields[name].data for name in SPOKEN}
        found["spoken"] = {name: said for name, said in spoken.items() if said}
        found["passport"] = {code: answer for code, answer in lines.items() if answer}
        return found


def _between(first: date, last: date) -> list[dict[str, Any]]:
    """Nothing where the days contradict each other: the domain says so."""
    return usual_days.between(first, last) if first <= last else []


def session_form(lines: Iterable[tuple[str, str]]) -> type[SessionForm]:
    """The form with one question for each (code, label) of the passport."""
    fields = {f"line_{code}": Coded(label) for code, label in lines}
    return type("WholeSessionForm", (SessionForm,), fields)


def answers() -> list[tuple[str, str]]:
    """What a session may say of a line of the passport, when it differs from the training."""
    return [(one.value, one.label) for one in Known]


class CancelForm(Form):
    because = TextAreaField(
        N_("Pourquoi la session n’a pas lieu"),
        [at_most(300)],
        filters=[strip],
        description=N_("Les personnes lisent ces mots. Restez simple, ne nommez personne."),
    )


class StaffForm(Form):
    """Who does what; the choices are the members of the federation."""

    trainers = SelectMultipleField(
        N_("Formation"),
        description=N_("Voit la liste des noms de cette session, pas les coordonnées."),
    )
    arrangers = SelectMultipleField(
        N_("Accueil des personnes"),
        description=N_(
            "Lit les besoins des personnes et s’en occupe. Personne d’autre ne les lit."
        ),
    )

    def offer(self, colleagues: Iterable[Member]) -> "StaffForm":
        pairs = [(str(one.person_id), one.name or N_("Nom non indiqué")) for one in colleagues]
        self.trainers.choices = choices(*pairs)
        self.arrangers.choices = choices(*pairs)
        return self

    def people(self) -> list[tuple[UUID, SessionRole]]:
        named = ((self.trainers, SessionRole.TRAINER), (self.arrangers, SessionRole.ARRANGER))
        return [(UUID(one), role) for field, role in named for one in field.data or ()]


class MoveForm(Form):
    """Words that go with a move; needed where a « no » is said."""

    words = TextAreaField(
        N_("Vos mots"),
        [at_most(1000)],
        filters=[strip],
        description=N_("Des phrases courtes, en français. Le téléphone est peut-être partagé."),
    )

    def fits(self, *, wants_words: bool) -> bool:
        if not self.validate():
            return False
        if wants_words and not self.words.data:
            self.words.errors = [str(N_("Écrivez quelques mots : la personne les attend."))]
            return False
        return True


class ArrangedForm(Form):
    words = TextAreaField(
        N_("Ce qui est prévu, ou pourquoi pas"),
        [needed(N_("Écrivez quelques mots : la personne les attend.")), at_most(1000)],
        filters=[strip],
        description=N_("La personne lit ces mots."),
    )
