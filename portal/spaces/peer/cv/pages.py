"""What the form of a CV offers, what it was kept with, what it asks for."""

from uuid import UUID

from portal.kernel import i18n
from portal.people import addresses
from portal.people import queries as people
from portal.people.enums import ContactKind
from portal.skills.actions.cv import Chosen
from portal.skills.queries.grid import read_grid
from portal.skills.queries.record import find_cv, list_knowledge, list_path
from portal.spaces.peer.cv.forms import CvForm
from portal.web.forms import choices
from portal.web.request import person_id, session


def first_form() -> CvForm:
    """As it was kept; the first time, with one's own name and contacts, to change or to erase."""
    kept = find_cv(session(), person_id())
    if kept is None:
        person = people.get_person(session(), person_id())
        known = {one.kind: one.value for one in people.list_contacts(session(), person.id)}
        phone = known.get(ContactKind.PHONE, "")
        return CvForm(
            formdata=None,
            name=person.display_name,
            phone=addresses.typed(phone) if phone else "",
            email=known.get(ContactKind.EMAIL, ""),
            language=i18n.current().tag,
        )
    return CvForm(
        formdata=None,
        obj=kept,
        entries=[str(one) for one in kept.entries],
        lines=[str(one) for one in kept.lines],
        knowledge_lines=[str(one) for one in kept.knowledge_lines],
        wording="exact" if kept.exact_words else "plain",
    )


def fill(form: CvForm) -> None:
    """Give the form one's path, the lines one answered, what one knows."""
    form.entries.choices = choices(
        *(
            (entry.id, f"{i18n.isolate(entry.name)} ({entry.kind.label})")
            for entry in list_path(session(), person_id())
        )
    )
    form.lines.choices = choices(
        *(
            (line.action_id, line.plain)
            for line in read_grid(session(), person_id()).lines
            if line.is_answered
        )
    )
    form.knowledge_lines.choices = choices(
        *((line.id, line.field) for line in list_knowledge(session(), person_id()))
    )


def chosen(form: CvForm) -> Chosen:
    """What a valid form asks for."""
    return Chosen(
        language=form.language.data,
        name=form.name.data or "",
        headline=form.headline.data or "",
        phone=form.phone.data or "",
        email=form.email.data or "",
        place=form.place.data or "",
        entries=[UUID(one) for one in form.entries.data or ()],
        lines=[UUID(one) for one in form.lines.data or ()],
        exact_words=form.wording.data == "exact",
        # A line that is ticked is shown, whether or not all of them are.
        knowledge=form.knowledge.data or bool(form.knowledge_lines.data),
        knowledge_lines=[UUID(one) for one in form.knowledge_lines.data or ()],
        knowledge_sources=form.knowledge_sources.data,
        project=form.project.data,
    )
