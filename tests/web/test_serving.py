"""Players ask for ranges: what they get is the source, and only for whoever may have it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, Response
from werkzeug.exceptions import ServiceUnavailable

from portal.files.enums import FileKind, ObjectRole
from portal.files.queries import Content
from portal.kernel.db import new_id
from portal.kernel.vault import StoreAway, Vault, new_key
from portal.web.serving import serve

DATA = bytes(range(256)) * 600  # more than two segments


@pytest.fixture
def sound(tmp_path: Path) -> Content:
    vault, object_id = Vault(f"file://{tmp_path}/files", [new_key()]), new_id()
    stored = vault.put(object_id, [DATA])
    return Content(
        id=object_id,
        role=ObjectRole.CONTENT,
        kind=FileKind.AUDIO,
        name="CV d’Amina.m4a",
        content_type="audio/mp4",
        size=stored.size,
        is_public=False,
        read_range=partial(vault.read_range, object_id, stored.wrapped_key, stored.size),
    )


def _ask(
    app: Flask, content: Content, method: str = "GET", *, download: bool = False, **headers: str
) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context(method=method, headers=named):
        return serve(content, download=download)


def test_the_whole_is_the_source(app: Flask, sound: Content) -> None:
    answer = _ask(app, sound)
    assert (answer.status_code, answer.get_data()) == (200, DATA)
    assert answer.headers["Content-Length"] == str(len(DATA))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "audio/mp4"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("0-", 0, len(DATA)),
        ("0-1", 0, 2),
        ("65530-65541", 65_530, 65_542),
        ("100-99999999", 100, len(DATA)),
        ("-7", len(DATA) - 7, len(DATA)),
        ("-99999999", 0, len(DATA)),
        (f"{len(DATA) - 1}-", len(DATA) - 1, len(DATA)),
    ],
)
def test_a_range_is_that_part_of_the_source(
    app: Flask, sound: Content, asked: str, start: int, stop: int
) -> None:
    answer = _ask(app, sound, Range=f"bytes={asked}")
    assert (answer.status_code, answer.get_data()) == (206, DATA[start:stop])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(DATA)}"
    assert answer.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", [f"{len(DATA)}-", "99999999-"])
def test_a_range_outside_is_said_to_be(app: Flask, sound: Content, asked: str) -> None:
    answer = _ask(app, sound, Range=f"bytes={asked}")
    assert (answer.status_code, answer.get_data()) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(DATA)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "letters=0-1", "bytes=5-2", "bytes=x", ""])
def test_what_is_no_single_range_gets_the_whole(app: Flask, sound: Content, asked: str) -> None:
    answer = _ask(app, sound, Range=asked)
    assert (answer.status_code, answer.get_data()) == (200, DATA)


def test_a_range_of_another_version_gets_the_whole(app: Flask, sound: Content) -> None:
    etag = _ask(app, sound).headers["ETag"]
    assert _ask(app, sound, Range="bytes=0-1", If_Range=etag).status_code == 206
    for other in ('"another"', f"W/{etag}", "Wed, 21 Oct 2026 07:28:00 GMT"):
        assert _ask(app, sound, Range="bytes=0-1", If_Range=other).status_code == 200


def test_only_what_is_public_may_be_kept(app: Flask, sound: Content) -> None:
    public = replace(sound, is_public=True)
    answer = _ask(app, public)
    assert "public" in answer.headers["Cache-Control"]
    etag = answer.headers["ETag"]
    assert _ask(app, public, If_None_Match=etag).status_code == 304
    assert _ask(app, sound, If_None_Match=etag).status_code == 200


def test_a_head_decrypts_nothing(app: Flask, sound: Content) -> None:
    def fail(start: int, stop: int) -> Iterator[bytes]:
        raise AssertionError

    answer = _ask(app, replace(sound, read_range=fail), "HEAD", Range="bytes=0-9")
    assert (answer.status_code, answer.headers["Content-Length"]) == (206, "10")


def test_sounds_are_played_and_documents_saved(app: Flask, sound: Content) -> None:
    document = replace(
        sound, kind=FileKind.DOCUMENT, content_type="application/pdf", name="سيره.pdf"
    )
    page = replace(document, role=ObjectRole.PREVIEW, content_type="image/webp")
    played = _ask(app, sound).headers["Content-Disposition"]
    assert played.startswith("inline")
    assert "Amina" not in played
    assert _ask(app, page).headers["Content-Disposition"].endswith('.webp"')
    saved = _ask(app, sound, download=True).headers["Content-Disposition"]
    assert saved.startswith("attachment; filename=\"CV dAmina.m4a\"; filename*=UTF-8''CV%20d")
    saved = _ask(app, document).headers["Content-Disposition"]
    assert saved.startswith("attachment; filename=\"document.pdf\"; filename*=UTF-8''%D8")


def test_a_store_that_is_away_is_not_an_empty_answer(app: Flask, sound: Content) -> None:
    def away(start: int, stop: int) -> Iterator[bytes]:
        raise StoreAway
        yield b""

    with pytest.raises(ServiceUnavailable):
        _ask(app, replace(sound, read_range=away))
