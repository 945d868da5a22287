"""`/tools`: four tools to show, to explain, to print. There is no field on these pages."""

from flask import Response

from portal.kernel import i18n
from portal.kernel.errors import NotFound
from portal.skills.queries import tools
from portal.spaces.public.tools.contents import TOOLS, Tool
from portal.spaces.public.tools.sheet import sheet
from portal.web.page import render
from portal.web.request import session
from portal.web.space import feature

blueprint = feature("tools", __name__, prefix="/tools")


def _tool(slug: str) -> Tool:
    found = TOOLS.get(slug)
    if found is None:
        raise NotFound
    return found


@blueprint.get("")
def list_tools() -> Response:
    return render("public/tools/list.html", tools=TOOLS.values())


@blueprint.get("/<slug>")
def show_tool(slug: str) -> Response:
    tool = _tool(slug)
    return render("public/tools/tool.html", tool=tool, link=tools.find_link(session(), slug))


@blueprint.get("/<slug>/sheet.pdf")
def print_sheet(slug: str) -> Response:
    """The blank sheet, in the language of the page."""
    response = Response(sheet(_tool(slug)), mimetype="application/pdf")
    name = f"{slug}-{i18n.current().tag}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
