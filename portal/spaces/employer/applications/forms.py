"""Fields of a note and of a message; the filters of the inbox, read from the address."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import BooleanField, FileField, SelectField, TextAreaField

from portal.jobs.enums import ApplicationState
from portal.jobs.queries.inbox import Filters
from portal.jobs.queries.screening import criteria
from portal.jobs.queries.whole import WholeApplication
from portal.kernel import i18n
from portal.kernel.i18n import N_, _
from portal.web.forms import Form, OnceForm, at_most, choices, needed, optional, strip

# The two views of what waits, beside « everything ».
UNREAD, WAITING = "unread", "waiting"


def filters(values: Mapping[str, str]) -> Filters:
    """What the address asks for; what it says wrongly is left out."""
    state = values.get("state", "")
    show = values.get("show", "")
    return Filters(
        state=ApplicationState(state) if state in STATES else None,
        unread=show == UNREAD,
        waiting=show == WAITING,
        offer_id=_uuid(values.get("offer", "")),
    )


STATES = tuple(state for state in ApplicationState if state != ApplicationState.DRAFT)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class NoteForm(Form):
    """A note tied to one criterion of the job."""

    criterion = SelectField(
        N_("Critère de l’offre"),
        validators=[needed(N_("Choisissez un critère de l’offre."))],
        validate_choice=False,
    )
    body = TextAreaField(
        N_("Ce que vous retenez"),
        description=N_(
            "Seulement ce qui concerne le poste. La personne peut demander à lire vos notes."
        ),
        filters=[strip],
        validators=[needed(N_("Écrivez ce que vous avez retenu.")), at_most(4000)],
    )
    mention = SelectField(
        N_("Demander à une autre personne de regarder"),
        description=N_("Elle reçoit un message avec un lien, sans rien de la candidature."),
        validate_choice=False,
    )
    sure = BooleanField(N_("Ma note ne parle que du poste, je la garde ainsi"))

    def fill(self, found: WholeApplication, me: UUID | None) -> "NoteForm":
        """The choices of this application."""
        asked = [(text, text) for text in criteria(found.offer)]
        others = [(one.id, one.name) for one in found.colleagues if one.id != me]
        self.criterion.choices = choices(("", _("Choisir")), *asked)
        self.mention.choices = choices(("", _("Personne")), *others)
        return self

    def values(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion.data or "",
            "body": self.body.data or "",
            "mention": _uuid(self.mention.data or ""),
        }


class MessageForm(OnceForm):
    """A word to the person, written, spoken or both."""

    body = TextAreaField(
        N_("Votre message"),
        description=N_("Des phrases courtes. La personne peut lire sur un petit téléphone."),
        filters=[strip],
        validators=[optional(), at_most(4000)],
    )
    voice = FileField(
        N_("Ou un message vocal"),
        description=N_(
            "Un enregistrement de votre téléphone ou de votre ordinateur. 25 Mo au plus."
        ),
    )
    language = SelectField(
        N_("Langue de votre message"),
        choices=choices(*((locale.tag, locale.name) for locale in i18n.LOCALES.values())),
        default="fr",
    )
