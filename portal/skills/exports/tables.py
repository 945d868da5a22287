"""A record as plain tables: one row a line, marks as numbers and as words, for counting by hand."""

from collections.abc import Collection

from portal.kernel.i18n import comma
from portal.kernel.i18n import gettext_ as _
from portal.kernel.sheets import Cell, Rows
from portal.skills.enums import Level, Part
from portal.skills.exports.records import time_words
from portal.skills.reading import COMPETENCY, FIELD, INTEREST, MASTERY, SOURCE, Record


def tables_of(record: Record, parts: Collection[Part]) -> list[Rows]:
    """What was chosen of a record; a part with nothing in it has no table."""
    sourced = Part.KNOWLEDGE_SOURCES in parts
    found = [_grid(record), _knowledge(record, sourced=sourced), _path(record), _project(record)]
    return [one for one in found if one.rows]


def _grid(record: Record) -> Rows:
    in_words = _("en mots")
    return Rows(
        "competences",
        _("Compétences"),
        [
            _("Rubrique"),
            _("Rubrique, en mots simples"),
            COMPETENCY,
            _("Ligne, en mots simples"),
            _("Mobilisée"),
            MASTERY,
            f"{MASTERY}, {in_words}",
            INTEREST,
            f"{INTEREST}, {in_words}",
            _("Remarque sur la source"),
        ],
        [
            [
                group.label,
                group.plain if group.french_plain else "",
                line.label,
                line.plain if line.french_plain or line.plain != line.label else "",
                line.said,
                *_mark(line.mastery, line.mastery.mastery_label if line.mastery else ""),
                *_mark(line.interest, line.interest.interest_label if line.interest else ""),
                " ".join([*group.remarks, *line.remarks]),
            ]
            for group, line in record.lines
        ],
    )


def _knowledge(record: Record, *, sourced: bool) -> Rows:
    in_words = _("en mots")
    rows: list[list[Cell]] = []
    for line in record.knowledge:
        row: list[Cell] = [line.field]
        if sourced:
            row.append(comma().join(source.label for source in line.sources))
        row += _mark(line.mastery, line.mastery.mastery_label if line.mastery else "")
        row += _mark(line.interest, line.interest.interest_label if line.interest else "")
        rows.append([*row, line.note])
    columns = [
        FIELD,
        *([SOURCE] if sourced else []),
        MASTERY,
        f"{MASTERY}, {in_words}",
        INTEREST,
        f"{INTEREST}, {in_words}",
        _("Note"),
    ]
    return Rows("connaissances", _("Connaissances"), columns, rows)


def _path(record: Record) -> Rows:
    return Rows(
        "parcours",
        _("Parcours"),
        [_("Quoi"), _("Nom"), _("Où"), _("Début"), _("Fin"), _("En cours"), _("Niveau"), _("Mots")],
        [
            [
                stage.kind.label,
                stage.name,
                stage.place,
                stage.began,
                stage.ended,
                _("Oui") if stage.is_current else "",
                "\n".join(stage.uses),
                stage.words,
            ]
            for stage in record.path
        ],
    )


def _project(record: Record) -> Rows:
    project = record.project
    rows: list[list[Cell]] = []
    if project:
        said = [
            (_("Dans le travail pair"), project.in_peer_work and project.in_peer_work.label),
            (_("Pendant combien de temps"), project.how_long),
            (_("Dans le secteur social"), project.in_sector and project.in_sector.label),
            (
                _("Temps de travail souhaité"),
                project.time_wish and time_words(project.time_wish),
            ),
            (_("Formations souhaitées"), project.trainings),
            (_("Mots"), project.words),
        ]
        rows = [[label, words, None, "", None] for label, words in said if words]
    rows += [
        [_("Étape"), step.what, step.by_when, step.who_helps, step.done_on] for step in record.steps
    ]
    columns = [_("Quoi"), _("Mots"), _("Pour quand"), _("Avec qui"), _("Fait le")]
    return Rows("projet", _("Projet"), columns, rows)


def _mark(level: Level | None, words: str) -> list[Cell]:
    return [level.points if level else None, words]
