"""What the screens of applications receive: an application told in words."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from portal.files.enums import FileKind
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import Author, CallMoment, CallOutcome, EventKind, TimeWish
from portal.jobs.policy import screening as policy
from portal.jobs.queries.inbox import Filters
from portal.jobs.queries.screening import criteria
from portal.jobs.queries.whole import Event, File, WholeApplication
from portal.kernel import clock
from portal.kernel.i18n import _, show_date, show_list
from portal.people.reachable import channels
from portal.spaces.employer import words
from portal.spaces.employer.applications.forms import UNREAD, WAITING
from portal.spaces.employer.moves import words as moves


def inbox_address(filters: Filters, **other: str) -> str:
    """The inbox with these filters, and others instead where named."""
    chosen = {
        "show": UNREAD if filters.unread else WAITING if filters.waiting else "",
        "state": filters.state or "",
        "offer": str(filters.offer_id or ""),
    } | other
    query = urlencode({name: value for name, value in chosen.items() if value})
    url = url_for("employer.applications.list_applications")
    return f"{url}?{query}" if query else url


def application(found: WholeApplication) -> dict[str, Any]:
    """Everything `show.html` and `print.html` say about an application."""
    one = found.application
    return words.helpers() | {
        "whole": found,
        "application": one,
        "offer": found.offer,
        "name": words.name_of(one.candidate_name),
        "tag_kind": words.TAGS[one.state],
        "buttons": moves.buttons(one.id, one),
        "story": story(found),
        "facts": facts(found),
        "left_only": left_only(found),
        "criteria": criteria(found.offer),
        "may_write": policy.may_write(one.state),
        "only_calls": not channels(one),
        "call_moments": call_moments,
        "colleague_names": {colleague.id: colleague.name for colleague in found.colleagues},
        "seen_by": partial(seen_by, found),
        "file_url": partial(_open_url, one.id),
        "download_url": partial(_download_url, one.id),
        "read_url": partial(_read_url, one.id),
    }


def _open_url(application_id: UUID, file: File) -> str:
    return url_for("employer.files.open_file", application_id=application_id, file_id=file.id)


def _download_url(application_id: UUID, file: File) -> str:
    return url_for("employer.files.download_file", application_id=application_id, file_id=file.id)


def _read_url(application_id: UUID, file: File) -> str:
    return url_for("employer.files.read_file", application_id=application_id, file_id=file.id)


def preview_url(application_id: UUID, file: File, number: int) -> str:
    return url_for(
        "employer.files.preview_file",
        application_id=application_id,
        file_id=file.id,
        number=number,
    )


def seen_by(found: WholeApplication, file: File) -> str:
    """Who opened a file, in the words the person reads too."""
    openings = [opening for opening in found.openings if opening.file_id == file.id]
    if not openings:
        return ""
    names = dict.fromkeys(opening.person_name for opening in openings)
    last = words.moment(openings[-1].at)
    if file.kind == FileKind.AUDIO:
        return _("Écouté par %(names)s. Dernière fois : %(moment)s.") % {
            "names": ", ".join(names),
            "moment": last,
        }
    return _("Lu par %(names)s. Dernière fois : %(moment)s.") % {
        "names": ", ".join(names),
        "moment": last,
    }


def facts(found: WholeApplication) -> list[dict[str, Any]]:
    """How to reach the person, and what they said besides. Absent values are not shown."""
    one = found.application
    wish = TimeWish(one.time_wish).label if one.time_wish else ""
    if one.time_note:
        wish = f"{wish} – {one.time_note}" if wish else one.time_note
    phone = one.contact_phone
    said = [
        ("phone", _("Téléphone"), _link(f"tel:{phone}", words.show_phone(phone)) if phone else ""),
        ("mail", _("E-mail"), _link(f"mailto:{one.contact_email}", one.contact_email)),
        ("languages", _("Langue"), words.language_name(one.locale)),
        ("clock", _("Temps de travail souhaité"), wish),
        ("users", _("Avec l’aide de"), one.helped_by),
    ]
    return [{"icon": icon, "label": label, "value": value} for icon, label, value in said]


def left_only(found: WholeApplication) -> str:
    """What somebody left who sent nothing else; empty for whoever sent something."""
    one = found.application
    if found.parts or one.letter_text or found.callback:
        return ""
    left = [
        _("son numéro de téléphone") if one.contact_phone else "",
        _("son adresse e-mail") if one.contact_email else "",
    ]
    return show_list(name for name in left if name)


def _link(address: str, shown: str) -> Markup:
    """An address or a number: left to right whatever the page's direction."""
    if not shown:
        return Markup("")
    return Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(address, shown)


