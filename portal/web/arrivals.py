"""What a form brought: names of files that arrived in pieces, or the files themselves."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import request

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.errors import FileRefused, SandboxBroken
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
from portal.web import pieces
from portal.web.forms import Form
from portal.web.request import actor, session


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
    try:
        return files.receive_whole(session(), actor(), purpose, organisation_id, name, stream)
    except FileRefused as refusal:
        raise Invalid({field: refusal.message}) from refusal
    except SandboxBroken as error:
        later = N_("Nous n’avons pas pu lire ce fichier maintenant. Réessayez dans un moment.")
        raise Invalid({field: later}) from error


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
