"""The steps in which an offer is written: which facts each one asks for."""

from portal.jobs.enums import OfferStep

FIELDS: dict[OfferStep, tuple[str, ...]] = {
    OfferStep.JOB: ("title", "denomination", "nature", "model", "positions", "summary"),
    OfferStep.PLACE: (
        "establishment_id",
        "establishment_name",
        "managing_body",
        "structure_type",
        "service",
        "opening_year",
        "hierarchical_link",
        "coordinator",
        "context",
        "purpose",
        "internal_relations",
        "external_relations",
        "workplace",
        "postcode",
        "city",
        "territories",
        "mobility",
    ),
    OfferStep.CONTRACT: (
        "contract",
        "contract_duration",
        "eligibility",
        "starts_asap",
        "starts_on",
        "time_choice",
        "hours_min",
        "hours_max",
        "time_note",
        "training_hours",
        "schedule_days",
        "schedule_slots",
        "schedule_weekends",
        "schedule_break",
    ),
    OfferStep.PAY: (
        "pay_min",
        "pay_max",
        "pay_unit",
        "collective_agreement",
        "pay_index",
        "pay_note",
    ),
    OfferStep.MISSIONS: (
        "missions",
        "missions_open_ended",
        "organisation_model",
        "vigilance",
        "confidentiality",
    ),
    OfferStep.PROFILE: (
        "training_requirement",
        "training_detail",
        "diploma_required",
        "diploma",
        "beginners_welcome",
        "experience",
        "criteria",
        "licence",
        "numeracy",
        "software",
        "formerly_supported",
        "formerly_supported_note",
        "evolutions",
    ),
    OfferStep.FRENCH: ("french_oral", "french_written", "french_needs", "languages"),
    OfferStep.ANSWERING: ("ways", "questions"),
    OfferStep.RECRUITMENT: (
        "steps",
        "contact_name",
        "contact_role",
        "contact_email",
        "contact_phone",
        "copy_to",
        "apply_until",
        "answer_days",
        "indexable",
        "relayable",
    ),
    OfferStep.CHECK: ("justifications",),
}

STEP_OF: dict[str, OfferStep] = {
    field: step for step, fields in FIELDS.items() for field in fields
} | {"department": OfferStep.PLACE, "region": OfferStep.PLACE}

# Everything a new offer may take over from an earlier one. Dates of an earlier recruitment, and the
# wish to be found by search engines, are decided anew.
COPIED = tuple(
    field
    for fields in FIELDS.values()
    for field in fields
    if field not in ("questions", "starts_on", "apply_until", "indexable", "justifications")
) + ("department", "region")
