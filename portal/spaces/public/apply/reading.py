"""Reading what people type and choose on the answering pages, and the choices they are offered."""

from collections.abc import Collection, Mapping
from typing import Any

from portal.jobs.enums import CallMoment, Way
from portal.kernel import i18n, nomenclatures
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_, _, listed
from portal.languages.said import Said
from portal.people import addresses
from portal.people import queries as people
from portal.people.enums import ContactKind
from portal.people.errors import BadAddress
from portal.web.forms import choices
from portal.web.request import actor, session

_SCHEME = "language"


def read_phone(typed: str | None, field: str = "phone") -> str:
    """The canonical number, or nothing. Raises Invalid about the field."""
    return _read(addresses.read_phone, typed, field)


def read_email(typed: str | None, field: str = "email") -> str:
    return _read(addresses.read_email, typed, field)


def _read(reader: Any, typed: str | None, field: str) -> str:
    try:
        return str(reader(typed)) if typed else ""
    except BadAddress as error:
        raise Invalid({field: next(iter(error.fields.values()))}) from error


def account_contacts() -> tuple[str, str]:
    """The phone and the address of whoever is signed in."""
    person_id = actor().person_id
    known = people.list_contacts(session(), person_id) if person_id else ()
    found = {contact.kind: contact.value for contact in known}
    return found.get(ContactKind.PHONE, ""), found.get(ContactKind.EMAIL, "")


def read_call(form: Any) -> dict[str, Any]:
    """When somebody wants to be called, and in which language: what is not offered is left out."""
    known = {moment.value for moment in CallMoment}
    spoken = {choice.value for choice in form.language.choices}
    return {
        "moments": [CallMoment(one) for one in form.moments.data or () if one in known],
        "note": form.note.data or "",
        "language": form.language.data if form.language.data in spoken else "fr",
    }


def call_lines(asked: Any) -> list[str]:
    """A request to be called back, in words."""
    if asked is None:
        return []
    moments = listed(CallMoment(one).label for one in asked.moments)
    language = language_name(asked.language)
    found = [addresses.shown(asked.phone), moments, asked.moments_note, language]
    return [text for text in found if text]


def way_choices(offered: Collection[Way]) -> list[Any]:
    """Only the ways this offer takes, in the usual order."""
    words = {
        Way.VOICE: N_("Par un message vocal"),
        Way.CALLBACK: N_("Demander qu’on me rappelle"),
        Way.CV: N_("Avec un CV"),
        Way.LETTER: N_("Avec une lettre"),
    }
    return choices(*((way.value, words[way]) for way in Way if way in offered))


def way_hints(offered: Mapping[Way, Said]) -> dict[str, str]:
    """What each way asks of the person; why a letter, where the structure said it (PW-05)."""
    found = {
        Way.VOICE: _("Vous parlez, 5 minutes au plus. Pas besoin de savoir écrire."),
        Way.CALLBACK: _("Une personne de la structure vous appelle."),
        Way.CV: _("Un fichier, ou des photos d’un CV en papier."),
        Way.LETTER: str(offered.get(Way.LETTER) or "") or _("Quelques phrases suffisent."),
    }
    return {way.value: found[way] for way in offered}


def language_choices() -> list[Any]:
    """Languages in their own script, those of the pages if nobody planted a longer list."""
    entries = nomenclatures.entries(session(), _SCHEME)
    known = {entry.code: str(entry.data.get("own") or entry.french) for entry in entries}
    pages = {tag: locale.name for tag, locale in i18n.LOCALES.items() if tag != "fr-x-simple"}
    return choices(*(pages | known).items())


def language_name(code: str) -> str:
    known = {choice.value: str(choice.label) for choice in language_choices()}
    return known.get(code, code)


def interface_language_choices() -> list[Any]:
    """The languages the portal writes in."""
    return choices(*((tag, locale.name) for tag, locale in i18n.LOCALES.items()))
