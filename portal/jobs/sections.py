"""The sections of an offer that are put into other languages, each as one plain text."""

from portal.jobs.models import Offer
from portal.kernel.i18n import N_

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
}
# What is worth translating first: enough to know what the job is.
SHORT = ("title", "summary")


def source_text(offer: Offer, section: str) -> str:
    """The French text of a section, as the translator reads it; empty if the offer says nothing."""
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
