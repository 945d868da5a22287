"""The fields of the steps in which an offer is written."""

from portal.jobs.enums import OfferStep
from portal.spaces.employer.offers.forms.answers import AnsweringForm, RecruitmentForm
from portal.spaces.employer.offers.forms.basics import ContractForm, JobForm, PayForm, PlaceForm
from portal.spaces.employer.offers.forms.contents import FrenchForm, MissionsForm, ProfileForm
from portal.spaces.employer.offers.forms.fields import StepForm

FORMS: dict[OfferStep, type[StepForm]] = {
    form.step: form
    for form in (
        JobForm,
        PlaceForm,
        ContractForm,
        PayForm,
        MissionsForm,
        ProfileForm,
        FrenchForm,
        AnsweringForm,
        RecruitmentForm,
    )
}