def call_moments(moments: list[str]) -> list[str]:
    return [moment.label for moment in CallMoment if moment in moments]


def story(found: WholeApplication) -> list[dict[str, Any]]:
    """The timeline: what happened, oldest first, and what comes next."""
    only_calls = not channels(found.application)
    return [_line(event, only_calls=only_calls) for event in found.events] + _next(found)


def _line(event: Event, *, only_calls: bool) -> dict[str, Any]:
    is_to_say = only_calls and event.kind == EventKind.TOLD
    return {
        "title": _("À dire à la personne au téléphone") if is_to_say else _title(event),
        "when": words.moment(event.at),
        "text": str(event.data.get("text", "")),
        "language": str(event.data.get("language", "")),
        "icon": "phone" if is_to_say else _ICONS.get(event.kind, "check"),
        "kind": "done",
    }


_ICONS = {
    EventKind.SUBMITTED: "inbox",
    EventKind.OPENED: "eye",
    EventKind.ADDED: "plus",
    EventKind.CALLED: "phone",
    EventKind.CALL_CHANGED: "phone",
    EventKind.REMINDED: "bell",
    EventKind.TOLD: "send",
}


def _title(event: Event) -> str:
    who = event.person_name or _("La structure")
    if event.kind == EventKind.MOVED:
        state = State(event.to_state).label
        if event.author == Author.CANDIDATE:
            return _("%(state)s, par la personne", state=state)
        return _("%(state)s, par %(name)s", state=state, name=who)
    if event.kind == EventKind.CALLED:
        outcome = CallOutcome(str(event.data.get("outcome", CallOutcome.NO_ANSWER))).label
        return _("Appel de %(name)s : %(outcome)s", name=who, outcome=outcome)
    if event.kind == EventKind.CALL_CHANGED:
        if event.data.get("cancelled"):
            return _("La personne ne demande plus à être rappelée")
        return _("La personne a changé sa demande d’appel")
    if event.kind == EventKind.POOL:
        if event.data.get("agrees"):
            return _("La personne est d’accord pour que sa candidature soit gardée")
        return _("La personne ne veut pas que sa candidature soit gardée")
    return _plain_title(event, who)


def _plain_title(event: Event, who: str) -> str:
    titles = {
        EventKind.SUBMITTED: _("Candidature envoyée"),
        EventKind.OPENED: _("Ouverte par %(name)s", name=who),
        EventKind.ADDED: _("La personne a ajouté quelque chose"),
        EventKind.REMINDED: _("Rappel du portail : une réponse est promise"),
        EventKind.TOLD: _("La personne a été informée"),
    }
    return titles.get(event.kind, event.kind.label)


def _next(found: WholeApplication) -> list[dict[str, Any]]:
    one = found.application
    coming: list[str] = []
    if one.interview_on and one.interview_on > clock.now() and one.state == State.INTERVIEW:
        coming.append(_("Entretien le %(moment)s", moment=words.moment(one.interview_on)))
    if one.waiting_for_answer and one.answer_due_on:
        coming.append(_("Réponse promise avant le %(date)s", date=show_date(one.answer_due_on)))
    if one.state == State.POOL and one.pool_until:
        coming.append(_("Effacée après le %(date)s", date=show_date(one.pool_until)))
    return [
        {"title": title, "kind": "next", "when": "", "text": "", "icon": None} for title in coming
    ]
