"""The sandbox bears a child that crashes, hangs, hogs or lies."""

import errno
import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from PIL import Image

from portal.files import sandbox
from portal.files.answers import ANSWER, CONTENT, OURS, Checked, Document
from portal.files.enums import FileKind, FilePurpose
from portal.files.errors import FileRefused, Refusal, SandboxBroken
from portal.files.formats import MAX_SIZE, Format, taken
from portal.files.sandbox import Limits, forget_unfinished, workbench
from portal.kernel import clock
from tests.factories.recordings import recording

AUDIO = frozenset({FileKind.AUDIO})
DOCUMENT = frozenset({FileKind.DOCUMENT})
READY = "import os, sys, time, json, pathlib\nprint('ready', flush=True)\n"
BRIEF = Limits(cpu_seconds=1, seconds=3)


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The sandbox starts this instead of its own child."""
    monkeypatch.setattr(sandbox, "_CHILD", ("-I", "-c", code))


def outcome(limits: Limits = BRIEF) -> list[Checked] | Refusal:
    with workbench() as bench:
        bench.receive([b"voice"])
        try:
            return bench.check(AUDIO, limits)
        except FileRefused as refused:
            return refused.reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os.kill(os.getpid(), 11)", Refusal.UNREADABLE),
        ("os.abort()", Refusal.TOO_HEAVY),
        ("os.kill(os.getpid(), 9)", Refusal.TOO_HEAVY),
        ("time.sleep(60)", Refusal.TOO_HEAVY),
        ("os._exit(3)", Refusal.UNREADABLE),
        ("os._exit(0)", Refusal.UNREADABLE),
        ("pathlib.Path('answer.json').write_text('nonsense')", Refusal.UNREADABLE),
        ("pathlib.Path('answer.json').write_text('[1]')", Refusal.UNREADABLE),
        ("pathlib.Path('answer.json').write_text('{}')", Refusal.UNREADABLE),
        ("pathlib.Path('answer.json').write_text('{\"refused\": \"else\"}')", Refusal.UNREADABLE),
        ("pathlib.Path('answer.json').write_text('1' * 3_000_000)", Refusal.UNREADABLE),
        ("os.symlink('/etc/passwd', 'answer.json')", Refusal.UNREADABLE),
        ("os.mkfifo('answer.json')", Refusal.UNREADABLE),
        ("os.mkdir('answer.json')", Refusal.UNREADABLE),
    ],
)
def test_whatever_the_child_does_the_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, code: str, reason: Refusal
) -> None:
    child(monkeypatch, READY + code)
    assert outcome() is reason


@pytest.mark.parametrize("code", ["import nowhere", f"print('ready'); raise SystemExit({OURS})"])
def test_what_is_our_fault_is_not_said_to_be_the_file_s(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    child(monkeypatch, code)
    with pytest.raises(SandboxBroken):
        outcome()


def test_a_child_out_of_time_is_killed_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = set(psutil.Process().children(recursive=True))  # a browser's driver, a database
    child(monkeypatch, READY + "os.fork()\ntime.sleep(60)")
    assert outcome() is Refusal.TOO_HEAVY
    assert set(psutil.Process().children(recursive=True)) <= before


def test_memory_is_limited() -> None:
    out = io.BytesIO()
    Image.new("RGB", (7_000, 7_000)).save(out, "PNG")
    with workbench() as bench:
        bench.receive([out.getvalue()])
        with pytest.raises(FileRefused) as refused:
            bench.check(DOCUMENT, Limits(cpu_seconds=20, seconds=40, memory=200 << 20))
    assert refused.value.reason is Refusal.TOO_HEAVY


def test_processor_time_is_limited() -> None:
    with workbench() as bench:
        # 14 minutes of nothing but a header in each second: far more than a second of work.
        bench.receive([b"#!AMR\n" + (b"\x04" + bytes(12)) * 44_000])
        with pytest.raises(FileRefused) as refused:
            bench.convert(AUDIO, Limits(cpu_seconds=1, seconds=60))
    assert refused.value.reason is Refusal.TOO_HEAVY


def test_the_size_of_what_is_written_is_limited() -> None:
    with workbench() as bench:
        bench.receive([recording("iphone.m4a")])
        with pytest.raises(FileRefused) as refused:
            bench.convert(AUDIO, Limits(cpu_seconds=20, seconds=60, file_size=2_000))
    assert refused.value.reason is Refusal.TOO_HEAVY


def test_the_child_knows_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET", "CANARY")
    tell = "pathlib.Path('answer.json').write_text(json.dumps({'checked': sorted(os.environ)}))"
    child(monkeypatch, READY + tell + "\npathlib.Path('content').write_text(str(os.environ))")
    with workbench() as bench:
        bench.receive([b"voice"])
        with pytest.raises(FileRefused):
            bench.check(AUDIO)
        with bench.made(CONTENT) as file:
            assert b"CANARY" not in file.read()


@pytest.mark.parametrize(
    "trick",
    [
        "os.symlink('/etc/passwd', 'content')",
        "os.mkfifo('content')",
        "os.mkdir('content')",
        "pass",
    ],
)
def test_a_way_out_of_the_folder_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    answer = {"document": {"format": "pdf", "page_count": 1, "text": "", "previews": []}}
    code = f"pathlib.Path({ANSWER!r}).write_text({json.dumps(answer)!r})\n{trick}"
    child(monkeypatch, READY + code)
    with workbench() as bench:
        bench.receive([b"voice"])
        bench.convert(AUDIO)
        with pytest.raises(FileRefused), bench.made(CONTENT):
            pass


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "exe"},
        {"page_count": 10**9},
        {"page_count": "x"},
        {"text": 3},
        {"text": "x" * 40_001},
        {"previews": 3},
        {"previews": [3]},
    ],
)
def test_an_answer_out_of_bounds_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    entry = {"format": "pdf", "page_count": 1, "text": "", "previews": [], **changes}
    tell = f"pathlib.Path({ANSWER!r}).write_text({json.dumps({'document': entry})!r})"
    child(monkeypatch, READY + tell)
    with workbench() as bench:
        bench.receive([b"voice"])
        with pytest.raises(FileRefused):
            bench.convert(AUDIO)


def test_an_answer_may_not_name_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {
        "format": "pdf",
        "page_count": None,
        "text": "a\0b\ud800c",
        "previews": ["../x", "/etc/passwd", "page-1.webp", "page-1.webp/.."],
    }
    tell = f"pathlib.Path({ANSWER!r}).write_text({json.dumps({'document': entry})!r})"
    child(monkeypatch, READY + tell)
    with workbench() as bench:
        bench.receive([b"voice"])
        answer = bench.convert(AUDIO)
    assert answer == Document(Format.PDF, None, "ab?c", ["page-1.webp"])


def test_only_the_first_25_megabytes_are_received() -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(1 << 20)

    with workbench() as bench, pytest.raises(FileRefused) as refused:
        bench.receive(endless())
    assert refused.value.reason is Refusal.TOO_BIG
    assert asked == MAX_SIZE // (1 << 20) + 1


def test_the_folder_is_private_and_gone_at_the_end() -> None:
    with workbench() as bench:
        bench.receive([b"voice"])
        folder = bench._folder
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_folders_left_by_a_killed_process_are_swept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, fresh = tmp_path / "portal-files-left", tmp_path / "portal-files-fresh"
    for folder in (left, fresh, tmp_path / "other"):
        folder.mkdir()
        (folder / "source-0").write_bytes(b"voice")
    hour_ago = clock.now() - timedelta(hours=1)
    old = (hour_ago - timedelta(hours=1)).timestamp()
    os.utime(left, (old, old))
    assert forget_unfinished(before=hour_ago) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "portal-files-fresh"]


def test_each_reason_says_how_to_mend_it() -> None:
    for reason in Refusal:
        assert reason.label.endswith(".")
        assert len(reason.label) > 30
        assert len(reason) <= 40  # the column that keeps it
    assert str(FileRefused(Refusal.VIDEO)) == Refusal.VIDEO.label


def test_each_purpose_says_what_it_takes() -> None:
    assert taken(FilePurpose.VOICE) == {FileKind.AUDIO}
    assert taken(FilePurpose.CV) == {FileKind.DOCUMENT}
    assert all(taken(purpose) for purpose in FilePurpose)


def test_a_full_disk_is_not_the_files_fault() -> None:
    def read_from_a_full_disk() -> Iterator[bytes]:
        yield b"voice"
        raise OSError(errno.ENOSPC, "No space left on device")

    with workbench() as bench, pytest.raises(SandboxBroken):
        bench.receive(read_from_a_full_disk())
