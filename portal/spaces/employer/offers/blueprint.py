"""The feature « offers » of the employer space."""

from portal.jobs.policy import offers as policy
from portal.web.request import actor, need
from portal.web.space import feature

blueprint = feature("offers", __name__, prefix="/offers")


@blueprint.before_request
def need_to_write() -> None:
    """Drafts are for those who write offers: a colleague in another role sees none."""
    need(policy.can_write_offers(actor()))
