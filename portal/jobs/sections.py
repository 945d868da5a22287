"""The sections of an offer that are put into other languages, each as one plain text."""

from portal.jobs.enums import OfferState, Way
from portal.jobs.models import Offer
from portal.kernel.i18n import N_, _
from portal.languages.sections import Section, Subject

SUBJECT = "offer"

SECTIONS = {
    "title": N_("Titre"),
    "summary": N_("Résumé"),
    "context": N_("La structure et le projet"),
    "missions": N_("Missions"),
    "criteria": N_("Ce qui est demandé"),
    "schedule": N_("Horaires"),
    "pay_note": N_("Ce qu’il faut savoir de la paie"),
    "evolutions": N_("Et après"),
    "purpose": N_("Pourquoi ce poste existe"),
    "vigilance": N_("Ce à quoi il faut faire attention dans ce poste"),
    "training_detail": N_("La formation, plus en détail"),
    "experience": N_("Expérience"),
    "diploma": N_("Diplôme"),
    "steps": N_("Les étapes"),
}
# Each question and each reason for a way of answering is a section of its own: candidates meet them
# one by one.
_QUESTION, _WAY = "question-", "way-"
# What is worth translating first: enough to know what the job is.
SHORT = ("title", "summary")


# What the contract and the law will say: no machine ever drafts it.
LEGAL = ("diploma", "pay_note", "schedule", "training_detail")


def question_section(question_id: object) -> str:
    return f"{_QUESTION}{question_id}"


def way_section(way: str) -> str:
    return f"{_WAY}{way}"


def sections_of(offer: Offer) -> dict[str, str]:
    """What this offer has to be translated, and how it is called. Its questions must be loaded."""
    asked = {question_section(one.id): _("Ce que vous demandez") for one in offer.asked_questions}
    ways = {
        way_section(way): _("Pourquoi cette façon de répondre : %(way)s", way=Way(way).label)
        for way in offer.ways
    }
    return {name: str(label) for name, label in SECTIONS.items()} | ways | asked


def subject_of(offer: Offer) -> Subject:
    """What this offer has to be translated, with its French. Its questions must be loaded."""
    sections = tuple(
        Section(name, label, source_text(offer, name), name in SHORT, name in LEGAL)
        for name, label in sections_of(offer).items()
    )
    return Subject(
        SUBJECT,
        offer.id,
        offer.title,
        sections,
        is_online=offer.state != OfferState.DRAFT,
    )


def source_text(offer: Offer, section: str) -> str:
    """The French text of a section, as the translator reads it; empty if the offer says nothing."""
    if section.startswith(_QUESTION):
        asked = {question_section(one.id): one.text for one in offer.asked_questions}
        return asked.get(section, "")
    if section.startswith(_WAY):
        return str(offer.ways.get(section.removeprefix(_WAY)) or "")
    if section == "steps":
        return "\n".join(f"- {row['label']}" for row in offer.steps if row.get("label"))
    if section == "missions":
        return "\n\n".join(_mission(row) for row in offer.missions)
    if section == "criteria":
        return "\n".join(f"- {row['text']}" for row in offer.criteria)
    if section == "schedule":
        parts = (offer.schedule_days, offer.schedule_slots, offer.schedule_weekends)
        return "\n".join(part for part in parts if part)
    return str(getattr(offer, section))


def _mission(row: dict[str, object]) -> str:
    tasks = row["tasks"] if isinstance(row["tasks"], list) else []
    lines = [str(row["title"]), str(row.get("text", "")), *(f"- {task}" for task in tasks)]
    return "\n".join(line for line in lines if line)
