"""The links of a registration: the person's, and the one by which an employer says yes or no.

Computed again whenever a message needs one; the database keeps digests only.
"""

from uuid import UUID

from portal.config import Settings
from portal.kernel import tokens

_PURPOSE, _AGREEMENT, _PROPOSAL = (
    "registration",
    "registration-agreement",
    "registration-proposal",
)


def token(settings: Settings, registration_id: UUID, version: int) -> str:
    """The token of the person's link. A higher version makes the older links useless."""
    return tokens.derived_token(settings.key(_PURPOSE), _PURPOSE, registration_id, version)


def address(settings: Settings, registration_id: UUID, version: int) -> str:
    """The whole link, as a message carries it."""
    return f"{settings.base_url}/registrations/{token(settings, registration_id, version)}"


def agreement_token(settings: Settings, registration_id: UUID) -> str:
    return tokens.derived_token(settings.key(_AGREEMENT), _AGREEMENT, registration_id, 1)


def agreement_address(settings: Settings, registration_id: UUID) -> str:
    link = agreement_token(settings, registration_id)
    return f"{settings.base_url}/registrations/agreement/{link}"


def proposal_token(settings: Settings, proposal_id: UUID) -> str:
    """By which somebody answers what their structure proposes."""
    return tokens.derived_token(settings.key(_PROPOSAL), _PROPOSAL, proposal_id, 1)


def proposal_address(settings: Settings, proposal_id: UUID) -> str:
    return f"{settings.base_url}/registrations/proposed/{proposal_token(settings, proposal_id)}"
