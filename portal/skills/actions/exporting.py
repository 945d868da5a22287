"""Taking one's record away, in the format one needs. The journal says so, without the content."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.sheets import to_xlsx
from portal.organisations.scope import Actor
from portal.skills import documents
from portal.skills.actions.record import owner
from portal.skills.actions.sharing import source_of
from portal.skills.enums import Part
from portal.skills.errors import NothingChosen, NothingToKeep
from portal.skills.exports.as_csv import to_csv_zip
from portal.skills.exports.as_europass import to_europass
from portal.skills.exports.as_pdf import to_pdf
from portal.skills.exports.formats import Format, Taken, taken
from portal.skills.exports.records import record_sheet
from portal.skills.exports.tables import tables_of
from portal.skills.exports.writable import writable
from portal.skills.exports.writers import to_docx, to_odt
from portal.skills.reading import Record, read


def export_record(
    session: Session, actor: Actor, version: int | None, parts: Collection[Part], form: Format
) -> Taken:
    """A version, or the record of today, in the current language.

    Raises NotFound, NothingToKeep (the record is empty), NothingChosen.
    """
    whole = source_of(session, actor, version)
    if documents.is_empty(whole):
        raise NothingToKeep
    copy = writable(documents.extract(whole, parts))
    if documents.is_empty(copy):
        raise NothingChosen
    audit.record(
        session,
        "record.exported",
        person_id=owner(actor),
        format=form.name.lower(),
        parts=[part.value for part in Part if part in parts],
        version=version or 0,
    )
    record = read(copy)
    return taken(_WRITERS[form](copy, record, parts), "competences", record.taken_at, form)


def _as_json(copy: Mapping[str, Any], _record: Record, _parts: Collection[Part]) -> bytes:
    return json.dumps(copy, ensure_ascii=False, indent=2).encode()


_Writer = Callable[[Mapping[str, Any], Record, Collection[Part]], bytes]
_WRITERS: dict[Format, _Writer] = {
    Format.PDF: lambda _copy, record, parts: to_pdf(record_sheet(record, parts)),
    Format.DOCX: lambda _copy, record, parts: to_docx(record_sheet(record, parts)),
    Format.ODT: lambda _copy, record, parts: to_odt(record_sheet(record, parts)),
    Format.XLSX: lambda _copy, record, parts: to_xlsx("", tables_of(record, parts)),
    Format.CSV: lambda _copy, record, parts: to_csv_zip(tables_of(record, parts)),
    Format.JSON: _as_json,
    Format.EUROPASS: lambda _copy, record, _parts: to_europass(record),
}
