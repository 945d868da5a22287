"""What a form brought: names of files that arrived in pieces, or the files themselves."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage

from portal.files import actions as files
from portal.files.enums import FilePurpose
from portal.files.errors import FileRefused, SandboxBroken
from portal.kernel.errors import Invalid
from portal.kernel.i18n import N_
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
            found.append(_receive(name, given, organisation_id, purpose))
    return [file_id for file_id in found if file_id is not None]


def _receive(
    field: str, given: FileStorage, organisation_id: UUID | None, purpose: FilePurpose
) -> UUID:
    try:
        return files.receive_whole(
            session(),
            actor(),
            purpose,
            organisation_id,
            given.filename or "",
            cast(BinaryIO, given.stream),
        )
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
