"""Fields of a share: with whom, what, why, until when."""

from datetime import timedelta
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField

from portal.kernel import clock
from portal.kernel.i18n import N_, _
from portal.skills.enums import Part
from portal.web.forms import DateField, Form, at_most, choices, given_id, needed, refuse, strip

_USUAL = timedelta(days=90)
# The whole of a part, said as one of its choices.
ALL = "all"


class ShareForm(Form):
    """`share` names the future share: sent twice, it is made once. `version` empty: as of today."""

    share = HiddenField(filters=[strip])
    version = HiddenField(filters=[strip])
    reader = RadioField(
        N_("Avec qui ?"),
        choices=[],
        validators=[needed(N_("Choisissez avec qui vous partagez."))],
    )
    parts = SelectMultipleField(
        N_("Que voulez-vous montrer ?"),
        description=N_(
            "Plusieurs réponses possibles. Dire d’où vient une connaissance peut révéler ce que"
            " vous avez vécu : ce n’est jamais obligatoire."
        ),
        choices=choices(*((one, N_(one.label)) for one in Part)),
    )
    headings = SelectMultipleField(
        N_("De la grille, quels groupes ?"),
        description=N_("Cochez « Toute la grille », ou les groupes que vous montrez."),
        choices=[],
    )
    knowledge = SelectMultipleField(
        N_("De vos connaissances, lesquelles ?"),
        description=N_("Cochez « Toutes mes connaissances », ou celles que vous montrez."),
        choices=[],
    )
    evidence = SelectMultipleField(
        N_("Joindre ce qui montre vos réponses ?"),
        description=N_(
            "Vos textes, vos enregistrements, vos photos. On les lit, on les écoute et on les voit"
            " tant que le partage dure."
        ),
        choices=[],
    )
    purpose = StringField(
        N_("Pourquoi ?"),
        description=N_("Par exemple : préparer mon entretien annuel."),
        validators=[needed(N_("Dites pourquoi vous partagez.")), at_most(200)],
        filters=[strip],
    )
    until = DateField(
        N_("Jusqu’à quand ?"),
        description=N_("Après ce jour, plus personne ne le voit. Vous pouvez arrêter avant."),
        validators=[needed(N_("Choisissez une date."))],
        default=lambda: clock.today() + _USUAL,
    )

    def validate_headings(self, field: SelectMultipleField) -> None:
        """Nothing ticked is no choice: it would show everything to who meant to show less."""
        if Part.GRID in (self.parts.data or ()) and not _is_clear(field):
            raise refuse(_("Cochez « Toute la grille », ou seulement des groupes."))

    def validate_knowledge(self, field: SelectMultipleField) -> None:
        if Part.KNOWLEDGE in (self.parts.data or ()) and not _is_clear(field):
            raise refuse(
                _("Cochez « Toutes mes connaissances », ou seulement celles que vous montrez.")
            )

    @property
    def share_id(self) -> UUID:
        """The id of the share to come."""
        return given_id(self.share.data)

    @property
    def number(self) -> int | None:
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 6 else None


def some_of(field: SelectMultipleField) -> list[str] | None:
    """What of a part is shown; None for the whole of it."""
    return None if ALL in (field.data or ()) else field.data or None


def _is_clear(field: SelectMultipleField) -> bool:
    """All or some, where there is something to choose among: neither none nor both."""
    said = field.data or []
    return not field.choices or said == [ALL] or bool(said and ALL not in said)
