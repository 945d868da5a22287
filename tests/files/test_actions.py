"""Files arrive once, whatever the network does; only who may sees them; nothing is left behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.files import actions, conversion, objects, queries, rotation, sandbox, sweeping
from portal.files.answers import Checked
from portal.files.enums import FilePurpose, FileState, ObjectRole
from portal.files.errors import FileRefused, Refusal, SandboxBroken, WrongOffset
from portal.files.formats import Format
from portal.files.models import StoredFile, StoredObject
from portal.kernel import clock
from portal.kernel.db import Database, Reach, new_id
from portal.kernel.errors import NotAllowed, NotFound
from portal.kernel.models import Erasure
from portal.kernel.one_by_one import SomeFailed
from portal.kernel.vault import ObjectAltered, Vault, new_key
from portal.organisations.scope import SYSTEM, Actor
from tests.factories.documents import pdf, photo
from tests.factories.house import build_house
from tests.factories.recordings import recording
from tests.files.conftest import Giver, member_of
from tests.support.blocked import wait_until_blocked

PIECE = 4_000
Kept = Callable[[UUID], StoredFile | None]


def voice() -> bytes:
    return recording("voice.ogg", 1.0)


def begin(giver: Giver, data: bytes, purpose: FilePurpose = FilePurpose.VOICE) -> UUID:
    with giver.session() as session, session.begin():
        return actions.create_upload(
            session, giver.actor, purpose, giver.organisation_id, len(data), "ma voix.ogg"
        ).id


def send(giver: Giver, file_id: UUID, offset: int, data: bytes) -> int:
    with giver.session() as session, session.begin():
        return actions.receive_piece(session, giver.actor, file_id, offset, data)


def send_all(giver: Giver, file_id: UUID, data: bytes) -> None:
    for offset in range(0, len(data), PIECE):
        piece = data[offset : offset + PIECE]
        assert send(giver, file_id, offset, piece) == offset + len(piece)


def complete(giver: Giver, file_id: UUID) -> FileState:
    with giver.session() as session, session.begin():
        return FileState(actions.complete(session, giver.actor, file_id).state)


def give(giver: Giver, data: bytes, purpose: FilePurpose = FilePurpose.VOICE) -> UUID:
    with giver.session() as session, session.begin():
        return actions.receive_whole(
            session, giver.actor, purpose, giver.organisation_id, "mon envoi", BytesIO(data)
        )


def content(
    giver: Giver, file_id: UUID, role: ObjectRole = ObjectRole.CONTENT, position: int = 0
) -> bytes:
    with giver.session() as session:
        found = queries.open_content(session, giver.actor, file_id, role, position)
    return b"".join(found.read_range(0, found.size))


def sees(giver: Giver, file_id: UUID) -> bool:
    with giver.session() as session:
        try:
            queries.get_file(session, giver.actor, file_id)
        except NotFound:
            return False
        return True


def release(giver: Giver, *file_ids: UUID) -> None:
    with giver.session() as session, session.begin():
        actions.release(session, giver.actor, *file_ids)


def rows(backstage: Session, file_id: UUID) -> dict[str, int]:
    backstage.rollback()
    found = backstage.execute(
        select(StoredObject.role, func.count().label("many"))
        .where(StoredObject.file_id == file_id)
        .group_by(StoredObject.role)
    )
    return {row.role: row.many for row in found}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox has its own tests: here it says what it is told."""
    found = [Checked(Format.OGG, 1.0)]
    monkeypatch.setattr(sandbox.Workbench, "check", lambda bench, kinds: found)


# Arriving


