"""What an offer must say before it may be published."""

from dataclasses import dataclass

from babel.support import LazyProxy

from portal.jobs.enums import OfferStep, Way
from portal.jobs.models import Offer
from portal.jobs.nomenclatures import NO_AGREEMENT
from portal.jobs.steps import STEP_OF
from portal.kernel.i18n import N_

# Field, and what to do about it. Sources: requirements ST-02, ST-03, ST-10, PW-05; LG-11.
_NEEDED: tuple[tuple[str, LazyProxy], ...] = (
    ("title", N_("Donnez un titre à l’offre.")),
    ("nature", N_("Dites si c’est un poste de travail pair ou un poste ouvert aux pair·es.")),
    ("summary", N_("Résumez le poste en quelques phrases.")),
    ("establishment_name", N_("Donnez le nom de l’établissement.")),
    ("city", N_("Indiquez la commune.")),
    ("department", N_("Indiquez le code postal : il donne le département.")),
    ("contract", N_("Choisissez le type de contrat.")),
    ("time_choice", N_("Dites qui choisit le temps de travail.")),
    ("hours_min", N_("Indiquez le nombre d’heures par semaine.")),
    ("pay_min", N_("Indiquez la paie la plus basse prévue.")),
    ("pay_max", N_("Indiquez la paie la plus haute prévue.")),
    ("pay_unit", N_("Dites si la paie est par heure, par mois ou par an.")),
    ("collective_agreement", N_("Choisissez la convention collective.")),
    ("missions", N_("Décrivez au moins une mission.")),
    ("training_requirement", N_("Dites si une formation est demandée.")),
    ("ways", N_("Acceptez au moins une façon de répondre.")),
    ("contact_name", N_("Donnez le nom d’une personne à qui parler.")),
)
_NO_INDEX = N_("Donnez le coefficient ou l’indice de la convention, ou écrivez « sans indice ».")


@dataclass(frozen=True)
class Missing:
    """A fact that is not there yet, and the step that asks for it."""

    field: str
    step: OfferStep
    message: str


def missing(offer: Offer) -> list[Missing]:
    """What keeps the offer from being published, in the order of the steps."""
    found = [
        Missing(field, STEP_OF[field], str(message))
        for field, message in _NEEDED
        if not _is_said(offer, field)
    ]
    if not (offer.starts_asap or offer.starts_on):
        found.append(
            Missing("starts_on", OfferStep.CONTRACT, str(N_("Dites quand le poste commence.")))
        )
    found += [
        Missing(f"reason_{way}", OfferStep.ANSWERING, str(message))
        for way, message in _reasons_needed(offer)
        if not offer.ways[way]
    ]
    if offer.collective_agreement not in ("", NO_AGREEMENT) and not offer.pay_index:
        found.append(Missing("pay_index", OfferStep.PAY, str(_NO_INDEX)))
    if not (offer.contact_email or offer.contact_phone):
        found.append(
            Missing(
                "contact_phone",
                OfferStep.RECRUITMENT,
                str(N_("Donnez un téléphone ou un courriel pour joindre cette personne.")),
            )
        )
    order = list(OfferStep)
    return sorted(found, key=lambda item: order.index(item.step))


def _reasons_needed(offer: Offer) -> list[tuple[Way, LazyProxy]]:
    """PW-05: a letter is asked for a reason tied to the job, shown to all. So is a CV, where
    nobody may answer without one.
    """
    found = []
    if Way.CV in offer.ways and not {Way.VOICE, Way.CALLBACK} & set(offer.ways):
        found.append((Way.CV, N_("Dites pourquoi un CV est demandé.")))
    if Way.LETTER in offer.ways:
        found.append((Way.LETTER, N_("Dites pourquoi une lettre est demandée.")))
    return found


def _is_said(offer: Offer, field: str) -> bool:
    value = getattr(offer, field)
    return value is not None and value not in ("", [], {})
