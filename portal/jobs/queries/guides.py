"""The interview guide: the same for every candidate (ST-14), as dated data."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.jobs.nomenclatures import INTERVIEW_ELEMENT, NEVER_ASKED
from portal.kernel import nomenclatures


@dataclass(frozen=True)
class Element:
    """Something an interview looks for, and example questions, in the words of the source."""

    label: str
    questions: list[str]


@dataclass(frozen=True)
class Guide:
    elements: list[Element]
    never_asked: list[str]
    source: str


def interview_guide(session: Session) -> Guide:
    elements = nomenclatures.entries(session, INTERVIEW_ELEMENT)
    return Guide(
        elements=[Element(entry.label, entry.data["questions"]) for entry in elements],
        never_asked=[entry.label for entry in nomenclatures.entries(session, NEVER_ASKED)],
        source=elements[0].source if elements else "",
    )