def test_pieces_become_a_recording_that_can_be_played(
    holder: Giver, kept: Kept, backstage: Session, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = begin(holder, voice())
    send_all(holder, file_id, voice())
    assert complete(holder, file_id) == FileState.RECEIVED
    assert complete(holder, file_id) == FileState.RECEIVED
    assert rows(backstage, file_id) == {"original": 1}
    with holder.session() as session, pytest.raises(NotFound):
        queries.open_content(session, holder.actor, file_id)
    run_jobs()
    file = kept(file_id)
    assert file is not None
    assert (file.state, file.kind, file.name) == ("ready", "audio", "ma voix.m4a")
    assert file.duration == pytest.approx(1.0, abs=0.2)
    assert file.waveform
    assert rows(backstage, file_id) == {"content": 1}
    assert content(holder, file_id)[4:8] == b"ftyp"
    assert len(list(store.list_ids())) == 1


def test_a_form_brings_a_whole_file(
    holder: Giver, kept: Kept, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = give(holder, pdf(pages=2), FilePurpose.CV)
    run_jobs()
    file = kept(file_id)
    assert file is not None
    assert (file.state, file.name, file.page_count) == ("ready", "mon envoi.pdf", 2)
    assert content(holder, file_id).startswith(b"%PDF")
    assert content(holder, file_id, ObjectRole.PREVIEW, 2)[8:12] == b"WEBP"


def test_a_piece_sent_again_is_there_once(holder: Giver, backstage: Session) -> None:
    file_id = begin(holder, b"0123456789")
    assert send(holder, file_id, 0, b"01234") == 5
    assert send(holder, file_id, 0, b"01234") == 5
    assert send(holder, file_id, 5, b"") == 5
    assert rows(backstage, file_id) == {"piece": 1}
    with holder.session() as session:
        assert queries.received_offset(session, holder.actor, file_id) == 5


@pytest.mark.parametrize(
    ("offset", "data"),
    [(0, b"other"), (3, b"34567"), (7, b"789"), (5, b"567890"), (999_999_999_999, b"9")],
)
def test_a_piece_elsewhere_learns_where_the_file_stands(
    holder: Giver, offset: int, data: bytes
) -> None:
    file_id = begin(holder, b"0123456789")
    send(holder, file_id, 0, b"01234")
    with pytest.raises(WrongOffset) as wrong:
        send(holder, file_id, offset, data)
    assert wrong.value.offset == 5
    with pytest.raises(WrongOffset):
        complete(holder, file_id)


def test_a_piece_is_kept_although_the_request_fails(holder: Giver) -> None:
    file_id = begin(holder, b"0123456789")
    with holder.session() as session:
        actions.receive_piece(session, holder.actor, file_id, 0, b"01234")
        session.rollback()
    with holder.session() as session:
        assert queries.received_offset(session, holder.actor, file_id) == 5


def test_the_same_piece_twice_at_once_is_there_once(holder: Giver, backstage: Session) -> None:
    file_id = begin(holder, b"0123456789")
    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(lambda _: send(holder, file_id, 0, b"01234"), range(4)))
    assert ends == [5, 5, 5, 5]
    assert rows(backstage, file_id) == {"piece": 1}


@pytest.mark.usefixtures("quick")
def test_two_completions_at_once_make_one_original(
    holder: Giver, backstage: Session, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = begin(holder, voice())
    send_all(holder, file_id, voice())
    with ThreadPoolExecutor(2) as pool:
        states = list(pool.map(lambda _: complete(holder, file_id), range(2)))
    assert states == ["received", "received"]
    assert rows(backstage, file_id) == {"original": 1}
    run_jobs()
    assert len(list(store.list_ids())) == 1


def test_a_size_nobody_may_send_is_refused_before(holder: Giver) -> None:
    with holder.session() as session:
        for size, reason in ((0, Refusal.EMPTY), (26_214_401, Refusal.TOO_BIG)):
            with pytest.raises(FileRefused) as refused:
                actions.create_upload(
                    session, holder.actor, FilePurpose.CV, holder.organisation_id, size, "cv"
                )
            assert refused.value.reason is reason


def test_a_refusal_is_kept_and_the_bytes_are_not(
    holder: Giver, kept: Kept, backstage: Session, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = begin(holder, b"not a voice at all")
    send(holder, file_id, 0, b"not a voice at all")
    for _ in range(2):
        with pytest.raises(FileRefused) as refused:
            complete(holder, file_id)
        assert refused.value.reason is Refusal.NOT_A_RECORDING
    file = kept(file_id)
    assert file is not None
    assert (file.state, file.refusal) == ("refused", "not_a_recording")
    assert rows(backstage, file_id) == {}
    run_jobs()
    assert list(store.list_ids()) == []


def test_a_whole_file_that_is_refused_leaves_nothing(
    holder: Giver, backstage: Session, store: Vault
) -> None:
    before = backstage.scalar(select(func.count(StoredFile.id)))
    with pytest.raises(FileRefused):
        give(holder, b"not a voice at all")
    assert backstage.scalar(select(func.count(StoredFile.id))) == before
    assert list(store.list_ids()) == []


def test_several_photos_become_one_document(
    holder: Giver, kept: Kept, backstage: Session, store: Vault, run_jobs: Callable[[], None]
) -> None:
    first = give(holder, photo("JPEG", (300, 200)), FilePurpose.CV)
    run_jobs()  # the first one is converted before the second is taken
    second = give(holder, photo("PNG", (300, 200)), FilePurpose.CV)
    with holder.session() as session, session.begin():
        joined = actions.join_photos(session, holder.actor, [second, first])
    run_jobs()
    file = kept(joined)
    assert file is not None
    assert (file.state, file.page_count) == ("ready", 2)
    assert kept(first) is kept(second) is None
    assert rows(backstage, joined) == {"content": 1, "preview": 2}
    assert len(list(store.list_ids())) == 3


def test_only_photos_are_joined(holder: Giver) -> None:
    both = [give(holder, photo("JPEG", (300, 200)), FilePurpose.CV)]
    both.append(give(holder, pdf(), FilePurpose.CV))
    with holder.session() as session, pytest.raises(FileRefused):
        actions.join_photos(session, holder.actor, both)


def test_a_photo_alone_is_forgotten_once_released(
    holder: Giver, backstage: Session, run_jobs: Callable[[], None]
) -> None:
    file_id = give(holder, photo("JPEG", (300, 200)), FilePurpose.CV)
    run_jobs()
    assert rows(backstage, file_id) == {"original": 1, "content": 1, "preview": 1}
    release(holder, file_id)
    assert rows(backstage, file_id) == {"content": 1, "preview": 1}


# Converting


def test_a_conversion_run_twice_changes_nothing(
    holder: Giver, kept: Kept, run_jobs: Callable[[], None], database: Database, store: Vault
) -> None:
    file_id = give(holder, voice())
    conversion.convert(database, file_id)
    first = content(holder, file_id)
    run_jobs()
    conversion.convert(database, file_id)
    assert content(holder, file_id) == first
    assert len(list(store.list_ids())) == 1


def test_two_conversions_at_once_leave_one_result(
    holder: Giver, database: Database, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = give(holder, voice())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: conversion.convert(database, file_id), range(2)))
    run_jobs()
    assert len(list(store.list_ids())) == 1


@pytest.mark.usefixtures("quick")
def test_what_only_the_conversion_finds_is_told_too(
    holder: Giver, kept: Kept, run_jobs: Callable[[], None], store: Vault
) -> None:
    file_id = give(holder, voice()[:300])
    run_jobs()
    file = kept(file_id)
    assert file is not None
    assert file.state == "refused"
    assert Refusal(file.refusal or "").label
    run_jobs()
    assert list(store.list_ids()) == []


def test_a_broken_sandbox_is_our_fault(
    holder: Giver, kept: Kept, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = give(holder, voice())

    def break_down(bench: sandbox.Workbench, kinds: object) -> None:
        raise SandboxBroken

    monkeypatch.setattr(sandbox.Workbench, "convert", break_down)
    with pytest.raises(SandboxBroken):
        conversion.convert(database, file_id)
    file = kept(file_id)
    assert file is not None
    assert file.state == "received"


# Walls


@pytest.mark.usefixtures("quick")
def test_a_file_is_its_givers_until_it_is_released(
    holder: Giver, stranger: Giver, member: Giver, backstage: Session, database: Database
) -> None:
    others = build_house(backstage, "theirs")
    backstage.commit()
    other = member_of(others, database)
    file_id = give(holder, voice())
    assert [sees(who, file_id) for who in (holder, stranger, member, other)] == [
        True,
        False,
        False,
        False,
    ]
    release(holder, file_id)
    release(holder, file_id)
    assert [sees(who, file_id) for who in (holder, stranger, member, other)] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.usefixtures("quick")
def test_nobody_else_sends_changes_or_erases(
    holder: Giver, stranger: Giver, member: Giver, kept: Kept
) -> None:
    file_id = begin(holder, voice())
    release(holder, file_id)
    for who in (stranger, member):
        with pytest.raises(NotFound):
            send(who, file_id, 0, b"x")
        with pytest.raises(NotFound):
            complete(who, file_id)
        with pytest.raises(NotFound):
            release(who, file_id)
    erase(stranger, file_id)
    with pytest.raises(NotAllowed):
        erase(member, file_id)
    assert kept(file_id) is not None


def test_only_the_organisation_reads_its_offer_aloud(holder: Giver, member: Giver) -> None:
    with pytest.raises(NotAllowed):
        give(holder, voice(), FilePurpose.OFFER_RECORDING)
    with pytest.raises(NotAllowed):
        give(replace(member, organisation_id=uuid4()), voice(), FilePurpose.OFFER_RECORDING)


def test_a_published_recording_is_for_everybody(
    member: Giver, stranger: Giver, database: Database
) -> None:
    file_id = give(member, voice(), FilePurpose.OFFER_RECORDING)
    conversion.convert(database, file_id)
    assert not sees(stranger, file_id)
    for change, seen in (
        (actions.publish_recordings, True),
        (actions.unpublish_recordings, False),
    ):
        with member.session() as session, session.begin():
            change(session, member.actor, [file_id])
        assert sees(stranger, file_id) is seen
        with stranger.session() as session:
            if seen:
                assert queries.open_published(session, stranger.actor, file_id).is_public
            else:
                with pytest.raises(NotFound):
                    queries.open_published(session, stranger.actor, file_id)


@pytest.mark.usefixtures("quick")
def test_a_listening_is_written_down_once_a_day(holder: Giver, member: Giver) -> None:
    file_id = give(holder, voice())
    release(holder, file_id)
    start = clock.now().astimezone(clock.PARIS).replace(hour=9)
    for hours in (0, 1, 14, 16):
        with clock.pretending(start + timedelta(hours=hours)), member.session() as session:
            actions.log_opening(session, member.actor, file_id)
            session.commit()
    with holder.session() as session, session.begin():
        actions.log_opening(session, holder.actor, file_id)
        seen = queries.openings(session, [file_id])
    assert [opening.person_name for opening in seen] == ["Nadia", "Nadia"]


# Letting go


def erase(giver: Giver, file_id: UUID) -> None:
    with giver.session() as session, session.begin():
        actions.erase(session, giver.actor, file_id)


@pytest.mark.usefixtures("quick")
def test_erased_everywhere_but_in_the_ledger(
    holder: Giver, kept: Kept, backstage: Session, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = give(holder, voice())
    erase(holder, file_id)
    erase(holder, file_id)
    run_jobs()
    assert kept(file_id) is None
    assert list(store.list_ids()) == []
    assert backstage.scalar(select(Erasure.kind).where(Erasure.subject_id == file_id))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("act", [actions.erase, actions.release])
def test_who_lets_go_waits_for_the_end_of_a_conversion(
    holder: Giver, database: Database, backstage: Session, act: Callable[..., None]
) -> None:
    """Neither has what the other needs: a file is locked before what it holds."""
    file_id = give(holder, voice())

    def let_go() -> None:
        with holder.session() as session, session.begin():
            act(session, holder.actor, file_id)

    with database.session(Reach(doors={"file": str(file_id)})) as session, session.begin():
        file = objects.lock(session, file_id)
        assert file
        with ThreadPoolExecutor(1) as pool:
            letting_go = pool.submit(let_go)
            wait_until_blocked(backstage)
            file.state = FileState.READY
            objects.drop(session, file_id, ObjectRole.ORIGINAL)
            session.commit()
            letting_go.result(timeout=10)


@pytest.mark.usefixtures("quick")
def test_an_erasure_rolled_back_loses_nothing(
    holder: Giver, store: Vault, run_jobs: Callable[[], None]
) -> None:
    file_id = give(holder, voice())
    with holder.session() as session:
        actions.erase(session, holder.actor, file_id)
        session.rollback()
    run_jobs()
    assert content(holder, file_id)


@pytest.mark.usefixtures("quick")
def test_a_job_of_the_organisation_erases_what_was_given(
    holder: Giver, member: Giver, kept: Kept
) -> None:
    file_id = give(holder, voice())
    release(holder, file_id)
    erase(replace(member, actor=SYSTEM), file_id)
    assert kept(file_id) is None


@pytest.mark.usefixtures("quick")
def test_the_sweep_goes_on_with_what_was_left(
    holder: Giver, kept: Kept, backstage: Session, database: Database, run_jobs: Callable[[], None]
) -> None:
    stuck, fresh = give(holder, voice()), give(holder, voice())
    left, going = begin(holder, voice()), begin(holder, voice())
    send(holder, left, 0, voice()[:PIECE])
    backstage.execute(text("DELETE FROM procrastinate_jobs"))
    for column, file_id, hours in (("received_at", stuck, 1), ("created_at", left, 25)):
        backstage.execute(
            update(StoredFile)
            .where(StoredFile.id == file_id)
            .values({column: clock.now() - timedelta(hours=hours)})
        )
    backstage.commit()
    rehearsed = sweeping.sweep_files(database, rehearsal=True)
    assert (rehearsed.stuck, rehearsed.unfinished) == (1, 1)
    assert kept(left) is not None
    assert sweeping.sweep_files(database) == rehearsed
    run_jobs()
    states = [file.state if file else None for file in map(kept, (stuck, fresh, left, going))]
    assert states == ["ready", "received", None, "receiving"]


@pytest.mark.usefixtures("quick")
def test_a_file_that_cannot_be_swept_holds_back_no_other(
    holder: Giver,
    kept: Kept,
    backstage: Session,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = [begin(holder, voice()) for _ in range(3)]
    backstage.execute(update(StoredFile).values(created_at=clock.now() - timedelta(hours=25)))
    backstage.commit()
    real, seen = actions.erase, []

    def erase(session: Session, actor: Actor, file_id: UUID) -> None:
        seen.append(file_id)
        if file_id == seen[0]:
            raise RuntimeError
        real(session, actor, file_id)

    monkeypatch.setattr("portal.files.sweeping.erase", erase)
    with pytest.raises(SomeFailed):
        sweeping.sweep_files(database)
    assert [file_id for file_id in left if kept(file_id) is not None] == [seen[0]]


@pytest.mark.usefixtures("quick")
def test_the_store_and_the_database_are_compared_both_ways(
    holder: Giver, backstage: Session, database: Database, store: Vault
) -> None:
    with clock.pretending(clock.now()):
        lost, whole = give(holder, voice()), give(holder, voice())
    young = new_id()
    old = UUID(int=young.int - (2 * 3600 * 1000 << 80))
    for object_id in (young, old):
        store.put(object_id, [b"nobody's"])
    (missing,) = backstage.scalars(select(StoredObject.id).where(StoredObject.file_id == lost))
    store.delete(missing)
    report = sweeping.sweep_store(database, store, rehearsal=True)
    assert (report.orphans, report.missing) == (1, 0)
    with clock.pretending(clock.now() + timedelta(minutes=59)):
        assert sweeping.sweep_store(database, store) == report
    assert old not in set(store.list_ids())
    assert young in set(store.list_ids())
    with clock.pretending(clock.now() + timedelta(hours=2)):
        report = sweeping.sweep_store(database, store)
    assert (report.orphans, report.missing, report.is_suspicious) == (1, 1, False)
    backstage.execute(delete(StoredObject))
    backstage.commit()
    with clock.pretending(clock.now() + timedelta(hours=2)):
        assert sweeping.sweep_store(database, store).is_suspicious
    assert len(list(store.list_ids())) == 1
    assert kept_files(backstage) >= {lost, whole}


def kept_files(backstage: Session) -> set[UUID]:
    return set(backstage.scalars(select(StoredFile.id)))


# Keys


@pytest.mark.usefixtures("quick")
def test_keys_are_changed_under_files_that_stay_readable(
    holder: Giver, backstage: Session, admin_engine: Engine, settings: Settings, store: Vault
) -> None:
    files = [give(holder, voice()) for _ in range(3)]
    newest = new_key()
    both = Vault(settings.files_url, [newest, *settings.vault_keys])
    old, new = (Vault(settings.files_url, keys) for keys in (settings.vault_keys, [newest]))
    first = rotation.rewrap(admin_engine, both.ring)
    again = rotation.rewrap(admin_engine, both.ring)
    only_old = rotation.rewrap(admin_engine, old.ring)
    assert (first.rewrapped, first.current, first.unknown) == (3, 0, 0)
    assert (again.rewrapped, again.current) == (0, 3)
    assert only_old.unknown == 3
    for found in backstage.scalars(select(StoredObject).where(StoredObject.file_id.in_(files))):
        key, size = found.wrapped_key, found.size
        assert b"".join(new.read_range(found.id, key, size, 0, size)) == voice()
        with pytest.raises(ObjectAltered):
            old.read_range(found.id, key, size, 0, size)


@pytest.mark.usefixtures("quick")
def test_a_file_erased_during_the_rotation_is_not_counted(
    holder: Giver,
    backstage: Session,
    admin_engine: Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = [give(holder, voice()) for _ in range(3)]
    ring = Vault(settings.files_url, [new_key(), *settings.vault_keys]).ring
    real = ring.rewrap

    def rewrap(object_id: UUID, wrapped: str) -> str:
        backstage.execute(delete(StoredObject).where(StoredObject.id == object_id))
        backstage.commit()
        monkeypatch.setattr(ring, "rewrap", real)
        return real(object_id, wrapped)

    monkeypatch.setattr(ring, "rewrap", rewrap)
    report = rotation.rewrap(admin_engine, ring)
    assert report.rewrapped == len(files) - 1
