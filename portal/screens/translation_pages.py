"""What the pages of translations receive: what is to be translated, a subject, a language."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import request, url_for

from portal.kernel.i18n import DEFAULT, LOCALES, Locale, _, ngettext, ours, show_date
from portal.languages import machine, policy, queries
from portal.languages.enums import DraftError, Origin, TranslationState
from portal.languages.glossary import suggestions
from portal.languages.names import both_names
from portal.languages.queries import ContentTranslation
from portal.languages.sections import Section, Subject
from portal.languages.states import state_of
from portal.organisations.enums import Role
from portal.screens.translation_desks import desk
from portal.web.request import actor, place, session, settings

_KINDS = {
    TranslationState.TO_TRANSLATE: "neutral",
    TranslationState.MACHINE_DRAFT: "warn",
    TranslationState.TO_REVIEW: "brand",
    TranslationState.REVIEWED: "ok",
    TranslationState.OUTDATED: "warn",
}
# What somebody can do something about, the most pressing first.
_WORK = (
    TranslationState.OUTDATED,
    TranslationState.MACHINE_DRAFT,
    TranslationState.TO_REVIEW,
    TranslationState.TO_TRANSLATE,
)
_LONGEST_SHORT_TEXT, _WIDTH, _MOST_LINES = 2, 46, 16

Rows = Mapping[str, ContentTranslation]


def targets() -> list[Locale]:
    """The languages one translates into: those of the pages, but for French."""
    return [locale for locale in LOCALES.values() if locale != DEFAULT]


def list_page(subjects: list[Subject]) -> dict[str, Any]:
    """Everything there is to translate, and how far each is."""
    kind = subjects[0].kind if subjects else ""
    known = _by_subject(
        queries.translations_among(session(), actor(), kind, [one.id for one in subjects])
    )
    return {
        "cards": [
            {
                "title": subject.title,
                "href": url_for(".show_subject", subject_id=subject.id),
                "lines": _begun(subject, known.get(subject.id, {})),
            }
            for subject in subjects
        ],
        "leave_url": _leave_url(),
        "keeps_glossary": policy.can_keep_glossary(actor()),
    }


def _leave_url() -> str:
    """Who only translates sees no page of the team: they leave it from here."""
    if place().role != Role.TRANSLATOR:
        return ""
    space = (request.blueprint or "").partition(".")[0]
    return url_for(f"{space}.team.remove_member", person_id=actor().person_id)


def _begun(subject: Subject, languages: Mapping[str, Rows]) -> list[dict[str, str]]:
    """The languages somebody began, and how far each is."""
    return [
        {"language": both_names(session(), locale.tag)} | progress(subject, languages[locale.tag])
        for locale in targets()
        if locale.tag in languages
    ]


def progress(subject: Subject, rows: Rows) -> dict[str, str]:
    """How far a subject is in a language, in the words of what is to be done."""
    states = [state_of(rows.get(one.name), one.source) for one in subject.written]
    done = sum(state != TranslationState.TO_TRANSLATE for state in states)
    if not done:
        return {"label": _("Rien encore"), "kind": "neutral", "more": ""}
    waiting = next((state for state in _WORK if state in states), TranslationState.REVIEWED)
    if waiting == TranslationState.TO_TRANSLATE:
        label = _("%(done)s textes sur %(all)s", done=done, all=len(states))
        return {"label": label, "kind": "brand", "more": ""}
    count = states.count(waiting)
    more = ngettext("%(n)s texte", "%(n)s textes", count)
    return {"label": waiting.label, "kind": _KINDS[waiting], "more": more}


def subject_page(subject: Subject) -> dict[str, Any]:
    """One subject: each language, and how far it is."""
    rows = queries.translations_of(session(), actor(), subject.kind, subject.id)
    known = _by_subject(rows).get(subject.id, {})
    return {
        "subject": subject,
        "voices": _voices(subject, known),
        "lines": [
            {
                "name": both_names(session(), locale.tag),
                "href": url_for(".edit_language", subject_id=subject.id, language=locale.tag),
            }
            | progress(subject, known.get(locale.tag, {}))
            for locale in targets()
        ],
    }


def _voices(subject: Subject, known: Mapping[str, Rows]) -> list[dict[str, str]]:
    """The languages in which there is something to read aloud: French, and what is translated."""
    counts: dict[str, int] = {}
    for row, _file in queries.list_readings(session(), actor(), subject.kind, subject.id):
        counts[row.language] = counts.get(row.language, 0) + 1
    return [
        {
            "name": both_names(session(), locale.tag),
            "href": url_for(".list_readings", subject_id=subject.id, language=locale.tag),
            "count": ngettext("%(n)s texte lu", "%(n)s textes lus", counts.get(locale.tag, 0)),
        }
        for locale in LOCALES.values()
        if locale == DEFAULT or locale.tag in known
    ]


def language_page(
    subject: Subject,
    locale: Locale,
    *,
    typed: Mapping[str, str] | None = None,
    conflict: tuple[str, ...] = (),
) -> dict[str, Any]:
    """One language: each section's French beside the text, all of them or the one asked. `typed` is
    what somebody wrote and could not save; `conflict` names what somebody else wrote meanwhile.
    """
    rows = {
        row.section: row
        for row in queries.translations_of(session(), actor(), subject.kind, subject.id)
        if row.language == locale.tag
    }
    every = subject.written
    one = next((found for found in every if found.name == request.args.get("section")), None)
    shown = [one] if one else list(every)
    terms = queries.terms_in(session(), actor(), locale.tag)
    has_machine = machine.can_draft(settings().translator, locale.tag)
    drafts = _drafts(subject, locale) if has_machine else {}
    by_hand = queries.sections_by_hand(session(), actor(), subject.kind, subject.id)
    return {
        "subject": subject,
        "target": locale,
        "called": both_names(session(), locale.tag),
        "page": request.form.get("page") or secrets.token_urlsafe(12),
        "sections": [
            _section(section, rows.get(section.name), (typed or {}).get(section.name), conflict)
            | {
                "terms": suggestions(terms, section.source),
                "draft": drafts.get(section.name, ""),
                "is_by_hand": section.is_legal or section.name in by_hand,
                "is_legal": section.is_legal,
            }
            for section in shown
        ],
        "solo": _solo(subject, locale, every, one) if one else None,
        "first_url": _edit_url(subject, locale, section=every[0].name) if every else "",
        "conflict": bool(conflict),
        "machine": _machine_name() if has_machine else "",
        "may_write": desk().may_write(actor()),
        "updated_at": max((row.updated_at for row in rows.values()), default=None),
    }


def _machine_name() -> str:
    translator = settings().translator
    return translator.kind.label if translator else ""


def _drafts(subject: Subject, locale: Locale) -> dict[str, str]:
    """What became of the drafts that are not there: on their way, or why none came."""
    return {
        row.section: DraftError(row.error).label if row.error else _("Un brouillon est demandé.")
        for row in queries.list_drafts(session(), actor(), subject, locale.tag)
    }


def _edit_url(subject: Subject, locale: Locale, section: str | None = None) -> str:
    """The page of a language; of one section alone, if it is named."""
    return url_for(".edit_language", subject_id=subject.id, language=locale.tag, section=section)


def _solo(
    subject: Subject, locale: Locale, every: tuple[Section, ...], one: Section
) -> dict[str, Any]:
    """One section at a time: where it stands, and the ways to its neighbours."""
    at = every.index(one)
    return {
        "place": _("Texte %(n)s sur %(all)s", n=at + 1, all=len(every)),
        "previous": _edit_url(subject, locale, section=every[at - 1].name) if at else "",
        "next": every[at + 1].name if at + 1 < len(every) else "",
        "all": _edit_url(subject, locale),
    }


def _section(
    section: Section,
    row: ContentTranslation | None,
    typed: str | None,
    conflict: tuple[str, ...],
) -> dict[str, Any]:
    state = state_of(row, section.source)
    text = row.text if row else ""
    lines = section.source.count("\n") + len(section.source) // _WIDTH + 1
    return {
        "name": section.name,
        "label": section.label,
        "source": section.source,
        "most": section.most,
        "text": text if typed is None else typed,
        "theirs": text if section.name in conflict else "",
        "version": row.version if row else 0,
        "state": {"label": state.label, "kind": _KINDS[state]},
        "is_stale": state == TranslationState.OUTDATED,
        "made": _made(row) if row else "",
        "can_review": row is not None
        and state in (TranslationState.MACHINE_DRAFT, TranslationState.TO_REVIEW)
        and policy.can_review(actor(), row),
        "rows": min(max(lines, _LONGEST_SHORT_TEXT), _MOST_LINES),
    }


def _made(row: ContentTranslation) -> str:
    """Who or what translated, who reviewed, when."""
    origin, day = Origin(row.origin).label, show_date(row.updated_at)
    made = (
        _("%(origin)s : %(name)s, le %(day)s", origin=ours(origin), name=row.made_by, day=day)
        if row.made_by
        else _("%(origin)s, le %(day)s", origin=ours(origin), day=day)
    )
    if not row.reviewed_by:
        return made
    if row.reviewed_at is None:
        return _("%(made)s. Relu par %(name)s", made=ours(made), name=row.reviewed_by)
    day = show_date(row.reviewed_at)
    return _(
        "%(made)s. Relu par %(name)s le %(day)s", made=ours(made), name=row.reviewed_by, day=day
    )


def _by_subject(rows: Iterable[ContentTranslation]) -> dict[Any, dict[str, dict[str, Any]]]:
    found: dict[Any, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.subject_id, {}).setdefault(row.language, {})[row.section] = row
    return found
