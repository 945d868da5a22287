"""Fields of a share: with whom, what, why, until when."""

from datetime import timedelta
from uuid import UUID, uuid4

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField

from portal.kernel import clock
from portal.kernel.i18n import N_
from portal.skills.enums import Part
from portal.web.forms import DateField, Form, at_most, choices, needed, strip

_USUAL = timedelta(days=90)


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
        description=N_("Si vous ne choisissez rien, toute la grille est montrée."),
        choices=[],
    )
    knowledge = SelectMultipleField(
        N_("De vos connaissances, lesquelles ?"),
        description=N_("Si vous ne choisissez rien, toutes vos connaissances sont montrées."),
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

    @property
    def share_id(self) -> UUID:
        """The id of the share to come; a new one if the page gave none."""
        try:
            return UUID(self.share.data or "")
        except ValueError:
            return uuid4()

    @property
    def number(self) -> int | None:
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 6 else None
