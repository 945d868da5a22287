"""Real speech, spoken by espeak-ng, and what an ear would say of a file that is served."""

import io
import math
import subprocess
from array import array
from dataclasses import dataclass
from pathlib import Path

import av

from tests.factories.recordings import RECIPES, write


@dataclass(frozen=True)
class Heard:
    """Seconds; loudness of the whole in decibels under full scale (speech: about -20)."""

    seconds: float
    loudness: float


def say(file: Path, voice: str, words: str) -> Path:
    """Somebody says these words into a WAV file."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "140", "-w", str(file), words], check=True)
    return file


def as_sent_by(name: str, speech: Path) -> bytes:
    """The speech as a phone writes it: a name of `tests.factories.recordings.RECIPES`."""
    with av.open(str(speech)) as container:
        return write(RECIPES[name], list(container.decode(audio=0)))


def listen(sound: bytes) -> Heard:
    """Decode a whole file."""
    with av.open(io.BytesIO(sound), "r") as container:
        frames = list(container.decode(audio=0))
    samples = array("f", b"".join(bytes(frame.planes[0])[: frame.samples * 4] for frame in frames))
    energy = sum(sample * sample for sample in samples) / len(samples)
    seconds = sum(frame.samples / frame.sample_rate for frame in frames)
    return Heard(float(seconds), 10 * math.log10(energy or 1e-12))
