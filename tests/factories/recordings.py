"""Recordings in every format a phone sends, made here so that nothing is committed."""

import io
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

RATE = 48_000


@dataclass(frozen=True)
class Recipe:
    """How PyAV writes one format: container, encoder, rate, and what the file is called."""

    container: str
    encoder: str
    rate: int
    extension: str
    options: Mapping[str, str] = field(default_factory=dict)


RECIPES = {
    "whatsapp.opus": Recipe("ogg", "libopus", 48_000, "opus"),
    "voice.ogg": Recipe("ogg", "libopus", 16_000, "ogg"),
    "vorbis.ogg": Recipe("ogg", "vorbis", 44_100, "ogg"),
    "iphone.m4a": Recipe("ipod", "aac", 44_100, "m4a"),
    "lossless.m4a": Recipe("ipod", "alac", 44_100, "m4a"),
    "safari.mp4": Recipe("mp4", "aac", 48_000, "mp4"),
    "old-phone.3gp": Recipe("3gp", "libopencore_amrnb", 8_000, "3gp"),
    "recorder.3gp": Recipe("3gp", "aac", 16_000, "3gp"),
    "recorder.amr": Recipe("amr", "libopencore_amrnb", 8_000, "amr"),
    "paused.amr": Recipe("amr", "libopencore_amrnb", 8_000, "amr", {"dtx": "1"}),
    "recorder.mp3": Recipe("mp3", "libmp3lame", 44_100, "mp3"),
    "recorder.wav": Recipe("wav", "pcm_s16le", 44_100, "wav"),
    "dictaphone.wav": Recipe("wav", "adpcm_ima_wav", 22_050, "wav"),
    "firefox.ogg": Recipe("ogg", "libopus", 48_000, "ogg"),
    "chrome.webm": Recipe("webm", "libopus", 48_000, "webm"),
    "android.aac": Recipe("adts", "aac", 44_100, "aac"),
}


@cache
def recording(name: str, seconds: float = 2.0, loudness: float = 0.3) -> bytes:
    """The bytes of `RECIPES[name]`: a voice-like sound, `loudness` being its peak from 0 to 1."""
    return encoded(RECIPES[name], seconds, loudness)


def encoded(recipe: Recipe, seconds: float, loudness: float, **metadata: str) -> bytes:
    return write(recipe, sound(seconds, loudness), **metadata)


def write(recipe: Recipe, frames: Iterable[AudioFrame], **metadata: str) -> bytes:
    """A file of this format with this sound in it."""
    out = io.BytesIO()
    options = {"strict": "experimental", **recipe.options}
    with av.open(out, "w", format=recipe.container) as container:
        container.metadata.update(metadata)
        stream = container.add_stream(recipe.encoder, rate=recipe.rate, options=options)
        assert isinstance(stream, AudioStream)
        channels = {"vorbis": "stereo"}.get(recipe.encoder, "mono")
        stream.layout = channels
        codec = stream.codec_context
        formats = codec.codec.audio_formats
        target = formats[0].name if formats else "s16"
        codec.format = target
        codec.open()
        resampler = AudioResampler(
            format=target, layout=channels, rate=recipe.rate, frame_size=codec.frame_size or None
        )
        for frame in [*frames, None]:
            for resampled in resampler.resample(frame):
                container.mux(stream.encode(resampled))
        container.mux(stream.encode(None))
    return out.getvalue()


def sound(seconds: float, loudness: float) -> Iterator[AudioFrame]:
    """A tone of a voice's pitch that swells four times a second, as syllables do."""
    total, at = int(seconds * RATE), 0
    while at < total:
        count = min(RATE // 10, total - at)
        samples = array("h", (_sample(at + offset, loudness) for offset in range(count)))
        frame = AudioFrame("s16", "mono", count)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate = RATE
        frame.pts = at
        yield frame
        at += count


def _sample(rank: int, loudness: float) -> int:
    moment = rank / RATE
    swell = 0.5 - 0.5 * math.cos(2 * math.pi * 4 * moment)
    return int(32_000 * loudness * swell * math.sin(2 * math.pi * 220 * moment))


def read_by_somebody(
    document: dict[str, Any], sections: Iterable[str], language: str = "fr"
) -> tuple[dict[str, Any], dict[str, str]]:
    """A published document with each of these sections read aloud, and the file of each."""
    files = {name: str(uuid4()) for name in sections}
    heard = {
        name: {
            "file_id": file_id,
            "read_by": "Nour",
            "is_synthetic": False,
            "duration": 3,
            "waveform": [],
            "stale": False,
        }
        for name, file_id in files.items()
    }
    return {**document, "readings": {language: heard}}, files
