"""A record as a document: the guide's tables with their exact labels, path and project."""

from collections.abc import Collection

from portal.kernel.i18n import gettext_ as _
from portal.kernel.i18n import isolate, show_date, show_month
from portal.skills.enums import Level, Part
from portal.skills.exports.sheet import (
    OWN,
    Block,
    Entry,
    Fact,
    Paragraph,
    Said,
    Section,
    Sheet,
    Table,
    both,
)
from portal.skills.reading import (
    COMPETENCY,
    FIELD,
    INTEREST,
    MASTERY,
    SOURCE,
    ReadFramework,
    ReadGroup,
    ReadKnowledge,
    ReadLine,
    ReadProject,
    ReadStage,
    ReadStep,
    Record,
)

_NOTHING = Said("–")


def record_sheet(record: Record, parts: Collection[Part]) -> Sheet:
    """What was chosen of a record; `parts` says whether the origin of knowledge has its column."""
    day = show_date(record.taken_at)
    sections = [_grid(framework) for framework in record.frameworks]
    if record.knowledge:
        sourced = Part.KNOWLEDGE_SOURCES in parts
        sections.append(
            Section(Said(_("Connaissances")), [knowledge_table(record.knowledge, sourced=sourced)])
        )
    if record.path:
        entries: list[Block] = [stage_entry(stage) for stage in record.path]
        sections.append(Section(Said(_("Parcours")), entries))
    if record.project or record.steps:
        sections.append(Section(Said(_("Projet")), project_blocks(record.project, record.steps)))
    if record.frameworks or record.knowledge:
        sections.append(Section(Said(_("Ce que veulent dire les chiffres")), [_scale()]))
    return Sheet(
        title=_("Compétences et parcours"),
        name=record.name,
        under=[
            Said(_("Dossier du %(date)s", date=day)),
            Said(
                _(
                    "C’est l’avis de la personne sur elle-même. Ce n’est ni une note, ni un"
                    " certificat."
                )
            ),
        ],
        sections=sections,
        foot=f"{isolate(record.name)} · {isolate(day)}",
        author=record.name,
    )


def level_words(level: Level | None, words: str) -> Said:
    """« 3 – Je fais sans aide ». The words alone for « I don't know »."""
    if level is None:
        return _NOTHING
    return Said(f"{level.points} – {words}" if level.points is not None else words)


def line_words(label: str, french_plain: str, plain: str) -> list[Said]:
    """A line in the reader's words, then in the source's; somebody's own line as they wrote it."""
    return both(plain, label) if french_plain or plain != label else [Said(label, OWN)]


def knowledge_table(lines: list[ReadKnowledge], *, sourced: bool) -> Table:
    columns = [both(_("Champ de connaissance"), FIELD)]
    if sourced:
        columns.append(both(_("Source de connaissance"), SOURCE))
    columns += [both(_("Maîtrise (/5)"), MASTERY), both(_("Intérêt (/5)"), INTEREST)]
    return Table([], columns, [_knowledge(line, sourced=sourced) for line in lines])


def stage_entry(stage: ReadStage) -> Entry:
    under = [Said(stage.kind.label)]
    if stage.place:
        under.append(Said(stage.place, OWN))
    if when := stage_dates(stage):
        under.append(Said(when))
    under += [Said(use, OWN) for use in stage.uses]
    return Entry(Said(stage.name, OWN), under, Said(stage.words, OWN) if stage.words else None)


def stage_dates(stage: ReadStage) -> str:
    if stage.began and stage.is_current:
        return _("Depuis %(month)s", month=show_month(stage.began))
    first, last = (show_month(day) if day else "" for day in (stage.began, stage.ended))
    if first and last and first != last:
        return _("De %(first)s à %(last)s", first=first, last=last)
    return first or last


def project_blocks(project: ReadProject | None, steps: list[ReadStep]) -> list[Block]:
    blocks: list[Block] = []
    if project:
        if project.in_peer_work:
            blocks.append(Fact(_("Dans le travail pair"), Said(project.in_peer_work.label)))
        if project.how_long:
            blocks.append(Fact(_("Pendant combien de temps"), Said(project.how_long, OWN)))
        if project.in_sector:
            blocks.append(Fact(_("Dans le secteur social"), Said(project.in_sector.label)))
        if project.time_wish:
            blocks.append(Fact(_("Temps de travail souhaité"), Said(time_words(project.time_wish))))
        if project.trainings:
            blocks.append(Fact(_("Formations souhaitées"), Said(project.trainings, OWN)))
        if project.words:
            blocks.append(Paragraph(Said(project.words, OWN)))
    return blocks + [_step(step) for step in steps]


def time_words(wish: str) -> str:
    return {
        "full": _("Temps plein"),
        "part": _("Temps partiel"),
        "unsure": _("Je ne sais pas encore"),
    }[wish]


def _step(step: ReadStep) -> Entry:
    under = []
    if step.done_on:
        under.append(Said(_("fait le %(date)s", date=show_date(step.done_on))))
    elif step.by_when:
        under.append(Said(_("pour le %(date)s", date=show_date(step.by_when))))
    if step.who_helps:
        under.append(Said(_("aide : %(name)s", name=step.who_helps)))
    return Entry(Said(step.what, OWN), under)


def _grid(framework: ReadFramework) -> Section:
    if framework.title:
        title, source = Said(framework.title), _("Source : %(source)s", source=framework.source)
        under = [Said(source)] if framework.source else []
    else:
        title, under = Said(_("Lignes ajoutées")), []
    return Section(title, [_group(group) for group in framework.groups], under)


def _group(group: ReadGroup) -> Table:
    if not group.label:
        title = [Said(_("Sans titre"))]
    else:
        title = line_words(group.label, group.french_plain, group.plain)
    title += [Said(remark) for remark in group.remarks]
    columns = [
        both(_("Compétence mobilisée /action effectuée"), COMPETENCY),
        [Said(_("Mobilisée"))],
        both(_("Maîtrise (/5)"), MASTERY),
        both(_("Intérêt (/5)"), INTEREST),
    ]
    return Table(title, columns, [_line(line) for line in group.lines])


def _line(line: ReadLine) -> list[list[Said]]:
    return [
        [
            *line_words(line.label, line.french_plain, line.plain),
            *(Said(remark) for remark in line.remarks),
        ],
        [Said(line.said) if line.said else _NOTHING],
        [level_words(line.mastery, line.mastery.mastery_label if line.mastery else "")],
        [level_words(line.interest, line.interest.interest_label if line.interest else "")],
    ]


def _knowledge(line: ReadKnowledge, *, sourced: bool) -> list[list[Said]]:
    named = [Said(line.field, OWN)]
    if line.note:
        named.append(Said(line.note, OWN))
    row = [named]
    if sourced:
        row.append([Said(source.label) for source in line.sources] or [_NOTHING])
    row.append([level_words(line.mastery, line.mastery.mastery_label if line.mastery else "")])
    row.append([level_words(line.interest, line.interest.interest_label if line.interest else "")])
    return row


def _scale() -> Table:
    """Each mark of the guide's scale, in words."""
    return Table(
        [],
        [[Said("0 → 5")], both(_("Maîtrise (/5)"), MASTERY), both(_("Intérêt (/5)"), INTEREST)],
        [
            [[Said(str(level.points))], [Said(level.mastery_label)], [Said(level.interest_label)]]
            for level in Level
            if level.points is not None
        ],
        narrow=True,
    )
