"""A record in the shape Europass exchanges CVs in: `Candidate`, HR-XML 3, schema version 4.0.

Written after the « Europass CV XML Schema Documentation » (European Commission, v3.0.0, 2020, as
kept in europass-unofficial/europass-schema-docs) and what J0ker98/europass-cv at 4d499836 tells of
the files and of the import of the Europass site (September 2026). No schema of this format is
published to check a file against and our tests cannot press « import » there: the page says so
beside the button.
"""

from datetime import date
from html import escape

from lxml import etree

from portal.kernel import i18n
from portal.kernel.i18n import gettext_ as _
from portal.skills.enums import PathKind
from portal.skills.reading import ReadStage, Record

_NS = "http://www.europass.eu/1.0"
_HR = "http://www.hr-xml.org/3"
_OA = "http://www.openapplications.org/oagis/9"
_EURES = "http://www.europass_eures.eu/1.0"
_SPACES = {None: _NS, "hr": _HR, "oa": _OA, "eures": _EURES}
_WORK = (PathKind.POST, PathKind.MISSION, PathKind.VOLUNTEERING, PathKind.INTERNSHIP)
_LEARNING = (PathKind.TRAINING, PathKind.VAE, PathKind.VAP)
# Whose documents these are.
_DOCUMENT = {
    "schemeID": "portail-travail-pair",
    "schemeName": "DocumentIdentifier",
    "schemeAgencyName": "EUROPASS",
    "schemeVersionID": "4.0",
}
# The section of the Europass site that shows each of these parts.
_SECTIONS = {
    "EmploymentHistory": "work-experience",
    "EducationHistory": "education-training",
    "PersonQualifications": "language",
}
# Names of languages are typed by hand: never a code we would have guessed.
_FREE = {"schemeName": "FREE_TEXT"}


def to_europass(record: Record) -> bytes:
    """Posts, trainings, languages, and the lines somebody does, without any mark."""
    root = etree.Element(f"{{{_NS}}}Candidate", nsmap=_SPACES)  # type: ignore[arg-type]  # the stubs forget the default one
    _add(root, "DocumentID", space=_HR, **_DOCUMENT)
    person = _add(_add(root, "CandidatePerson"), "PersonName")
    # One name as the person writes it: where the family name begins is not ours to guess.
    _add(person, "GivenName", record.name, space=_OA)
    language = i18n.current().tag.split("-")[0]
    profile = _add(root, "CandidateProfile", languageCode=language)
    work = [stage for stage in record.path if stage.kind in _WORK]
    if work:
        history = _add(profile, "EmploymentHistory")
        for stage in work:
            _post(history, stage)
    learning = [stage for stage in record.path if stage.kind in _LEARNING]
    if learning:
        education = _add(profile, "EducationHistory")
        for stage in learning:
            _training(education, stage)
    _competencies(profile, record)
    _rendering(root, profile)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _post(history: etree._Element, stage: ReadStage) -> None:
    employer = _add(history, "EmployerHistory")
    _add(employer, "OrganizationName", stage.place, space=_HR)
    position = _add(employer, "PositionHistory")
    _add(position, "PositionTitle", stage.title, typeCode="FREETEXT")
    period = _add(position, "EmploymentPeriod", space=_EURES)
    _when(period, "StartDate", stage.began, _EURES)
    _when(period, "EndDate", stage.ended, _EURES)
    _add(period, "CurrentIndicator", "true" if stage.is_current else "false", space=_HR)
    if stage.words:
        _add(position, "Description", _rich(stage.words), space=_OA)


def _training(education: etree._Element, stage: ReadStage) -> None:
    attended = _add(education, "EducationOrganizationAttendance")
    _add(attended, "OrganizationName", stage.place, space=_HR)
    _add(attended, "ProgramName", stage.title, space=_HR)
    period = _add(attended, "AttendancePeriod")
    _when(period, "StartDate", stage.began, _NS)
    _when(period, "EndDate", stage.ended, _NS)
    _add(period, "Ongoing", "true" if stage.is_current else "false")
    # The one title of a training the site reads.
    _add(_add(attended, "EducationDegree"), "DegreeName", stage.title, space=_HR)


def _competencies(profile: etree._Element, record: Record) -> None:
    languages = [stage for stage in record.path if stage.kind is PathKind.LANGUAGE]
    lines = [line for _group, line in record.lines if line.mobilised == "yes"]
    if not (languages or lines):
        return
    held = _add(profile, "PersonQualifications")
    for stage in languages:
        _competency(held, "language", stage.name, "\n".join(stage.uses))
    for line in lines:
        _competency(held, "other", line.label, line.plain)
    # Of competencies the site reads languages only: the others are a section of the person's own,
    # one `Others` each because it keeps the last line of one.
    for line in lines:
        section = _add(profile, "Others")
        _add(section, "Title", _("Compétences"))
        shown = _add(section, "Other")
        _add(shown, "Title", line.label)
        if line.plain:
            _add(shown, "Description", _rich(line.plain))


def _rendering(root: etree._Element, profile: etree._Element) -> None:
    """Which sections the site shows, in which order: what is not listed is read and hidden."""
    design = _add(_add(root, "RenderingInformation"), "Design")
    order = _add(design, "SectionsOrder")
    for part, section in _SECTIONS.items():
        if profile.find(f"{{{_NS}}}{part}") is not None:
            _add(_add(order, "Section"), "Title", section)


def _rich(words: str) -> str:
    """Words as the site keeps them: HTML, written as text."""
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in words.splitlines())}</p>"


def _competency(held: etree._Element, taxonomy: str, name: str, words: str) -> None:
    one = _add(held, "PersonCompetency")
    _add(one, "CompetencyID", name, **_FREE)
    _add(one, "TaxonomyID", taxonomy, space=_HR)
    if words:
        _add(one, "CompetencyName", words, space=_HR)


def _when(period: etree._Element, name: str, day: date | None, space: str) -> None:
    """A month, as « 2024-03 »: what the person gave."""
    if day is not None:
        _add(_add(period, name, space=space), "FormattedDateTime", f"{day:%Y-%m}", space=_HR)


def _add(
    parent: etree._Element, name: str, words: str = "", *, space: str = _NS, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}", attrib=attributes)
    if words:
        element.text = words
    return element
