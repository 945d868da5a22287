"""Hostile files end in a clear refusal or in something safe; never in a crash or a flood."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator

import psutil
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from portal.files.answers import CONTENT
from portal.files.errors import FileRefused, Refusal
from portal.files.sandbox import Limits, workbench
from tests.factories.hostile import Case, cases

# Wall time is bounded by the sandbox: a case that would take longer is killed, and refused.
LIMITS = Limits(cpu_seconds=3, seconds=60)
CASES = list(cases())
MEMORY = 64 << 20


@pytest.fixture(autouse=True)
def parent_memory() -> Iterator[None]:
    """Whatever the child does, this process hardly grows."""
    process = psutil.Process()
    before = process.memory_info().rss
    yield
    assert process.memory_info().rss - before < MEMORY


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_file_is_refused_or_made_safe(case: Case) -> None:
    checked, _ = outcome(case, "check")
    assert checked in case.ends
    if checked is None:
        converted, made = outcome(case, "convert")
        assert converted in case.ends
        for word in case.gone:
            assert all(word not in layer for layer in layers(made))


def outcome(case: Case, task: str) -> tuple[Refusal | None, bytes]:
    try:
        with workbench() as bench:
            bench.receive([case.make()])
            if task == "check":
                bench.check(case.kinds, LIMITS)
                return None, b""
            bench.convert(case.kinds, LIMITS)
            with bench.made(CONTENT) as file:
                return None, file.read()
    except FileRefused as refused:
        return refused.reason, b""


def layers(made: bytes) -> Iterator[bytes]:
    """What was made, and what is inside it once decompressed."""
    yield made
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            yield from (file.read(name) for name in file.namelist())
    elif made.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(made))
        for number in range(1, int(str(reader.trailer["/Size"]))):
            thing = reader.get_object(number)
            yield repr(thing).encode()
            if isinstance(thing, StreamObject) and "/DCTDecode" not in str(thing.get("/Filter")):
                yield thing.get_data()


def test_there_are_enough_cases() -> None:
    names = Counter(case.name for case in CASES)
    assert max(names.values()) == 1
    assert len(CASES) - sum(" cut at " in name for name in names) >= 40
