"""Words to one person or to all of them: in French, and in the languages they read if one can."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from babel.support import LazyProxy
from wtforms import RadioField, TextAreaField

from portal.kernel import i18n
from portal.kernel.i18n import N_, _
from portal.trainings.enums import RegistrationState
from portal.web.forms import Form, OnceForm, at_most, choices, needed, strip

_MOST = 2000
# The field of each language but French, which everybody gets.
TONGUES = {
    tag: f"in_{tag.lower().replace('-', '_')}" for tag in i18n.LOCALES if tag != i18n.DEFAULT.tag
}


class InTheirLanguage(Form):
    """A field for each of our languages; a page shows those somebody reads."""

    def tongues(self, tags: Collection[str]) -> list[tuple[str, Any]]:
        """The language and its field, of those that are read."""
        found = [(tag, self[name]) for tag, name in TONGUES.items() if tag in tags]
        for tag, field in found:
            field.label.text = _("Vos mots en %(language)s", language=i18n.LOCALES[tag].name)
        return found

    @property
    def others(self) -> dict[str, str]:
        """What was written in other languages."""
        return {tag: self[name].data for tag, name in TONGUES.items() if self[name].data}


for _name in TONGUES.values():
    setattr(InTheirLanguage, _name, TextAreaField("", [at_most(_MOST)], filters=[strip]))


class WordsForm(InTheirLanguage):
    words = TextAreaField(
        N_("Votre message"),
        [needed(N_("Écrivez votre message.")), at_most(_MOST)],
        filters=[strip],
        description=N_("Des phrases courtes, en français. Le téléphone est peut-être partagé."),
    )


@dataclass(frozen=True)
class Group:
    """People of a session one writes to together."""

    label: LazyProxy
    states: tuple[RegistrationState, ...]


_WAITING = (RegistrationState.RECEIVED, RegistrationState.WAITING)
_COMING = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
GROUPS = {
    "coming": Group(N_("Les personnes qui ont une place, confirmée ou proposée"), _COMING),
    "waiting": Group(N_("Les personnes qui attendent une réponse ou une place"), _WAITING),
    "all": Group(N_("Toutes ces personnes"), (*_COMING, *_WAITING)),
}


class EverybodyForm(OnceForm, InTheirLanguage):
    group = RadioField(N_("À qui ?"), [needed(N_("Choisissez à qui vous écrivez."))])
    words = TextAreaField(
        N_("Votre message"),
        [needed(N_("Écrivez votre message.")), at_most(_MOST)],
        filters=[strip],
        description=N_(
            "Des phrases courtes, en français. Autour de vos mots, le message est dans la langue de"
            " chaque personne."
        ),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.group.choices = choices(*((name, str(one.label)) for name, one in GROUPS.items()))

    def offer(self, counts: dict[str, int]) -> None:
        """The choices, with how many people each is."""
        self.group.choices = choices(
            *((name, f"{one.label} ({counts[name]})") for name, one in GROUPS.items())
        )
