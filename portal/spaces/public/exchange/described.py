"""The JSON of the trainings and the document that describes it (OpenAPI 3.1)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for

from portal.spaces.public.exchange.shapes import (
    ANSWER,
    CODED,
    FUNDING,
    PASSPORT_LINES,
    TEXT,
    session_schema,
    whole,
)
from portal.trainings.exchange.codecs import Answer, Codec, Day, Number, One, Rows, Several, Text
from portal.trainings.exchange.columns import APART, PASSPORT, columns_of
from portal.trainings.exchange.dated import describe_sessions
from portal.trainings.exchange.described import describe
from portal.trainings.exchange.rows import Funding
from portal.trainings.queries.published import AROUND, ORDER, STARTS, Listing, Published, Wanted
from portal.trainings.queries.sessions import Dates
from portal.web.request import session, settings
from portal.web.searches import arguments_of

VERSION_OF_SHAPE = "1.2.0"
_AROUND = ("slug", "url", "lheo", "published_at", "updated_at", "publisher")
Coming = Mapping[UUID, Sequence[Dates]]


def item(training: Published, coming: Coming) -> dict[str, Any]:
    """One training: where it is, when it changed, what its page says, and its sessions to come."""
    base = settings().base_url
    return {
        "slug": training.slug,
        "url": _page_of(training),
        "lheo": base + url_for("public.exchange.read_training_lheo", slug=training.slug),
        "published_at": training.published_at.isoformat(),
        "updated_at": training.updated_at.isoformat(),
        **describe(session(), training.document),
        "sessions": [
            _session(training, one)
            for one in describe_sessions(session(), training.document, coming.get(training.id, ()))
        ],
    }


def _page_of(training: Published) -> str:
    return settings().base_url + url_for("public.trainings.show_training", slug=training.slug)


def _session(training: Published, one: dict[str, Any]) -> dict[str, Any]:
    """A session with where its page is and where one asks to come, while one may."""
    join = url_for("public.join.show_start", slug=training.slug, session_id=one["id"])
    asking = one["registration"]
    address = settings().base_url + join if asking["is_open"] else None
    here = f"{_page_of(training)}#session-{one['id']}"
    return one | {"url": here, "registration": asking | {"url": address}}


def page_of(
    wanted: Wanted, listing: Listing, found: Sequence[Published], coming: Coming
) -> dict[str, Any]:
    """A page of a search. `total` is null where there are more than are counted."""
    here = listing.page
    return {
        "total": None if listing.more else listing.total,
        "page": here,
        "pages": listing.pages,
        "next": _page(wanted, here + 1) if here < listing.pages else None,
        "previous": _page(wanted, here - 1) if 1 < here <= listing.pages else None,
        "items": [item(training, coming) for training in found],
    }


def _page(wanted: Wanted, page: int) -> str:
    base = settings().base_url + url_for("public.exchange.list_trainings")
    return base + arguments_of(wanted, ORDER, page)


# « month », « unknown », « 2026-12-01_2027-01-31 »: see portal.trainings.starting.
_STARTS = r"^(month|3-months|6-months|unknown|(\d{4}-\d\d-\d\d)?_(\d{4}-\d\d-\d\d)?)$"
# « 59350-25 »: kilometres from a commune, by its code; « unknown ».
_NEAR = r"^(unknown|[0-9][0-9AB][0-9]{3}-(10|25|50|100))$"


def openapi(labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What may be asked, and the shape of what is answered. `labels`: the codes of each filter."""
    one = {"$ref": "#/components/schemas/Training"}
    listed = {"$ref": "#/components/schemas/TrainingPage"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portail Travail Pair : formations", "version": VERSION_OF_SHAPE},
        "servers": [{"url": settings().base_url}],
        "paths": {
            "/api/trainings": {
                "get": {
                    "summary": "Les formations publiées, les plus récentes d’abord",
                    "parameters": [
                        _asked("q", {"type": "string", "maxLength": 100}),
                        _asked("page", {"type": "integer", "minimum": 1, "maximum": 50}),
                        *(_family(family, codes) for family, codes in labels.items()),
                        _asked(STARTS, {"type": "string", "pattern": _STARTS}),
                        _asked(AROUND, {"type": "string", "pattern": _NEAR}),
                    ],
                    "responses": _answers(listed) | {"429": {"description": "Trop de demandes"}},
                }
            },
            "/api/trainings/{slug}": {
                "get": {
                    "summary": "Une formation publiée",
                    "parameters": [
                        {
                            "name": "slug",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "responses": _answers(one)
                    | {"404": {"description": "Inconnue"}, "410": {"description": "Retirée"}},
                }
            },
        },
        "components": {
            "schemas": {
                "Training": _training(),
                "TrainingPage": _listing(one),
                "Session": session_schema(),
            }
        },
    }


def _asked(name: str, schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


def _family(family: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """A filter. Its codes are alternatives, but for the passport: all of them are asked."""
    listed = {"type": "array", "items": {"enum": list(codes)}}
    return _asked(family, listed, style="form", explode=True)


def _answers(schema: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "200": {"description": "Trouvé", "content": content},
        "304": {"description": "Rien n’a changé"},
    }


def _listing(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["total", "page", "pages", "next", "previous", "items"],
        "properties": {
            "total": {"type": ["integer", "null"]},
            "page": {"type": "integer"},
            "pages": {"type": "integer"},
            "next": TEXT,
            "previous": TEXT,
            "items": {"type": "array", "items": one},
        },
    }


def _training() -> dict[str, Any]:
    columns = columns_of(session())
    facts = {
        key: {**_shape(column.codec), "description": str(column.label)}
        for key, column in columns.items()
        if key not in APART and not key.startswith(PASSPORT)
    }
    around: dict[str, Any] = {name: {"type": "string"} for name in _AROUND}
    sessions = {"type": "array", "items": {"$ref": "#/components/schemas/Session"}}
    return whole(around | facts | {"passport": PASSPORT_LINES, "sessions": sessions})


def _shape(codec: Codec) -> dict[str, Any]:
    if isinstance(codec, Answer):
        return dict(ANSWER)
    if isinstance(codec, Number):
        return {"type": ["number", "null"]}
    if isinstance(codec, Day):
        return {"type": ["string", "null"], "format": "date"}
    if isinstance(codec, One):
        return {"oneOf": [CODED, {"type": "null"}]}
    if isinstance(codec, Several):
        return {"type": "array", "items": CODED}
    if isinstance(codec, Funding):
        return {"type": "array", "items": FUNDING}
    if isinstance(codec, Rows):
        return {"type": "array", "items": {"type": "object"}}
    return dict(TEXT) if isinstance(codec, Text) else {"type": "array", "items": {"type": "string"}}
