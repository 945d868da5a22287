"""The last steps: how people answer, how the recruitment goes, who to talk to."""

from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.validators import Email, Optional, ValidationError

from portal.jobs.enums import LABELS, OfferStep, Way
from portal.kernel.i18n import N_
from portal.people import addresses
from portal.people.errors import BadAddress
from portal.spaces.employer.offers.forms.fields import StepForm, ToPublish
from portal.web.fields import line, rows_of
from portal.web.forms import DateField, at_most, choices, optional, strip


def addresses_only(form: Form, field: StringField) -> None:
    """Each of a line is an e-mail address."""
    for typed in addresses.split(field.data or ""):
        try:
            addresses.read_email(typed)
        except BadAddress as error:
            raise ValidationError(str(addresses.BAD_EMAIL)) from error


class QuestionRow(Form):
    question_id = HiddenField()
    text = StringField(N_("Ce que vous demandez"), [at_most(500)], filters=[strip])

    def fact(self) -> tuple[UUID | None, str] | None:
        if not self.text.data:
            return None
        try:
            return UUID(self.question_id.data or ""), self.text.data
        except ValueError:
            return None, self.text.data


class AnsweringForm(StepForm):
    step = OfferStep.ANSWERING

    ways = SelectMultipleField(
        N_("Comment peut-on répondre à cette offre ?"),
        [ToPublish(), Optional()],
        choices=choices(*LABELS["Way"].items()),
        description=N_("Plusieurs réponses possibles. La personne choisit parmi elles."),
    )
    reason_voice = line(N_("Pourquoi un message vocal"), most=300)
    reason_callback = line(N_("Pourquoi un rappel"), most=300)
    reason_cv = line(N_("Pourquoi un CV"), most=300)
    reason_letter = line(
        N_("Pourquoi une lettre"),
        most=300,
        hint=N_("Par exemple : le poste demande d’écrire des comptes rendus."),
    )
    questions = FieldList(FormField(QuestionRow))

    def facts(self) -> dict[str, Any]:
        chosen = self.ways.data or []
        return {
            "ways": {way.value: self._reason(way) for way in Way if way.value in chosen},
            "questions": rows_of(self.questions),
        }

    def _reason(self, way: Way) -> str:
        return self._fields[f"reason_{way.value}"].data or ""


class StepRow(Form):
    label = line(N_("Ce qui se passe"), most=300)
    on = DateField(N_("Date, si elle est connue"), [Optional()])
    with_peers = BooleanField(N_("Une personne paire y participe"))

    def fact(self) -> dict[str, Any] | None:
        if not self.label.data:
            return None
        on = self.on.data.isoformat() if self.on.data else ""
        return {"label": self.label.data, "on": on, "with_peers": bool(self.with_peers.data)}


class RecruitmentForm(StepForm):
    step = OfferStep.RECRUITMENT

    contact_name = line(N_("À qui parler de ce poste ?"), ToPublish())
    contact_role = line(N_("Sa fonction"))
    contact_phone = TelField(
        N_("Téléphone"), [at_most(20)], filters=[strip], description=N_("Visible sur l’offre.")
    )
    contact_email = EmailField(
        N_("Courriel"),
        [Optional(), Email(N_("Écrivez une adresse comme nom@example.org.")), at_most(320)],
        filters=[strip],
        description=N_("Visible sur l’offre."),
    )
    copy_to = line(
        N_("Qui d’autre prévenir d’une réponse ?"),
        addresses_only,
        most=640,
        hint=N_("Des courriels séparés par une virgule. Ils ne sont pas montrés."),
    )
    steps = FieldList(FormField(StepRow))
    apply_until = DateField(
        N_("On peut répondre jusqu’au"),
        [optional()],
        description=N_("Sans date, l’offre reste en ligne 90 jours."),
    )
    answer_days = IntegerField(
        N_("Vous répondez à chaque personne en combien de jours ?"),
        [optional()],
        description=N_(
            "Cette promesse est montrée sur l’offre. 21 jours au plus est une bonne règle."
        ),
    )
    relayable = BooleanField(N_("La fédération peut relayer cette offre"))
    indexable = BooleanField(N_("Les moteurs de recherche peuvent la montrer"))

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        if found["answer_days"] is None:
            del found["answer_days"]
        return found
