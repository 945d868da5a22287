"""Views of what is translated: the list, one subject, its French beside another language."""

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.kernel import clock, i18n
from portal.kernel.errors import DomainError, NotFound
from portal.kernel.i18n import Locale, _, gettext_, ngettext
from portal.languages import machine
from portal.languages.errors import (
    FrenchMoved,
    NothingToReview,
    OwnTranslation,
    TextChanged,
    TranslationTooLong,
)
from portal.screens import translation_pages as pages
from portal.screens.translation_desks import desk
from portal.web import steps
from portal.web.page import htmx
from portal.web.request import actor, need, session, settings
from portal.web.screens import Screens, render_own
from portal.web.typed import whole

screens = Screens()
TEXT, STILL, VERSION = "text-", "still-", "version-"
# More than the longest French section.
LONGEST = 8000


def need_to_translate() -> None:
    """The guard of the feature: those who write, and who only translates."""
    need(desk().may_enter(actor()))


@screens.get("")
def list_subjects() -> Response:
    return render_own("list.html", **pages.list_page(desk().list_subjects(session(), actor())))


@screens.get("/<uuid:subject_id>")
def show_subject(subject_id: UUID) -> Response:
    """Each language, and how far it is."""
    subject = desk().get_subject(session(), actor(), subject_id)
    more = desk().publishing(session(), actor(), subject_id)
    return render_own("subject.html", **pages.subject_page(subject), **more)


@screens.get("/<uuid:subject_id>/<language>")
def edit_language(subject_id: UUID, language: str) -> Response:
    """The French beside the translation, all the sections or the one asked."""
    subject = desk().get_subject(session(), actor(), subject_id)
    return render_own("language.html", **pages.language_page(subject, target(language)))


@screens.post("/<uuid:subject_id>/<language>")
def save_language(subject_id: UUID, language: str) -> ResponseReturnValue:
    """Keep the sections sent: by the button, or by themselves while one writes."""
    locale, typed = target(language), _sent(TEXT)
    try:
        desk().translate(
            session(),
            actor(),
            subject_id,
            locale.tag,
            typed,
            still_right=set(_sent(STILL)),
            versions={
                name: request.form.get(f"{VERSION}{name}", 0, type=whole) for name in _sent(VERSION)
            },
            page=request.form.get("page", "")[:40],
        )
    except TextChanged as refusal:
        return _conflict(subject_id, locale, typed, refusal)
    except TranslationTooLong as refusal:
        if htmx:
            return steps.refused(gettext_(refusal.message))
        _warn(refusal)
        values = pages.language_page(
            desk().get_subject(session(), actor(), subject_id), locale, typed=typed
        )
        return render_own("language.html", status=422, **values)
    if kept := steps.kept_by_itself(clock.now()):
        return kept
    flash(_("C’est enregistré."))
    if following := request.form.get("do", ""):
        return redirect(_edit_url(subject_id, locale, section=following))
    return redirect(url_for(".show_subject", subject_id=subject_id))


@screens.post("/<uuid:subject_id>/<language>/review")
def review_section(subject_id: UUID, language: str) -> ResponseReturnValue:
    """Another person than the translator read it and found it right."""
    locale, section = target(language), request.form.get("section", "")
    version = request.form.get("version", 0, type=int)
    try:
        desk().review(session(), actor(), subject_id, locale.tag, section, version=version)
    except (FrenchMoved, NothingToReview, OwnTranslation) as refusal:
        _warn(refusal)
    else:
        flash(_("C’est noté : ce texte est relu."))
    return redirect(_edit_url(subject_id, locale, anchor=f"section-{section}"))


@screens.post("/<uuid:subject_id>/<language>/draft")
def ask_drafts(subject_id: UUID, language: str) -> ResponseReturnValue:
    """Ask the machine for what nobody translated; a job does it."""
    locale = target(language)
    desk().get_subject(session(), actor(), subject_id)
    if not machine.can_draft(settings().translator, locale.tag):
        flash(_("Aucun service de traduction n’est relié au portail pour cette langue."), "warn")
        return redirect(_edit_url(subject_id, locale))
    asked = desk().draft(session(), actor(), subject_id, locale.tag)
    flash(
        ngettext(
            "%(n)s brouillon est demandé. Rechargez la page dans un moment.",
            "%(n)s brouillons sont demandés. Rechargez la page dans un moment.",
            asked,
        )
        if asked
        else _("Rien à demander : chaque texte est traduit, demandé ou laissé à une personne.")
    )
    return redirect(_edit_url(subject_id, locale))


@screens.post("/<uuid:subject_id>/<language>/by-hand")
def leave_to_people(subject_id: UUID, language: str) -> ResponseReturnValue:
    """No machine ever drafts a section; or it may again."""
    locale, section = target(language), request.form.get("section", "")
    by_hand = request.form.get("by_hand") == "y"
    desk().leave_to_people(session(), actor(), subject_id, section, by_hand=by_hand)
    flash(_("C’est noté."))
    return redirect(_edit_url(subject_id, locale, anchor=f"section-{section}"))


def target(language: str) -> Locale:
    """A language one translates into. Raises NotFound: French is written, not translated."""
    found = i18n.LOCALES.get(language)
    if found is None or found == i18n.DEFAULT:
        raise NotFound
    return found


def _edit_url(
    subject_id: UUID, locale: Locale, section: str | None = None, anchor: str | None = None
) -> str:
    """The page of a language: of one section alone, or scrolled to it."""
    return url_for(
        ".edit_language",
        subject_id=subject_id,
        language=locale.tag,
        section=section,
        _anchor=anchor,
    )


def _sent(prefix: str) -> dict[str, str]:
    """What the form says of each section."""
    given = request.form.items()
    return {
        key.removeprefix(prefix): text.strip()[:LONGEST]
        for key, text in given
        if key.startswith(prefix)
    }


def _conflict(
    subject_id: UUID, locale: Locale, typed: dict[str, str], refusal: TextChanged
) -> Response:
    """Nothing typed is lost: it stays in the fields, what the other wrote is shown beside."""
    if htmx:
        return steps.changed_meanwhile()
    subject = desk().get_subject(session(), actor(), subject_id)
    values = pages.language_page(subject, locale, typed=typed, conflict=refusal.sections)
    return render_own("language.html", status=409, **values)


def _warn(refusal: DomainError) -> None:
    flash(gettext_(refusal.message), "warn")
