"""Any recording becomes one mono AAC file that every browser plays and seeks in."""

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.filter import Graph

from portal.files.answers import Recording
from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format
from portal.files.readers.sounds import even, frames, opened, seconds_of_sound

BARS = 120
_RATE = 48_000
_BIT_RATE = 48_000
# The first pass only measures: telephone quality is enough, and six times quicker.
_MEASURE_RATE = 8_000
_WINDOW = _MEASURE_RATE // 100
_SILENCE_DB = -55.0
_TARGET_DB = -20.0
_GATE_DB = 20.0
_MOST_DB = 15.0
_FULL_SCALE = 32_768.0


@dataclass(frozen=True)
class Loudness:
    """Peak and energy (both from 0 to 1) of each hundredth of a second."""

    peaks: list[float]
    energies: list[float]

    @property
    def is_silent(self) -> bool:
        return self._loud_db() < _SILENCE_DB

    @property
    def gain_db(self) -> float:
        """What brings the voice to one level; pauses do not count, and noise is not blown up."""
        if self.is_silent:
            return 0.0
        return max(-_MOST_DB, min(_MOST_DB, _TARGET_DB - self._voice_db()))

    def bars(self) -> list[int]:
        """The shape of the sound: at most `BARS` heights from 0 to 100."""
        highest = max(self.peaks, default=0.0)
        if self.is_silent or highest == 0:
            return [0] * min(BARS, len(self.peaks))
        count = min(BARS, len(self.peaks))
        edges = [rank * len(self.peaks) // count for rank in range(count + 1)]
        return [
            round(100 * max(self.peaks[start:stop]) / highest) for start, stop in pairwise(edges)
        ]

    def _loud_db(self) -> float:
        return _decibels(max(self.energies, default=0.0))

    def _voice_db(self) -> float:
        gate = max(self.energies) / 10 ** (_GATE_DB / 10)
        voiced = [energy for energy in self.energies if energy >= gate]
        return _decibels(sum(voiced) / len(voiced))


def check(source: Path, seems: Format) -> float:
    """The seconds of sound."""
    return seconds_of_sound(source, seems)


def convert(sources: Sequence[tuple[Path, Format]], target: Path) -> Recording:
    """Write `target`, a `.m4a` with nothing but the sound, its index first for a quick start."""
    if len(sources) > 1:
        raise FileRefused(Refusal.MIXED)
    ((source, seems),) = sources
    with opened(source, seems) as (container, stream):
        loudness = _measure(even(frames(container, stream), "s16", _MEASURE_RATE))
    with opened(source, seems) as (container, stream):
        samples = _encode(even(frames(container, stream), "fltp", _RATE), loudness, target)
    return Recording(samples / _RATE, loudness.bars(), loudness.is_silent)


def _measure(source: Iterator[AudioFrame]) -> Loudness:
    peaks: list[float] = []
    energies: list[float] = []
    held = array("h")
    for frame in source:
        held.frombytes(bytes(frame.planes[0])[: frame.samples * held.itemsize])
        whole = len(held) - len(held) % _WINDOW
        for start in range(0, whole, _WINDOW):
            window = held[start : start + _WINDOW]
            highest, lowest = max(window), min(window)
            peaks.append(max(highest, -lowest) / _FULL_SCALE)
            energies.append(sum(map(mul, window, window)) / _WINDOW / _FULL_SCALE**2)
        del held[:whole]
    return Loudness(peaks, energies)


def _encode(source: Iterator[AudioFrame], loudness: Loudness, target: Path) -> int:
    graph = _voice_graph(loudness.gain_db)
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    samples = 0
    with av.open(str(target), "w", format="mp4", options=options) as container:
        stream = container.add_stream("aac", rate=_RATE, layout="mono", bit_rate=_BIT_RATE)
        for frame in _through(graph, source):
            frame.pts = samples
            samples += frame.samples
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return samples


def _voice_graph(gain_db: float) -> Graph:
    """Rumble out, one level, and peaks held back rather than clipped."""
    graph = Graph()
    steps = [
        graph.add_abuffer(format="fltp", sample_rate=_RATE, layout="mono"),
        graph.add("highpass", "f=70"),
        graph.add("volume", f"{gain_db:.1f}dB"),
        graph.add("alimiter", "limit=0.9:level=disabled"),
        graph.add("aformat", f"sample_fmts=fltp:sample_rates={_RATE}:channel_layouts=mono"),
        graph.add("asetnsamples", "n=1024:p=0"),
        graph.add("abuffersink"),
    ]
    for one, following in pairwise(steps):
        one.link_to(following)
    graph.configure()
    return graph


def _through(graph: Graph, source: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    at = 0
    for frame in source:
        frame.pts = at
        at += frame.samples
        graph.push(frame)
        yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield frame


def _decibels(energy: float) -> float:
    return 10 * math.log10(energy) if energy > 0 else -math.inf
