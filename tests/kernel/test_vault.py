"""The vault gives back exactly what was put, or says that it cannot."""

import errno
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel.vault import (
    KeyRing,
    ObjectAltered,
    ObjectMissing,
    StoreAway,
    Vault,
    VaultError,
    new_key,
)
from portal.kernel.vault.segments import SEALED, SEGMENT
from tests.support.bucket import open_bucket, put_over_http

KEYS = (new_key(), new_key())
# Around every edge: empty, one segment more or less, one window of segments more or less.
SIZES = (0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 16 * SEGMENT, 17 * SEGMENT + 7)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with open_bucket() as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Vault:
    return Vault(str(folder), KEYS)


@pytest.fixture(params=["folder", "bucket"])
def any_vault(request: pytest.FixtureRequest, folder: Path) -> Vault:
    if request.param == "folder":
        return Vault(f"file://{folder}", KEYS)
    return Vault(request.getfixturevalue("bucket"), KEYS)


def pattern(size: int) -> bytes:
    """Bytes in which no two segments look alike."""
    words = (rank.to_bytes(8, "big") for rank in range(size // 8 + 1))
    return b"".join(words)[:size]


def read_all(vault: Vault, object_id: UUID, wrapped_key: str, size: int) -> bytes:
    return b"".join(vault.read_range(object_id, wrapped_key, size, 0, size))


def stored_file(folder: Path) -> Path:
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize("size", SIZES)
def test_what_is_put_comes_back(any_vault: Vault, size: int) -> None:
    object_id, content = uuid4(), pattern(size)
    stored = any_vault.put(object_id, io.BytesIO(content))
    assert stored.size == size
    assert read_all(any_vault, object_id, stored.wrapped_key, size) == content
    with any_vault.open(object_id, stored.wrapped_key, size) as reader:
        assert reader.read() == content
    assert object_id in set(any_vault.list_ids())
    any_vault.delete(object_id)
    any_vault.delete(object_id)
    assert object_id not in set(any_vault.list_ids())
    if size:
        with pytest.raises(ObjectMissing):
            read_all(any_vault, object_id, stored.wrapped_key, size)


def test_a_large_object_is_sent_to_the_bucket_in_parts(bucket: str) -> None:
    vault, object_id, content = Vault(bucket, KEYS), uuid4(), pattern(12 << 20)
    stored = vault.put(object_id, (content[at : at + 1000] for at in range(0, len(content), 1000)))
    assert (
        b"".join(
            vault.read_range(object_id, stored.wrapped_key, stored.size, 5 << 20, (5 << 20) + 9)
        )
        == content[5 << 20 : (5 << 20) + 9]
    )
    assert read_all(vault, object_id, stored.wrapped_key, stored.size) == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    chunks=st.lists(
        st.binary(max_size=200) | st.sampled_from([SEGMENT - 1, SEGMENT, 100_000]).map(pattern),
        max_size=6,
    ),
    data=st.data(),
)
def test_any_range_is_the_slice(vault: Vault, chunks: list[bytes], data: st.DataObject) -> None:
    content, object_id = b"".join(chunks), uuid4()
    stored = vault.put(object_id, chunks)
    start = data.draw(st.integers(0, len(content)))
    stop = data.draw(st.integers(start, len(content)))
    pieces = list(vault.read_range(object_id, stored.wrapped_key, stored.size, start, stop))
    assert b"".join(pieces) == content[start:stop]
    assert all(0 < len(piece) <= SEGMENT for piece in pieces)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 3 * SEGMENT + 10), st.integers(0, 2 * SEGMENT)), max_size=8
    )
)
def test_the_reader_behaves_like_a_file(vault: Vault, moves: list[tuple[int, int]]) -> None:
    content, object_id = pattern(3 * SEGMENT + 5), uuid4()
    stored = vault.put(object_id, [content])
    plain = io.BytesIO(content)
    with vault.open(object_id, stored.wrapped_key, stored.size) as reader:
        for position, length in moves:
            assert reader.seek(position) == plain.seek(position)
            assert reader.read(length) == plain.read(length)
            assert reader.tell() == plain.tell()


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 2), (0, 11), (11, 11)])
def test_a_range_outside_the_object_is_refused_at_once(vault: Vault, start: int, stop: int) -> None:
    object_id = uuid4()
    stored = vault.put(object_id, [b"0123456789"])
    with pytest.raises(ValueError, match="outside"):
        vault.read_range(object_id, stored.wrapped_key, stored.size, start, stop)


def test_a_range_decrypts_only_its_segments(vault: Vault, folder: Path) -> None:
    object_id, content = uuid4(), pattern(40 * SEGMENT)
    stored = vault.put(object_id, [content])
    path = stored_file(folder)
    damaged = bytearray(path.read_bytes())
    for rank in (19, 21):
        damaged[rank * SEALED] ^= 1
    path.write_bytes(damaged)
    start = 20 * SEGMENT
    pieces = vault.read_range(object_id, stored.wrapped_key, stored.size, start, start + 100)
    assert b"".join(pieces) == content[start : start + 100]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_is_seen(vault: Vault, folder: Path, position: float, bit: int) -> None:
    object_id = uuid4()
    stored = vault.put(object_id, [pattern(2 * SEGMENT + 9)])
    path = folder / object_id.hex[-2:] / object_id.hex
    damaged = bytearray(path.read_bytes())
    damaged[int(position * len(damaged))] ^= 1 << bit
    path.write_bytes(damaged)
    with pytest.raises(ObjectAltered):
        read_all(vault, object_id, stored.wrapped_key, stored.size)


