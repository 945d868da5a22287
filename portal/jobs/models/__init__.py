"""Tables of the context `jobs`: offers, what the public sees of them, applications, screening."""

from portal.jobs.models.application import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
)
from portal.jobs.models.offer import (
    Offer,
    OfferEvent,
    OfferQuestion,
    OfferRecording,
    OfferRelay,
    PublishedOffer,
)
from portal.jobs.models.screening import (
    CallbackRequest,
    CallbackTry,
    ScreeningNote,
    StateText,
)

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationMessage",
    "ApplicationPart",
    "CallbackRequest",
    "CallbackTry",
    "Offer",
    "OfferEvent",
    "OfferQuestion",
    "OfferRecording",
    "OfferRelay",
    "PublishedOffer",
    "ScreeningNote",
    "StateText",
]
