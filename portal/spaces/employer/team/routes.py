"""The team, as every organisation has it, and what each role of a structure may do."""

from flask import Response

from portal.screens import team
from portal.spaces.employer.team.rights import rights_of
from portal.web.page import render
from portal.web.request import place
from portal.web.space import feature

blueprint = feature("team", __name__, "/team")
team.screens.bind(blueprint)


@blueprint.get("/roles")
def show_roles() -> Response:
    rights = rights_of(place())
    return render("employer/team/roles.html", rights=rights, mine=place().role)