@pytest.mark.parametrize("kept", [0, 1, SEGMENT, SEALED, SEALED + 1, 2 * SEALED, 2 * SEALED + 24])
def test_a_truncated_object_is_seen(vault: Vault, folder: Path, kept: int) -> None:
    object_id = uuid4()
    stored = vault.put(object_id, [pattern(2 * SEGMENT + 9)])
    path = stored_file(folder)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ObjectAltered):
        read_all(vault, object_id, stored.wrapped_key, stored.size)
    # Nor may the size kept in the database be shortened to match.
    with pytest.raises(ObjectAltered):
        read_all(vault, object_id, stored.wrapped_key, max(kept - 32, 1))


def test_an_emptied_object_in_the_bucket_is_seen(bucket: str) -> None:
    vault, object_id = Vault(bucket, KEYS), uuid4()
    stored = vault.put(object_id, [b"voice"])
    endpoint = bucket.partition("endpoint=")[2].partition("&")[0]
    put_over_http(f"{endpoint}/files/portal/{object_id.hex[-2:]}/{object_id.hex}", b"")
    with pytest.raises(ObjectAltered):
        read_all(vault, object_id, stored.wrapped_key, stored.size)


def test_two_segments_exchanged_are_seen(vault: Vault, folder: Path) -> None:
    object_id = uuid4()
    stored = vault.put(object_id, [pattern(3 * SEGMENT)])
    path = stored_file(folder)
    sealed = path.read_bytes()
    path.write_bytes(sealed[SEALED : 2 * SEALED] + sealed[:SEALED] + sealed[2 * SEALED :])
    with pytest.raises(ObjectAltered):
        read_all(vault, object_id, stored.wrapped_key, stored.size)


def test_two_objects_exchanged_are_seen(vault: Vault, folder: Path) -> None:
    first, second = uuid4(), uuid4()
    stored = {object_id: vault.put(object_id, [object_id.bytes]) for object_id in (first, second)}
    paths = [folder / object_id.hex[-2:] / object_id.hex for object_id in (first, second)]
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, reversed(contents), strict=True):
        path.write_bytes(content)
    with pytest.raises(ObjectAltered):
        read_all(vault, first, stored[first].wrapped_key, 16)
    # Even with the other one's key moved along: the id is part of what is authenticated.
    with pytest.raises(ObjectAltered):
        read_all(vault, first, stored[second].wrapped_key, 16)


def test_nothing_of_the_plaintext_is_at_rest(vault: Vault, folder: Path) -> None:
    vault.put(uuid4(), [b"CANARY" * 1000])
    assert b"CANARY" not in stored_file(folder).read_bytes()
    assert folder.stat().st_mode & 0o077 == 0


def test_keys_rotate_without_touching_the_objects(folder: Path) -> None:
    old, new = KEYS
    object_id = uuid4()
    stored = Vault(str(folder), [old]).put(object_id, [b"voice"])
    sealed = stored_file(folder).read_bytes()
    ring = KeyRing([new, old])
    assert not ring.is_newest(stored.wrapped_key)
    rewrapped = ring.rewrap(object_id, stored.wrapped_key)
    assert ring.is_newest(rewrapped)
    assert stored_file(folder).read_bytes() == sealed
    assert read_all(Vault(str(folder), [new]), object_id, rewrapped, 5) == b"voice"
    with pytest.raises(ObjectAltered):
        read_all(Vault(str(folder), [new]), object_id, stored.wrapped_key, 5)


@pytest.mark.parametrize("keys", [[], [b"too short"], [b"c2hvcnQ="]])
def test_a_wrong_key_setting_is_refused_at_start(folder: Path, keys: list[bytes]) -> None:
    with pytest.raises(ValueError):
        Vault(str(folder), keys)


def test_an_unknown_store_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="ftp"):
        Vault("ftp://somewhere", KEYS)


def test_a_source_that_breaks_off_leaves_nothing(any_vault: Vault) -> None:
    object_id = uuid4()

    def broken() -> Iterator[bytes]:
        yield pattern(7 << 20)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        any_vault.put(object_id, broken())
    assert object_id not in set(any_vault.list_ids())


def test_a_killed_put_leaves_nothing_visible_and_is_swept(folder: Path) -> None:
    vault = Vault(str(folder), KEYS)
    script = (
        "import sys, time, uuid\n"
        "from portal.kernel.vault import Vault\n"
        "def slow():\n"
        "    yield bytes(12 << 20)\n"
        "    print('half', flush=True)\n"
        "    time.sleep(60)\n"
        "keys = [key.encode() for key in sys.argv[2:]]\n"
        "Vault(sys.argv[1], keys).put(uuid.uuid4(), slow())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), *(key.decode() for key in KEYS)],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert list(vault.list_ids()) == []
    leftovers = [path for path in folder.rglob("*") if path.is_file()]
    now = datetime.fromtimestamp(time.time()).astimezone()
    assert vault.forget_unfinished(before=now - timedelta(hours=1)) == 0
    assert vault.forget_unfinished(before=now + timedelta(minutes=1)) == len(leftovers) == 1


def test_a_store_away_says_so() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        vault = Vault("s3://files?endpoint=http://127.0.0.1:9", KEYS)
    with pytest.raises(StoreAway):
        vault.put(uuid4(), [b"voice"])
    assert issubclass(StoreAway, VaultError)


def test_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(str(tmp_path), KEYS)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreAway):
        vault.put(uuid4(), [b"voice"])


def test_a_folder_that_went_away_is_no_missing_object(tmp_path: Path) -> None:
    vault = Vault(str(tmp_path / "files"), KEYS)
    tmp_path.joinpath("files").rmdir()
    tmp_path.joinpath("files").write_text("a file where the folder was")
    with pytest.raises(StoreAway):
        vault.put(uuid4(), [b"voice"])
