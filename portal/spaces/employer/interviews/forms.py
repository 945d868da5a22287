"""Fields of an interview, on the manager's side: words and days, no mark."""

from wtforms import RadioField, TextAreaField

from portal.kernel.i18n import N_
from portal.skills.interview_enums import InterviewKind
from portal.web.forms import Form, at_most, choices, needed, strip
from portal.web.interviews import DateForm

NOT_WRITTEN = N_(
    "Parlez du travail. N’écrivez rien sur la santé, une fragilité, un traitement ou la vie privée"
    " de cette personne, ni sur les personnes accompagnées."
)


class WordsForm(Form):
    """What one wants to say about a topic. Nothing is an answer too."""

    words = TextAreaField(
        N_("Vos mots"), description=NOT_WRITTEN, validators=[at_most(6000)], filters=[strip]
    )


class ProposeForm(DateForm):
    """An interview with somebody of the team."""

    person = RadioField(
        N_("Avec qui ?"),
        choices=[],
        validators=[needed(N_("Choisissez une personne de l’équipe."))],
    )
    kind = RadioField(
        N_("Quel entretien ?"),
        choices=choices(*((one, N_(one.label)) for one in InterviewKind)),
        validators=[needed(N_("Choisissez quel entretien."))],
    )
