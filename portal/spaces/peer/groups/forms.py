"""Fields of taking part in a group, and of hosting one."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.events.queries.groups import GroupMembership
from portal.kernel.i18n import N_
from portal.web.forms import Form, at_most, choices, needed, strip
from portal.web.groups import GroupForm


class NameForm(Form):
    """Under which name somebody takes part."""

    shown_name = StringField(
        N_("Le nom que le groupe verra"),
        description=N_("Un prénom ou un surnom suffit."),
        validators=[needed(N_("Écrivez un nom. Un prénom suffit.")), at_most(60)],
        filters=[strip],
    )
    seen_by_facilitator = BooleanField(
        N_("La fédération qui anime le groupe peut voir ce nom"),
        description=N_("Vous pouvez changer d’avis à tout moment."),
    )


class JoinForm(NameForm):
    as_peer = BooleanField(N_("Je participe en tant que pair."))


class NewGroupForm(GroupForm):
    shown_name = StringField(
        N_("Le nom que le groupe verra de vous"),
        description=N_("Un prénom ou un surnom suffit."),
        validators=[needed(N_("Écrivez un nom. Un prénom suffit.")), at_most(60)],
        filters=[strip],
    )


class NoteForm(Form):
    body = TextAreaField(
        N_("Vos notes"),
        description=N_(
            "N’écrivez rien sur les personnes accompagnées : ni nom, ni situation qui les ferait"
            " reconnaître."
        ),
        validators=[needed(N_("Écrivez vos notes.")), at_most(10000)],
        filters=[strip],
    )
    mentions = SelectMultipleField(
        N_("Qui d’autre est cité dans vos notes ?"),
        description=N_("Les personnes inscrites à cette date sont déjà prévenues."),
    )

    def offer(self, members: Iterable[GroupMembership]) -> "NoteForm":
        self.mentions.choices = choices(*((str(m.id), m.shown_name) for m in members))
        return self


class ObjectionForm(Form):
    wish = StringField(
        N_("Que faudrait-il changer ?"),
        description=N_("Seule la personne qui a écrit le lira, sans votre nom."),
        validators=[at_most(300)],
        filters=[strip],
    )
