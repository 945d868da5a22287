"""Fields of an interview, on the manager's side: words and days, no mark."""

from wtforms import RadioField

from portal.kernel.i18n import N_
from portal.skills.interview_enums import InterviewKind
from portal.web.forms import choices, needed
from portal.web.interviews import DateForm


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
