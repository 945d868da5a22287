"""The sections of an offer's page, in the order somebody wonders: every public field has its place.

Each builder gives the parts of one section; a part without items is left out by `read`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.jobs.enums import (
    FormerlySupported,
    Licence,
    OfferModel,
    OrganisationModel,
    TrainingRequirement,
)
from portal.jobs.nomenclatures import AGREEMENT
from portal.jobs.reading.parts import (
    Bullet,
    Kind,
    Mission,
    Part,
    bullets,
    enum_label,
    facts,
    label_of,
    note,
    text,
    told_question,
)
from portal.jobs.sections import question_section
from portal.kernel import nomenclatures
from portal.kernel.i18n import N_, listed, show_date
from portal.kernel.i18n import gettext_ as _
from portal.languages.nomenclatures import CEFR, FRENCH_NEED, LANGUAGE
from portal.languages.said import Document, Said, french, told, translation
from portal.organisations.nomenclatures import STRUCTURE_TYPE

Builder = Callable[[Session, Document], list[Part]]

_USES = {
    "spoken": N_("parler"),
    "written": N_("lire et écrire"),
    "interpreting": N_("traduire à l’oral"),
}
_CRITERIA = {
    "knowledge": N_("Connaître"),
    "know_how": N_("Savoir faire"),
    "soft_skill": N_("Savoir être"),
}


def missions(session: Session, document: Document) -> list[Part]:
    items = [
        Mission(
            Said(row.get("title") or ""),
            Said(row.get("text") or ""),
            [Said(task) for task in row.get("tasks") or () if task],
        )
        for row in document.get("missions") or ()
    ]
    place = enum_label(OrganisationModel, document.get("organisation_model"))
    return [
        text(document, "purpose", translated=True),
        Part(Kind.MISSIONS, items, "", translation(document, "missions"), (("missions", ""),)),
        note(
            _("D’autres tâches proches peuvent s’ajouter.")
            if _says(document, "missions_open_ended")
            else ""
        ),
        facts((_("Place dans l’équipe"), place)),
        text(document, "vigilance", _("À savoir avant"), translated=True),
        text(document, "confidentiality", _("Confidentialité")),
    ]


def profile(session: Session, document: Document) -> list[Part]:
    diploma = told(document, "diploma")
    required = _says(document, "diploma_required")
    none_asked = "" if required else _("Aucun diplôme n’est demandé")
    beginner = _("Une première expérience n’est pas demandée")
    return [
        facts(
            (_("Formation"), enum_label(TrainingRequirement, document.get("training_requirement"))),
            (_("La formation, plus en détail"), told(document, "training_detail")),
            (_("Diplôme"), diploma if required else none_asked),
            (_("Diplôme apprécié"), Said("") if required else diploma),
            (_("Débuter"), beginner if _says(document, "beginners_welcome") else ""),
            (_("Expérience"), told(document, "experience")),
            (_("Permis de conduire"), enum_label(Licence, document.get("licence"))),
            (_("Calcul"), french(document, "numeracy")),
            (_("Informatique"), french(document, "software")),
            heard=(
                ("training_detail", _("La formation, plus en détail")),
                ("diploma", _("Diplôme")),
                ("experience", _("Expérience")),
            ),
        ),
        *_criteria(document),
        note(enum_label(FormerlySupported, document.get("formerly_supported"))),
        text(document, "formerly_supported_note"),
    ]


def languages(session: Session, document: Document) -> list[Part]:
    known = {entry.code: entry.label for entry in nomenclatures.all_entries(session, FRENCH_NEED)}
    needs = [Bullet(known.get(need) or Said(need)) for need in document.get("french_needs") or ()]
    useful = [
        Bullet(name, str(_USES.get(row.get("use", ""), "")))
        for row in document.get("languages") or ()
        if (name := label_of(session, LANGUAGE, row.get("language")))
    ]
    return [
        bullets(needs, _("En français, il faut pouvoir :")),
        facts(
            (_("Français à l’oral"), label_of(session, CEFR, document.get("french_oral"))),
            (_("Français à l’écrit"), label_of(session, CEFR, document.get("french_written"))),
        ),
        bullets(useful, _("Ces langues sont utiles pour ce poste :")),
    ]


def terms(session: Session, document: Document) -> list[Part]:
    """Contract, hours and pay, beyond what stands on top of the page."""
    agreement = label_of(session, AGREEMENT, document.get("collective_agreement"))
    return [
        facts(
            (_("Durée du contrat"), french(document, "contract_duration")),
            (_("Formation comprise dans les heures"), french(document, "training_hours")),
            (_("Convention collective"), agreement),
            (_("Indice ou coefficient"), french(document, "pay_index")),
        ),
        note(
            _(
                "On peut répondre sans savoir si l’on est éligible : la structure le vérifie"
                " ensuite. Aucun papier n’est demandé ici."
            )
            if _says(document, "eligibility")
            else ""
        ),
        text(document, "pay_note", translated=True),
        text(document, "time_note"),
        facts(
            (_("Jours"), french(document, "schedule_days")),
            (_("Horaires"), french(document, "schedule_slots")),
            (_("Week-ends et jours fériés"), french(document, "schedule_weekends")),
            (_("Temps de pause"), french(document, "schedule_break")),
            translated=translation(document, "schedule"),
            heard=(("schedule", ""),),
        ),
    ]


def place(session: Session, document: Document) -> list[Part]:
    postcode, city = document.get("postcode") or "", document.get("city") or ""
    return [
        facts(
            (_("Adresse"), french(document, "workplace")),
            (_("Commune"), Said(f"{postcode} {city}".strip())),
            (_("Où l’on intervient"), french(document, "territories")),
            (_("Déplacements"), french(document, "mobility")),
        )
    ]


def structure(session: Session, document: Document) -> list[Part]:
    own = document.get("structure") or {}
    several = (document.get("positions") or 1) > 1
    return [
        text(document, "context", translated=True),
        facts(
            (_("Établissement"), french(document, "establishment_name")),
            (_("Type"), label_of(session, STRUCTURE_TYPE, document.get("structure_type"))),
            (_("Service"), french(document, "service")),
            (_("Organisme gestionnaire"), french(document, "managing_body")),
            (_("Année d’ouverture"), french(document, "opening_year")),
            (_("Responsable"), french(document, "hierarchical_link")),
            (_("Coordination"), french(document, "coordinator")),
            (_("Nom du poste dans la structure"), french(document, "denomination")),
            (_("Fiche de poste"), enum_label(OfferModel, document.get("model"))),
            (_("Nombre de postes"), french(document, "positions") if several else ""),
        ),
        text(document, "internal_relations", _("Dans la structure, on travaille avec")),
        text(document, "external_relations", _("À l’extérieur, on travaille avec")),
        text(own, "description", _("La structure se présente")),
    ]


def recruitment(session: Session, document: Document) -> list[Part]:
    steps = [
        Bullet(Said(row.get("label") or ""), _about(row)) for row in document.get("steps") or ()
    ]
    questions = document.get("questions") or ()
    asked = [Bullet(told_question(document, row)) for row in questions]
    heard = [
        (question_section(row.get("id")), str(one.text))
        for row, one in zip(questions, asked, strict=True)
    ]
    return [
        bullets(steps, _("Les étapes"), translation(document, "steps"), [("steps", "")]),
        bullets(
            asked,
            _("Les questions posées à tout le monde. On peut ne pas y répondre."),
            heard=heard,
        ),
    ]


def after(session: Session, document: Document) -> list[Part]:
    return [text(document, "evolutions", translated=True)]


SECTIONS: tuple[tuple[str, Any, Builder], ...] = (
    ("missions", N_("Ce que vous ferez"), missions),
    ("profile", N_("Ce qui est demandé"), profile),
    ("languages", N_("Les langues"), languages),
    ("terms", N_("Le contrat, les horaires et la paie"), terms),
    ("place", N_("Le lieu"), place),
    ("structure", N_("La structure et l’équipe"), structure),
    ("recruitment", N_("Comment se passe le recrutement"), recruitment),
    ("after", N_("Et après"), after),
)


def _says(document: Document, name: str) -> bool:
    return bool(document.get(name))


def _criteria(document: Document) -> list[Part]:
    rows = document.get("criteria") or ()
    lines = [
        (row.get("kind", ""), Bullet(Said(row.get("text") or ""), _firmness(row))) for row in rows
    ]
    translated = translation(document, "criteria")
    heard = [("criteria", "")]
    if translated:
        return [bullets((line for _kind, line in lines), "", translated, heard)]
    parts = [
        bullets((line for kind, line in lines if kind == wanted), str(title))
        for wanted, title in _CRITERIA.items()
    ]
    said = [part for part in parts if part.items]
    # They are one text, which is heard once all of them are read.
    return [*said[:-1], replace(said[-1], heard=tuple(heard))] if said else []


def _firmness(row: Document) -> str:
    return _("nécessaire") if row.get("firm") else _("un plus, ou à apprendre")


def _about(step: Document) -> str:
    """When a step of the recruitment takes place, and whether a peer is there."""
    words = []
    if step.get("on"):
        words.append(show_date(date.fromisoformat(step["on"]), weekday=True))
    if step.get("with_peers"):
        words.append(_("avec une personne qui fait ce métier"))
    return listed(words)
