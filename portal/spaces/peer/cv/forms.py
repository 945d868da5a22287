"""Fields of a CV: who, in which language, and what goes into it."""

from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)

from portal.kernel.i18n import LOCALES, N_
from portal.web.forms import Form, at_most, choices, optional, strip


class CvForm(Form):
    """`entries`, `lines` and `knowledge_lines` are ids; what somebody wrote gives their choices."""

    name = StringField(
        N_("Le nom à écrire"),
        description=N_("Vous choisissez. Cela peut être un prénom."),
        validators=[at_most(120)],
        filters=[strip],
    )
    headline = StringField(
        N_("Une ligne qui vous présente"),
        description=N_("Par exemple : médiateur, trois langues, disponible en mars."),
        validators=[at_most(200)],
        filters=[strip],
    )
    place = StringField(N_("Votre ville"), validators=[at_most(120)], filters=[strip])
    phone = TelField(N_("Votre téléphone"), validators=[optional(), at_most(40)], filters=[strip])
    email = EmailField(N_("Votre e-mail"), validators=[optional(), at_most(254)], filters=[strip])
    language = SelectField(
        N_("La langue du CV"),
        description=N_("Ce que vous avez écrit vous-même n’est pas traduit."),
        choices=choices(*((locale.tag, locale.name) for locale in LOCALES.values())),
    )
    entries = SelectMultipleField(N_("Votre parcours"), choices=[])
    lines = SelectMultipleField(N_("Vos compétences"), choices=[])
    wording = RadioField(
        N_("Comment écrire les compétences ?"),
        choices=choices(
            ("plain", N_("Avec des mots simples")),
            ("exact", N_("Avec les mots exacts du guide, en français")),
        ),
        default="plain",
    )
    knowledge = BooleanField(N_("Mes connaissances"))
    knowledge_lines = SelectMultipleField(
        N_("De vos connaissances, lesquelles ?"),
        description=N_("Si vous n’en choisissez aucune, toutes sont dites."),
        choices=[],
    )
    knowledge_sources = BooleanField(
        N_("D’où viennent mes connaissances"),
        description=N_("Attention : cela peut révéler ce que vous avez vécu."),
    )
    project = BooleanField(N_("Mon projet"))
