"""The signed record on paper, in the reader's language; the words stay in their writer's."""

from typing import Any

from portal.kernel import i18n, pdf
from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import show_date, show_time
from portal.skills import minutes
from portal.skills.interview_enums import InterviewKind
from portal.skills.models import InterviewRecord


def record_pdf(record: InterviewRecord) -> bytes:
    """Tagged, right-to-left where the language is."""
    return pdf.make_private_pdf("interview.typ", i18n.current(), _said(record))


def _said(record: InterviewRecord) -> dict[str, Any]:
    text = minutes.spoken(record)
    kind = text["kind"]
    return {
        "title": kind.label,
        "about": _("Compte rendu (CREP)") if kind is InterviewKind.PUBLIC else _("Compte rendu"),
        "explanation": kind.explanation,
        "facts": [
            {"label": _("Structure"), "value": text["organisation"]},
            {"label": _("La personne"), "value": text["person"]},
            {"label": _("Responsable"), "value": text["manager"]},
            *_days(text),
            *(
                [{"label": _("État des lieux du parcours"), "value": _("Fait avec cet entretien")}]
                if text["is_review"]
                else []
            ),
        ],
        "topics": [
            {
                "title": one["topic"].label,
                "said": [
                    {"who": who, "words": words}
                    for who, words in (
                        (text["person"], one["person"]),
                        (text["manager"], one["manager"]),
                    )
                    if words
                ],
            }
            for one in text["topics"]
        ],
        "lists": [
            {"title": title, "lines": [_agreement(one) for one in found]}
            for title, found in (
                (_("Ce qui était convenu"), text["earlier"]),
                (_("Ce qui est convenu"), text["agreements"]),
            )
            if found
        ],
        "signed": _("Signatures"),
        "meaning": _(
            "Signer veut dire avoir lu ce texte. Cela ne veut pas dire être d’accord avec tout."
        ),
        "signatures": [
            _(
                "%(name)s, le %(day)s à %(time)s",
                name=one["name"],
                day=show_date(one["at"]),
                time=show_time(one["at"]),
            )
            for one in text["signatures"]
        ],
        "digest": _("Empreinte du texte signé (SHA-256) :"),
        "print": record.digest,
        "portal": _("Portail Travail Pair"),
    }


def _days(text: dict[str, Any]) -> list[dict[str, str]]:
    """When it was; where it was opened before the day planned, both days."""
    planned = show_date(text["met_on"])
    if not text["opened_on"]:
        return [{"label": _("Date"), "value": planned}]
    return [
        {"label": _("Date prévue"), "value": planned},
        {"label": _("Ouvert le"), "value": show_date(text["opened_on"])},
    ]


def _agreement(one: dict[str, Any]) -> dict[str, Any]:
    facts = []
    if one["who"]:
        facts.append(_("Qui : %(who)s", who=one["who"]))
    if one["by_when"]:
        facts.append(_("Pour le %(day)s", day=show_date(one["by_when"])))
    if one["since"]:
        facts.append(_("Depuis le %(day)s", day=show_date(one["since"])))
    if one["outcome"]:
        facts.append(one["outcome"].label)
    return {
        "kind": one["kind"].label,
        "what": one["what"],
        "facts": facts,
    }
