"""What a form brought: names of files that arrived in pieces, or the files themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from flask import request

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.errors import FileRefused, SandboxBroken
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.kernel.vault import StoreAway
from portal.web import pieces
from portal.web.forms import Form
from portal.web.request import actor, session

log = structlog.get_logger()


def arrivals(
    form: Form, fields: tuple[str, ...], organisation_id: UUID | None, purpose: FilePurpose
) -> list[UUID]:
    """The files of these fields, in order. Raises Invalid about a field when one is refused."""
    found = [_uuid(text) for text in request.form.getlist(f"received-{purpose}")]
    whole = [(name, given) for name in fields for given in request.files.getlist(form[name].name)]
    for name, given in whole:
        if given.filename:
            stream = cast(BinaryIO, given.stream)
            found.append(receive(name, given.filename, stream, organisation_id, purpose))
    return [file_id for file_id in found if file_id is not None]


def receive(
    field: str, name: str, stream: BinaryIO, organisation_id: UUID | None, purpose: FilePurpose
) -> UUID:
    """A whole file, checked like any other. Raises Invalid about the field when it is refused."""
    asks = actor()
    pieces.pace(str(asks.holder or asks.person_id))
    with said_beside(field):
        return files.receive_whole(session(), actor(), purpose, organisation_id, name, stream)


@contextmanager
def said_beside(field: str) -> Iterator[None]:
    """What happened to a file, its fault or ours, as a word beside its field: the page comes back
    with what was typed in it.
    """
    try:
        yield
    except FileRefused as refusal:
        raise Invalid({field: refusal.message}) from refusal
    except SandboxBroken as error:
        later = N_("Nous n’avons pas pu lire ce fichier maintenant. Réessayez dans un moment.")
        raise Invalid({field: later}) from error
    except StoreAway as error:
        log.error("a file cannot be kept now", kind=type(error).__name__)
        later = N_(
            "Nous ne pouvons pas garder ce fichier maintenant : ce n’est pas votre faute. Le reste"
            " de cette page est gardé. Réessayez dans un moment."
        )
        raise Invalid({field: later}) from error


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
