"""Views of the sections of a text read aloud, one recording a section and a language."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.files.enums import FileState
from portal.files.errors import FileRefused
from portal.files.queries import open_content
from portal.kernel import i18n
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import Locale, _
from portal.languages import queries
from portal.languages.names import both_names
from portal.languages.readings import Given, credit
from portal.languages.sections import Section, Subject
from portal.languages.sources import digest_of
from portal.screens.translation_desks import desk
from portal.web.readings import SectionReadingForm
from portal.web.request import actor, session
from portal.web.screens import Screens, render_own
from portal.web.serving import serve

screens = Screens()


@screens.get("/<uuid:subject_id>/<language>/readings")
def list_readings(subject_id: UUID, language: str) -> Response:
    """Each section one may hear, and the one asked to be read."""
    return _page(subject_id, language, SectionReadingForm(formdata=None))


@screens.post("/<uuid:subject_id>/<language>/readings")
def add_reading(subject_id: UUID, language: str) -> ResponseReturnValue:
    """Keep a recording of a section, in place of the one there was."""
    subject, locale = desk().get_subject(session(), actor(), subject_id), _known(language)
    form, section = SectionReadingForm(), request.form.get("section", "")
    try:
        name, stream = form.received()
        voice = Given(name, stream, form.read_by.data or "", bool(form.is_synthetic.data))
        desk().read(session(), actor(), subject.id, locale.tag, section, voice)
    except (Invalid, FileRefused) as refusal:
        form.object_to(refusal)
        return _page(subject_id, language, form, 422)
    flash(_("L’enregistrement est gardé."))
    return redirect(_url(subject_id, locale, anchor=f"reading-{section}"))


@screens.get("/<uuid:subject_id>/<language>/readings/<uuid:file_id>")
def play_reading(subject_id: UUID, language: str, file_id: UUID) -> Response:
    """A section read aloud, before the public may hear it."""
    subject, locale = desk().get_subject(session(), actor(), subject_id), _known(language)
    for row, _file in queries.list_readings(session(), actor(), subject.kind, subject.id):
        if (row.file_id, row.language) == (file_id, locale.tag):
            return serve(open_content(session(), actor(), file_id))
    raise NotFound


@screens.post("/<uuid:subject_id>/<language>/readings/remove")
def remove_reading(subject_id: UUID, language: str) -> ResponseReturnValue:
    """Erase it, for everybody at once."""
    locale, section = _known(language), request.form.get("section", "")
    desk().take_back(session(), actor(), subject_id, locale.tag, section)
    flash(_("L’enregistrement est effacé."))
    return redirect(_url(subject_id, locale))


def _known(language: str) -> Locale:
    """French is read aloud as the others are. Raises NotFound."""
    found = i18n.LOCALES.get(language)
    if found is None:
        raise NotFound
    return found


def _url(
    subject_id: UUID, locale: Locale, anchor: str | None = None, section: str | None = None
) -> str:
    return url_for(
        ".list_readings",
        subject_id=subject_id,
        language=locale.tag,
        section=section,
        _anchor=anchor,
    )


def _page(subject_id: UUID, language: str, form: SectionReadingForm, status: int = 200) -> Response:
    subject, locale = desk().get_subject(session(), actor(), subject_id), _known(language)
    asked = request.form.get("section") or request.args.get("section", "")
    known = {
        row.section: (row, file)
        for row, file in queries.list_readings(session(), actor(), subject.kind, subject.id)
        if row.language == locale.tag
    }
    texts = _texts(subject, locale)
    lines = [
        _line(subject, locale, section, texts[section.name], known.get(section.name))
        for section in subject.written
        if section.name in texts
    ]
    return render_own(
        "readings.html",
        status=status,
        subject=subject,
        target=locale,
        called=both_names(session(), locale.tag),
        lines=lines,
        form=form,
        chosen=next((one for one in lines if one["name"] == asked), None),
    )


def _texts(subject: Subject, locale: Locale) -> dict[str, str]:
    """What there is to read in a language."""
    if locale == i18n.DEFAULT:
        return {section.name: section.source for section in subject.written}
    rows = queries.translations_of(session(), actor(), subject.kind, subject.id)
    return {row.section: row.text for row in rows if row.language == locale.tag}


def _line(
    subject: Subject, locale: Locale, section: Section, text: str, known: Any
) -> dict[str, Any]:
    row, file = known or (None, None)
    return {
        "name": section.name,
        "label": section.label,
        "text": text,
        "href": _url(subject.id, locale, anchor="new", section=section.name),
        "file_id": row.file_id if row else None,
        "is_ready": file is not None and file.state == FileState.READY,
        "state": FileState(file.state).label if file else "",
        "credit": credit(row.read_by, is_synthetic=row.is_synthetic) if row else "",
        "is_stale": row is not None and row.source_digest != digest_of(text),
        "is_silent": file is not None and file.is_silent,
        "seconds": round(file.duration or 0) if file else 0,
        "peaks": (file.waveform or []) if file else [],
    }
