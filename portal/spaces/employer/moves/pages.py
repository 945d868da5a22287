"""What the screen of a move receives."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, url_for

from portal.jobs import step_texts
from portal.jobs.actions.screening import SAID_BY_THE_PERSON
from portal.jobs.enums import ApplicationState as State
from portal.jobs.enums import CloseReason
from portal.jobs.nomenclatures import DECLINE_REASON
from portal.jobs.policy.screening import possible_steps
from portal.jobs.queries import previews, state_texts
from portal.jobs.queries import screening as queries
from portal.jobs.queries.previews import Preview
from portal.jobs.queries.screening import Answered
from portal.kernel import i18n, nomenclatures
from portal.kernel.i18n import _
from portal.people.reachable import channels
from portal.spaces.employer.moves import words
from portal.spaces.employer.moves.forms import (
    AnswerEverybodyForm,
    DeclineForm,
    MoveForm,
    form_for,
)
from portal.spaces.employer.words import helpers
from portal.web.request import actor, session


@dataclass(frozen=True)
class MovePage:
    """A move about to be made: its words, its fields, what it will do."""

    found: Answered
    step: str
    form: MoveForm

    @property
    def is_possible(self) -> bool:
        return self.step in possible_steps(self.found.application)

    @property
    def verb(self) -> str:
        return words.verb(self.found.application.state, self.step)

    @property
    def send_label(self) -> str:
        """What the person decided is no verb of the structure's; and nothing may be sent at all."""
        if self.step in SAID_BY_THE_PERSON:
            return _("Confirmer et envoyer") if self.channels else _("Confirmer")
        return _("%(verb)s et envoyer", verb=self.verb) if self.channels else self.verb

    @property
    def consequence(self) -> str:
        return words.consequence(self.step, only_calls=not self.channels)

    @property
    def name(self) -> str:
        """The person, or their number."""
        application = self.found.application
        return application.candidate_name or application.reference

    @property
    def language(self) -> i18n.Locale:
        return i18n.find(self.found.application.locale) or i18n.DEFAULT

    @property
    def channels(self) -> list[tuple[str, str]]:
        """Where the words go: (mail or sms, address); nowhere if the person can only be called."""
        return channels(self.found.application)

    @property
    def holes(self) -> list[tuple[str, str]]:
        """What is filled in by itself, to be explained beside the words."""
        return [
            ("{" + hole + "}", str(step_texts.HOLE_LABELS[hole]))
            for hole in step_texts.HOLES[self.step]
        ]

    @property
    def text_hint(self) -> str:
        """Which language, and why so few words."""
        return _(
            "En %(language)s, la langue de la personne. Le téléphone est peut-être partagé :"
            " n’écrivez rien de personnel.",
            language=self.language.name,
        )

    @property
    def needs_consent(self) -> bool:
        """Whether the consent was not given on the follow page already."""
        return self.found.application.pool_consented_at is None

    @property
    def back(self) -> str:
        return url_for(
            "employer.applications.show_application", application_id=self.found.application.id
        )

    @property
    def address(self) -> str:
        return words.address(self.found.application.id, self.step)

    @property
    def preview_address(self) -> str:
        return self.address + "/preview"

    def preview(self) -> Preview:
        found = self.found
        text = self.form.text.data or ""
        return previews.preview(
            session(), found.application, found.offer, self.step, text, **self.form.hints()
        )


def prepare(application_id: UUID, step: str) -> MovePage:
    """The page, with the structure's words for this step in the person's language."""
    found = queries.get_answered(session(), actor(), application_id)
    form = form_for(step)()
    if request.method == "GET":
        application = found.application
        form.version.data = str(application.version)
        form.text.data = state_texts.find_text(
            session(), application.organisation_id, step, application.locale
        ).body
    if isinstance(form, DeclineForm):
        form.offer_reasons(nomenclatures.entries(session(), DECLINE_REASON))
    return MovePage(found, step, form)


def usual_reason(offer_id: UUID) -> str:
    """The reason to tell everybody, from why the offer was closed."""
    offer = queries.get_offer(session(), actor(), offer_id)
    cancelled = offer.close_reason == CloseReason.CANCELLED
    return "post_cancelled" if cancelled else "post_filled"


def everybody_left(offer_id: UUID, form: AnswerEverybodyForm) -> dict[str, Any]:
    """The people left, and the words they will read, in French for the reader of the screen."""
    form.offer_reasons(nomenclatures.entries(session(), DECLINE_REASON))
    offer = queries.get_offer(session(), actor(), offer_id)
    left = queries.list_left(session(), actor(), offer_id)
    words_in_french = state_texts.find_text(session(), offer.organisation_id, State.DECLINED, "fr")
    entry = nomenclatures.find(session(), DECLINE_REASON, form.reason.data or "")
    filling = step_texts.Filling(reason=entry.french if entry else "")
    return {
        "offer": offer,
        "left": left,
        "only_calls": {one.id for one in left if not channels(one)},
        "text": step_texts.fill(words_in_french.body, filling, "fr"),
        **helpers(),
    }
