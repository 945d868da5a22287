"""Nomenclatures and rules of law of the jobs, as dated data. `SEED` is planted by `db upgrade`."""

from portal.jobs.nomenclatures.offer_rules import RULE_SEED
from portal.jobs.nomenclatures.screening import SCREENING_SEED
from portal.jobs.nomenclatures.terms import TERM_SEED
from portal.jobs.nomenclatures.work import NO_AGREEMENT, WORK_SEED

__all__ = [
    "AGREEMENT",
    "CONTRACT",
    "DECLINE_REASON",
    "ELIGIBILITY",
    "INTERVIEW_ELEMENT",
    "MINIMUM_PAY",
    "NEVER_ASKED",
    "NOT_WRITTEN",
    "NO_AGREEMENT",
    "OFFER_RULE",
    "OFFER_TERM",
    "RETENTION",
    "SEED",
    "WITHDRAWN",
]

CONTRACT = "contract"
AGREEMENT = "collective_agreement"
ELIGIBILITY = "eligibility"
RETENTION = "retention"
MINIMUM_PAY = "minimum_pay"
OFFER_TERM = "offer_term"
DECLINE_REASON = "decline_reason"
OFFER_RULE = "offer_rule"
INTERVIEW_ELEMENT = "interview_element"
NEVER_ASKED = "never_asked"
NOT_WRITTEN = "not_written"

SEED = (*WORK_SEED, *TERM_SEED, *RULE_SEED, *SCREENING_SEED)

# Lines shipped once and no longer (`Seed.name`). No archive of proofs exists: nothing is kept so.
WITHDRAWN = ("retention:proof",)
