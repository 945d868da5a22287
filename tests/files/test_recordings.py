"""Every recording becomes one that every browser plays: same length, one loudness, no trace."""

import io
import math
from array import array

import av
import pytest
from av.audio.stream import AudioStream

from portal.files.answers import CONTENT, Recording
from portal.files.enums import FileKind
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format
from portal.files.sandbox import workbench
from tests.factories.recordings import RECIPES, encoded, recording

AUDIO = frozenset({FileKind.AUDIO})


def converted(data: bytes) -> tuple[Recording, bytes]:
    with workbench() as bench:
        bench.receive(io.BytesIO(data))
        answer = bench.convert(AUDIO)
        assert isinstance(answer, Recording)
        with bench.made(CONTENT) as file:
            return answer, file.read()


def samples(data: bytes) -> "array[float]":
    held = array("f")
    with av.open(io.BytesIO(data), "r") as container:
        for frame in container.decode(audio=0):
            held.frombytes(bytes(frame.planes[0])[: frame.samples * held.itemsize])
    return held


def loudness(data: bytes) -> float:
    """In decibels under full scale."""
    sound = samples(data)
    return 10 * math.log10(sum(value * value for value in sound) / len(sound))


@pytest.mark.parametrize("name", RECIPES)
def test_each_format_a_phone_sends_is_taken(name: str) -> None:
    with workbench() as bench:
        bench.receive([recording(name)])
        (checked,) = bench.check(AUDIO)
    assert checked.format in set(Format)
    assert checked.format.kind is FileKind.AUDIO
    assert checked.duration == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    "name", ["whatsapp.opus", "old-phone.3gp", "paused.amr", "chrome.webm", "lossless.m4a"]
)
def test_the_conversion_plays_everywhere(name: str) -> None:
    answer, data = converted(recording(name))
    with av.open(io.BytesIO(data)) as container:
        (stream,) = container.streams
        assert stream.codec_context.name == "aac"
        assert isinstance(stream, AudioStream)
        assert stream.codec_context.layout.name == "mono"
        assert "mp4" in container.format.name
        # The index in front of the sound: playing starts before everything has come.
        assert data.find(b"moov") < data.find(b"mdat")
    assert len(samples(data)) / 48_000 == pytest.approx(answer.duration, abs=0.05)
    assert answer.duration == pytest.approx(2, abs=0.1)
    assert 48_000 * 2 / 8 * 0.5 < len(data) < 48_000 * 2 / 8 * 1.5 + 4_000


def test_nothing_is_left_but_the_sound() -> None:
    told = encoded(RECIPES["iphone.m4a"], 1.0, 0.3, title="CANARY", location="+48.85+002.35/")
    assert b"CANARY" in told
    _, data = converted(told)
    assert b"CANARY" not in data
    assert b"+48.85" not in data
    assert b"Lavf" not in data


def test_a_low_voice_is_raised_and_a_loud_one_lowered() -> None:
    low, loud = (
        loudness(converted(recording("recorder.wav", 2.0, level))[1]) for level in (0.05, 0.95)
    )
    assert -30 < low < -15
    assert abs(low - loud) < 3
    assert max(map(abs, samples(converted(recording("recorder.wav", 2.0, 0.95))[1]))) <= 1


def test_silence_is_said_and_not_blown_up() -> None:
    answer, data = converted(recording("recorder.wav", 1.0, 0.0))
    assert answer.is_silent
    assert set(answer.waveform) == {0}
    assert max(map(abs, samples(data))) < 0.001
    assert not converted(recording("recorder.wav"))[0].is_silent


def test_the_waveform_follows_the_voice() -> None:
    bars = converted(recording("recorder.wav", 2.0))[0].waveform
    assert len(bars) == 120
    assert max(bars) == 100
    assert min(bars) < 5
    # Four syllables a second: eight summits in two seconds.
    summits = [
        rank
        for rank in range(1, 119)
        if bars[rank] > 80 and bars[rank - 1] < bars[rank] >= bars[rank + 1]
    ]
    assert len(summits) == 8


def test_a_short_sound_has_fewer_bars() -> None:
    bars = converted(recording("recorder.wav", 0.5))[0].waveform
    assert len(bars) == 50


@pytest.mark.parametrize(
    ("seconds", "reason"), [(0.1, Refusal.TOO_SHORT), (15 * 60 + 2, Refusal.TOO_LONG)]
)
def test_too_short_or_too_long_is_refused(seconds: float, reason: Refusal) -> None:
    with workbench() as bench:
        bench.receive([telephone(seconds)])
        with pytest.raises(FileRefused) as refused:
            bench.check(AUDIO)
    assert refused.value.reason is reason


def test_fourteen_minutes_are_taken() -> None:
    answer, _ = converted(telephone(14 * 60))
    assert answer.duration == pytest.approx(14 * 60, abs=1)
    assert len(answer.waveform) == 120


def telephone(seconds: float) -> bytes:
    """Two seconds of AMR, repeated: quicker than encoding a quarter of an hour."""
    head, body = recording("recorder.amr")[:6], recording("recorder.amr")[6:]
    whole = body * (int(seconds / 2) + 1)
    frames = int(seconds * 50)
    return head + whole[: frames * len(body) // 101]
