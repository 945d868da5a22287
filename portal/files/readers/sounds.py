"""Reading a recording: frames as they are, or one even stream whatever the file does on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from portal.files.errors import FileRefused, Refusal
from portal.files.formats import Format

# Five minutes are recorded on the page; a file made elsewhere may be longer.
MAX_SECONDS = 15 * 60
MIN_SECONDS = 0.3
_DEMUXERS = {
    Format.OGG: "ogg",
    Format.M4A: "mov",
    Format.AMR: "amr",
    Format.MP3: "mp3",
    Format.WAV: "wav",
    Format.WEBM: "matroska",
    Format.AAC: "aac",
}
_CODECS = frozenset({"opus", "vorbis", "aac", "alac", "mp3", "amr_nb", "amr_wb"})
_RAW_CODECS = ("pcm_", "adpcm_")
_TELEPHONE = {"amr_nb": "libopencore_amrnb", "amr_wb": "libopencore_amrwb"}
_MAX_CHANNELS = 8
_RATES = range(4_000, 192_001)


@contextmanager
def opened(path: Path, seems: Format) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The container and its one voice. Refuses pictures that move, and codecs we did not choose."""
    container = av.open(
        str(path),
        format=_DEMUXERS[seems],
        metadata_errors="ignore",
        # A playlist or a reference inside the file must not make us open another file.
        options={"protocol_whitelist": "file"},
    )
    with container:
        moving = [
            stream
            for stream in container.streams.video
            if not stream.disposition & Disposition.attached_pic
        ]
        if moving:
            raise FileRefused(Refusal.VIDEO)
        if not container.streams.audio:
            raise FileRefused(Refusal.NOT_A_RECORDING)
        stream = container.streams.audio[0]
        codec = stream.codec_context
        name = codec.codec.canonical_name
        if name not in _CODECS and not name.startswith(_RAW_CODECS):
            raise FileRefused(Refusal.NOT_A_RECORDING)
        if codec.channels > _MAX_CHANNELS or codec.sample_rate not in _RATES:
            raise FileRefused(Refusal.UNREADABLE)
        codec.thread_count = 1
        yield container, stream


def frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Every frame that can be decoded. What the header claims about length is not believed.

    A call dropped in the middle leaves a file cut short: what was said until then is kept. A file
    more broken than whole is refused, and so is one too long or too short to be a message.
    """
    whole = broken = 0
    seconds = 0.0
    decoder = _decoder(stream)
    packets = container.demux(stream)
    while True:
        try:
            decoded = decoder.decode(next(packets))
        except (StopIteration, av.error.EOFError):
            break
        except av.error.MemoryError:
            raise
        except av.error.FFmpegError:
            broken += 1
            continue
        for frame in decoded:
            whole += 1
            seconds += frame.samples / frame.sample_rate
            if seconds > MAX_SECONDS:
                raise FileRefused(Refusal.TOO_LONG)
            yield frame
    if broken > whole:
        raise FileRefused(Refusal.UNREADABLE)
    if seconds < MIN_SECONDS:
        raise FileRefused(Refusal.TOO_SHORT)


def _decoder(stream: AudioStream) -> AudioCodecContext:
    """FFmpeg's own decoder of telephone sound stops at the first pause of a telephone."""
    own = stream.codec_context
    name = _TELEPHONE.get(own.codec.canonical_name)
    if name is None:
        return own
    other = cast(AudioCodecContext, AudioCodecContext.create(name, "r"))
    other.sample_rate, other.layout = own.sample_rate, "mono"
    return other


def even(source: Iterator[AudioFrame], sample_format: str, rate: int) -> Iterator[AudioFrame]:
    """The same sound in mono, one format and one rate, though the source may change on the way."""
    resampler: AudioResampler | None = None
    known: tuple[str, str, int] | None = None
    for frame in source:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or now != known:
            if resampler is not None:
                yield from resampler.resample(None)
            resampler, known = AudioResampler(sample_format, "mono", rate), now
        # Timestamps are the file's word, too; a gap of a million seconds must not become silence.
        frame.pts = None
        yield from resampler.resample(frame)
    if resampler is not None:
        yield from resampler.resample(None)


def seconds_of_sound(path: Path, seems: Format) -> float:
    """Decode all of it and count what comes out."""
    with opened(path, seems) as (container, stream):
        return sum(frame.samples / frame.sample_rate for frame in frames(container, stream))
