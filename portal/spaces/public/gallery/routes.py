"""Views of the gallery."""

from datetime import date

from flask import Response, send_file

from portal.kernel.errors import NotFound
from portal.spaces.public.gallery import pages
from portal.spaces.public.gallery.forms import SampleForm, refused_form
from portal.web.page import render
from portal.web.request import settings
from portal.web.space import feature

blueprint = feature("gallery", __name__, "/gallery")


@blueprint.before_request
def only_in_the_demo() -> None:
    if not settings().demo:
        raise NotFound


@blueprint.get("")
def show_gallery() -> Response:
    """Every component of `templates/_components`, with its rules."""
    return render(
        "public/gallery/gallery.html",
        components=pages.components(),
        directions=pages.directions(),
        form=SampleForm(),
        refused=refused_form(),
        icons=pages.icon_names(),
        drawings=pages.drawing_names(),
        steps_shown=pages.steps(),
        peaks=pages.peaks(),
        day=date(2027, 3, 12),
    )


@blueprint.get("/voice.wav")
def play_voice() -> Response:
    return send_file(pages.voice(), mimetype="audio/wav", conditional=True)
