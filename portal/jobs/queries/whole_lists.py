"""The lists of an application, each as one JSON value, so that they travel in one answer."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Label,
    Select,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from portal.files.enums import ObjectRole
from portal.files.models import FileOpening, StoredFile, StoredObject
from portal.jobs.models import (
    Application,
    ApplicationEvent,
    ApplicationMessage,
    ApplicationPart,
    CallbackRequest,
    CallbackTry,
    ScreeningNote,
)
from portal.jobs.policy.screening import SCREENERS
from portal.kernel.models import OutgoingMessage
from portal.organisations.models import Membership
from portal.people.models import Person

Asked = BindParameter[UUID]


ORGANISATION_ID = bindparam("organisation_id", type_=Uuid())
APPLICATION_ID = bindparam("application_id", type_=Uuid())


def lists() -> tuple[Label[Any], ...]:
    """The columns of a query asked with `organisation_id` and `application_id`: parts, messages,
    files (those of the parts and of the messages), events, openings, notes, callback, tries,
    deliveries, colleagues.
    """
    return (
        _parts(APPLICATION_ID),
        _messages(APPLICATION_ID),
        _files(ORGANISATION_ID, APPLICATION_ID),
        _events(APPLICATION_ID),
        _openings(APPLICATION_ID),
        _notes(APPLICATION_ID),
        _callback(APPLICATION_ID),
        _tries(APPLICATION_ID),
        _deliveries(ORGANISATION_ID, APPLICATION_ID),
        _colleagues(ORGANISATION_ID),
    )


def _as_list(query: Select[*tuple[Any, ...]], name: str) -> Label[Any]:
    """The rows of a query as one JSON list, so that several lists travel in one answer."""
    rows = query.subquery(name)
    whole = func.to_jsonb(literal_column(name))
    found = select(func.coalesce(func.jsonb_agg(whole), func.jsonb_build_array()))
    return found.select_from(rows).scalar_subquery().label(name)


def _parts(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            ApplicationPart.kind,
            ApplicationPart.question_text,
            ApplicationPart.text,
            ApplicationPart.file_id,
        )
        .where(ApplicationPart.application_id == application_id)
        .order_by(ApplicationPart.position, ApplicationPart.added_at, ApplicationPart.id),
        "parts",
    )


def _messages(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            ApplicationMessage.at,
            ApplicationMessage.author,
            ApplicationMessage.person_name,
            ApplicationMessage.body,
            ApplicationMessage.language,
            ApplicationMessage.file_id,
        )
        .where(ApplicationMessage.application_id == application_id)
        .order_by(ApplicationMessage.at, ApplicationMessage.id),
        "messages",
    )


def _given(application_id: Asked) -> CompoundSelect[UUID]:
    return union_all(
        *(
            select(table.file_id).where(
                table.application_id == application_id, table.file_id.is_not(None)
            )
            for table in (ApplicationPart, ApplicationMessage)
        )
    )


def _files(organisation_id: Asked, application_id: Asked) -> Label[Any]:
    """Asked for once, beside what they hang on: the wall around a file takes long to pass."""
    previews = (
        select(func.count())
        .where(StoredObject.file_id == StoredFile.id, StoredObject.role == ObjectRole.PREVIEW)
        .correlate(StoredFile)
        .scalar_subquery()
    )
    return _as_list(
        select(
            StoredFile.id,
            StoredFile.kind,
            StoredFile.state,
            StoredFile.name,
            StoredFile.duration,
            StoredFile.waveform,
            StoredFile.page_count,
            StoredFile.text_preview,
            StoredFile.language,
            StoredFile.refusal,
            previews.label("previews"),
        ).where(
            StoredFile.organisation_id == organisation_id,
            StoredFile.id.in_(_given(application_id)),
        ),
        "files",
    )


def _events(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            ApplicationEvent.at,
            ApplicationEvent.kind,
            ApplicationEvent.author,
            ApplicationEvent.person_name,
            ApplicationEvent.from_state,
            ApplicationEvent.to_state,
            ApplicationEvent.data,
        )
        .where(ApplicationEvent.application_id == application_id)
        .order_by(ApplicationEvent.at, ApplicationEvent.id),
        "events",
    )


def _openings(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(FileOpening.file_id, FileOpening.opened_at, FileOpening.person_name)
        .where(FileOpening.file_id.in_(_given(application_id)))
        .order_by(FileOpening.opened_at),
        "openings",
    )


def _notes(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            ScreeningNote.id,
            ScreeningNote.at,
            ScreeningNote.person_id,
            ScreeningNote.person_name,
            ScreeningNote.criterion,
            ScreeningNote.body,
            ScreeningNote.mentions,
        )
        .where(ScreeningNote.application_id == application_id)
        .order_by(ScreeningNote.at, ScreeningNote.id),
        "notes",
    )


def _callback(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            CallbackRequest.id,
            CallbackRequest.phone,
            CallbackRequest.moments,
            CallbackRequest.moments_note,
            CallbackRequest.language,
            CallbackRequest.state,
        ).where(CallbackRequest.application_id == application_id),
        "callback",
    )


def _tries(application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            CallbackTry.at,
            CallbackTry.person_name,
            CallbackTry.outcome,
            CallbackTry.note,
        )
        .join(CallbackRequest, CallbackRequest.id == CallbackTry.callback_id)
        .where(CallbackRequest.application_id == application_id)
        .order_by(CallbackTry.at, CallbackTry.id),
        "tries",
    )


def _deliveries(organisation_id: Asked, application_id: Asked) -> Label[Any]:
    return _as_list(
        select(
            OutgoingMessage.created_at,
            OutgoingMessage.channel,
            OutgoingMessage.state,
            OutgoingMessage.address,
        )
        .join(Application, Application.id == application_id)
        .where(
            OutgoingMessage.organisation_id == organisation_id,
            OutgoingMessage.about_id == Application.id,
            OutgoingMessage.address.in_((Application.contact_phone, Application.contact_email)),
        )
        .order_by(OutgoingMessage.created_at, OutgoingMessage.id),
        "deliveries",
    )


def _colleagues(organisation_id: Asked) -> Label[Any]:
    return _as_list(
        select(Membership.person_id, Person.display_name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == organisation_id, Membership.role.in_(SCREENERS))
        .order_by(Person.display_name),
        "colleagues",
    )
