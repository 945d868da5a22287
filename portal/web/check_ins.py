"""The words of a check-in: each side answers the same questions."""

from typing import Any, ClassVar

from babel.support import LazyProxy
from wtforms import BooleanField, TextAreaField

from portal.engagements.actions.check_ins import Words
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, strip


class CheckInForm(Form):
    HELP: ClassVar[LazyProxy]  # Each space says in its own words what need not be said.

    missions = TextAreaField(N_("Les missions"), validators=[at_most(2000)], filters=[strip])
    good = TextAreaField(N_("Points positifs"), validators=[at_most(2000)], filters=[strip])
    better = TextAreaField(N_("Points d’amélioration"), validators=[at_most(2000)], filters=[strip])
    inclusion = TextAreaField(
        N_("L’inclusion dans l’équipe"), validators=[at_most(2000)], filters=[strip]
    )
    give = BooleanField(N_("Donner ces mots à l’autre partie. Ensuite, ils ne changent plus."))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.missions.description = str(self.HELP)

    def said(self) -> Words:
        return Words(
            self.missions.data or "",
            self.good.data or "",
            self.better.data or "",
            self.inclusion.data or "",
        )
