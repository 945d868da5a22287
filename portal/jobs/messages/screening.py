"""What is written to the people who screen, and to the federation: counts, titles and links.

Never a name, a number or a word of a candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs.models import Application, ScreeningNote
from portal.jobs.policy.screening import SCREENERS
from portal.kernel import clock, jobs
from portal.kernel.i18n import _, ngettext, show_date
from portal.kernel.messages import Content, from_us, send, template
from portal.organisations.enums import Role
from portal.organisations.models import Organisation
from portal.organisations.queries import recipients
from portal.organisations.scope import Actor

MENTIONED, REMINDER, LATE = "jobs.mentioned", "jobs.answers_due", "jobs.answers_late"


@dataclass(frozen=True)
class Owed:
    """How many people wait for an answer about an offer, and the nearest promised day."""

    title: str
    how_many: int
    due: date


def tell_mentioned(
    session: Session, actor: Actor, application: Application, note: ScreeningNote, person_id: UUID
) -> None:
    """Ask a colleague to look. The message says where, not what."""
    slug = actor.place.slug if actor.place else ""
    for member in recipients(session, application.organisation_id, SCREENERS):
        if member.person_id == person_id:
            send(
                session,
                template=MENTIONED,
                channel=member.channel,
                address=member.address,
                locale=member.locale,
                data={"by": actor.name, "path": f"{slug}/applications/{application.id}#notes"},
                organisation_id=application.organisation_id,
                about_id=note.id,
                once_key=f"mention:{note.id}:{person_id}",
            )


def remind_structure(session: Session, structure: Organisation, owed: Sequence[Owed]) -> None:
    """Before the promised day: one message a day and a member, whatever the number waiting."""
    for member in recipients(session, structure.id, SCREENERS):
        send(
            session,
            template=REMINDER,
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={"slug": structure.slug, "owed": _as_data(owed)},
            organisation_id=structure.id,
            once_key=f"due:{structure.id}:{clock.today()}:{member.person_id}",
        )


def tell_federation(session: Session, structure: Organisation, how_many: int) -> None:
    """After the promised day: the structure and a count, so that somebody can help it answer."""
    if structure.federation_id is None:
        return
    roles = (Role.ADMINISTRATOR, Role.RECRUITER)
    for member in recipients(session, structure.federation_id, roles):
        send(
            session,
            template=LATE,
            channel=member.channel,
            address=member.address,
            locale=member.locale,
            data={"structure": structure.name, "how_many": how_many},
            organisation_id=structure.federation_id,
            once_key=f"late:{structure.id}:{clock.today()}:{member.person_id}",
        )


def find_structure(session: Session, organisation_id: UUID) -> Organisation | None:
    return session.scalars(
        select(Organisation).where(Organisation.id == organisation_id)
    ).one_or_none()


def _as_data(owed: Sequence[Owed]) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "how_many": one.how_many, "due": one.due.isoformat()} for one in owed
    ]


@template(MENTIONED)
def _mentioned(data: dict[str, Any]) -> Content:
    url = f"{jobs.settings().base_url}/employer/{data['path']}"
    return Content(
        subject=_("%(name)s vous demande de regarder une candidature", name=data["by"]),
        paragraphs=[_("%(name)s vous a cité dans une note.", name=data["by"])],
        action=(_("Lire la note"), url),
        sms=from_us(_("%(name)s vous cite dans une note. %(link)s", name=data["by"], link=url)),
    )


@template(REMINDER)
def _reminder(data: dict[str, Any]) -> Content:
    total = sum(one["how_many"] for one in data["owed"])
    url = f"{jobs.settings().base_url}/employer/{data['slug']}/applications?show=waiting"
    subject = ngettext(
        "Une personne attend votre réponse", "%(n)s personnes attendent votre réponse", total
    )
    return Content(
        subject=subject,
        paragraphs=[
            subject + ".",
            ngettext(
                "Une date lui a été promise. La voici.",
                "Une date leur a été promise. La voici pour chaque offre.",
                total,
            ),
        ],
        facts={
            one["title"]: ngettext(
                "%(n)s réponse, avant le %(date)s",
                "%(n)s réponses, avant le %(date)s",
                one["how_many"],
                date=show_date(date.fromisoformat(one["due"])),
            )
            for one in data["owed"]
        },
        action=(_("Voir les candidatures"), url),
        sms=from_us(f"{subject}. {url}"),
    )


@template(LATE)
def _late(data: dict[str, Any]) -> Content:
    said = ngettext(
        "%(structure)s : une réponse promise est en retard",
        "%(structure)s : %(n)s réponses promises sont en retard",
        data["how_many"],
        structure=data["structure"],
    )
    return Content(
        subject=said,
        paragraphs=[
            said + ".",
            _("Un appel suffit souvent. Vous ne voyez pas les candidatures, et c’est voulu."),
        ],
        sms=from_us(f"{said}."),
    )
