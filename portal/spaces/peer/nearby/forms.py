"""Fields of appearing near, and of a few words."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from portal.events.actions.nearby import CardFacts
from portal.kernel import clock
from portal.kernel.i18n import N_, _
from portal.kernel.nomenclatures import Entry
from portal.web.forms import DateField, Form, at_most, choices, needed, strip


class CardForm(Form):
    shown_name = StringField(
        N_("Le nom que les autres verront"),
        description=N_("Un prénom ou un surnom suffit."),
        validators=[needed(N_("Écrivez un nom. Un prénom suffit.")), at_most(60)],
        filters=[strip],
    )
    department = SelectField(
        N_("Votre département"),
        description=N_("Vous voyez ce département et ceux qui le touchent."),
        validators=[needed(N_("Choisissez un département dans la liste."))],
    )
    city = StringField(
        N_("Votre ville ou votre quartier"), validators=[at_most(120)], filters=[strip]
    )
    languages = SelectMultipleField(
        N_("Les langues que vous parlez"), description=N_("Plusieurs réponses possibles.")
    )
    about = TextAreaField(
        N_("Un mot de vous"),
        description=N_(
            "Par exemple : je débute, j’aimerais échanger. Vous n’avez pas à raconter votre vie."
        ),
        validators=[at_most(300)],
        filters=[strip],
    )
    until = DateField(
        N_("Visible jusqu’au"),
        description=N_("Six mois au plus. Vous pouvez disparaître avant, à tout moment."),
        validators=[needed(N_("Choisissez un jour."))],
    )

    as_peer = BooleanField(N_("Je participe en tant que pair."))

    def offer(
        self, departments: Sequence[Entry], languages: Sequence[tuple[str, str]]
    ) -> "CardForm":
        self.department.choices = choices(
            ("", _("Choisissez dans la liste")),
            *((entry.code, f"{entry.code} – {entry.label}") for entry in departments),
        )
        self.languages.choices = choices(*languages)
        return self

    def facts(self) -> CardFacts:
        return CardFacts(
            shown_name=self.shown_name.data or "",
            department=self.department.data or "",
            city=self.city.data or "",
            languages=list(self.languages.data or []),
            about=self.about.data or "",
            until=self.until.data or clock.today(),
        )


class MessageForm(Form):
    body = TextAreaField(
        N_("Votre message"),
        description=N_(
            "Le portail le porte : ni votre adresse ni la sienne ne sont montrées. N’écrivez rien"
            " sur les personnes accompagnées."
        ),
        validators=[needed(N_("Écrivez votre message.")), at_most(2000)],
        filters=[strip],
    )
