"""View of what each role may do in the organisation one stands in."""

from flask import Response

from portal.screens.rights import rights_of
from portal.web.request import place
from portal.web.screens import Screens, render_own

screens = Screens()


@screens.get("/roles")
def show_roles() -> Response:
    return render_own("roles.html", rights=rights_of(place()), mine=place().role)
