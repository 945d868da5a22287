"""Fields of one's side of a check-in: the same questions as the other side."""

from wtforms import BooleanField, TextAreaField

from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class WordsForm(Form):
    missions = TextAreaField(
        N_("Les missions"),
        description=N_("Rien n’est obligatoire. Vous n’avez pas à parler de votre santé."),
        validators=[at_most(2000)],
        filters=[strip],
    )
    good = TextAreaField(N_("Points positifs"), validators=[at_most(2000)], filters=[strip])
    better = TextAreaField(N_("Points d’amélioration"), validators=[at_most(2000)], filters=[strip])
    inclusion = TextAreaField(
        N_("L’inclusion dans l’équipe"), validators=[at_most(2000)], filters=[strip]
    )
    give = BooleanField(N_("Donner ces mots à l’autre partie. Ensuite, ils ne changent plus."))
