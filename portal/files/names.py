"""The name of a file, made harmless: for a screen, a header and any disk."""

import re
import unicodedata

MAX_BYTES = 200
_FALLBACK = "document"
# A chain of these at the end is about the format, which we know better.
_EXTENSION = re.compile(
    r"\.(?:ogg|oga|opus|m4a|mp4|3gp|3gpp|3ga|amr|awb|mp3|wav|webm|weba|aac|caf|flac|pdf|docx?|docm|dotx?"
    r"|odt|rtf|txt|jpe?g|jfif|png|hei[cf]|gif|webp|tiff?|bmp|svg|html?|xhtml|js|exe|scr|com|bat|cmd|msi"
    r"|lnk|hta|vbs|ps1|sh|php|zip|jar|apk)$",
    re.IGNORECASE,
)
# Joiners are letters' neighbours in Persian, and hold an emoji family together.
_JOINERS = "\u200c\u200d"
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def clean_name(raw: str, extension: str) -> str:
    """The last part of `raw` without its extension, then `extension`: what the file really is.

    Direction controls (which can make « fdp.exe » read « exe.pdf »), NUL, path separators and the
    names of devices are neutralised; at most `MAX_BYTES` bytes of UTF-8.
    """
    name = "".join(map(_harmless, raw)).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", name)
    stem = _FORBIDDEN.sub(" ", name)
    while True:
        stem = " ".join(stem.split()).strip(". ")
        shorter = _EXTENSION.sub("", stem)
        if shorter == stem:
            break
        stem = shorter
    stem = _cut(stem, MAX_BYTES - len(extension) - 1)
    if not stem.strip("._- " + _JOINERS) or _DEVICE.fullmatch(stem):
        stem = _FALLBACK
    return f"{stem}.{extension}"


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " " if character != "\0" else ""
    # Cf: format and direction controls; Cs, Co, Cn: no characters of any script.
    return character if category[0] != "C" or character in _JOINERS else ""


def _cut(stem: str, most: int) -> str:
    """At most so many bytes, never in the middle of a letter."""
    return stem.encode()[:most].decode(errors="ignore").rstrip(". ")
