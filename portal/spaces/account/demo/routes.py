"""View of the demo's accounts."""

from flask import redirect
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.demo import accounts
from portal.kernel.errors import NotFound
from portal.people import addresses
from portal.people.actions import sign_in
from portal.web import sign_in as web_sign_in
from portal.web.browser import device
from portal.web.request import session, settings
from portal.web.space import feature

blueprint = feature("demo", __name__)


def sign_in_as(slug: str) -> ResponseReturnValue:
    """Become one of the invented people; their account is made if it is not there yet."""
    account = accounts.find(slug)
    if account is None or not settings().demo:
        raise NotFound
    opened = sign_in.open_account(
        session(),
        settings().key(addresses.KEY),
        addresses.read(account.address),
        device=device(),
        locale=account.locale,
    )
    web_sign_in.begin(opened.token)
    return redirect(account.home)


@blueprint.record
def open_in_the_demo(state: BlueprintSetupState) -> None:
    """The address does not exist outside a demo."""
    if state.app.extensions["portal.settings"].demo:
        state.add_url_rule("/demo/sign-in/<slug>", "sign_in_as", sign_in_as, methods=["POST"])
        state.app.add_template_global(lambda: accounts.ACCOUNTS, "demo_accounts")
