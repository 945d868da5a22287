"""Search that forgives: accents, inclusive writing, variants of Arabic letters, gender, endings.

A text becomes a `tsvector` literal and what somebody types a `tsquery` literal, both built of the
same spellings, so PostgreSQL only compares strings (its own configurations know neither Pashto nor
« travailleur·se », and its Arabic one misses ك/ک). A word is kept as typed and as its stem: the
first serves the word somebody is still typing, the second its other endings.
"""

import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from threading import Lock
from types import ModuleType
from typing import Any

# Words as they are folded, one after the other → the phrases they may stand for besides.
Meanings = Mapping[tuple[str, ...], Collection[str]]

_AND, _OR = " & ", " | "
# As many alternatives at once.
_FEW = 16

# A query of more words, or a longer word, is not a search.
_MOST_WORDS = 8
_LONGEST = 40
_SHORTEST_PREFIX = 3

_SAME_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ىیېۍےﻯ", "ي"),
        **dict.fromkeys("کڪګ", "ك"),
        "گ": "ك",
        **dict.fromkeys("ةہھەۀ", "ه"),
        **dict.fromkeys("ٱٲٳ", "ا"),
        **dict.fromkeys("ټ", "ت"),
        **dict.fromkeys("ډ", "د"),
        **dict.fromkeys("ړ", "ر"),
        **dict.fromkeys("ڼ", "ن"),
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        # Tatweel, zero-width (non-)joiners, soft hyphen, marks of direction: drawn, not written.
        **dict.fromkeys("\u0640\u200b\u200c\u200d\u00ad\u061c\ufeff", ""),
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e", ""),
        **dict.fromkeys("\u2066\u2067\u2068\u2069", ""),
    }
)

# « travailleur·se », « travailleur.euse.s », « travailleur-se », « travailleur(se) », « tou·te·s ».
_ENDING = (
    "trice|rice|ice|euse|eure|eresse|esse|ère|ere|ienne|enne|nne|ne|elle|lle|le"
    "|ive|ve|se|tte|te|fe|ale|e|s"
)
_WORD = re.compile(
    rf"(?P<base>[^\W\d_]{{2,}})"
    rf"(?:[·•∙⋅.\-/](?P<ending>{_ENDING})|\((?P<bracketed>{_ENDING})(?:s?\)))"
    r"(?:[·•∙⋅.\-/]?s)?(?!\w)"
    r"|(?P<word>[^\W_]+)"
)
# What a feminine ending takes the place of; any other is added to the masculine word.
_REPLACED = (
    ("eur", ("se", "euse"), "euse"),
    ("eur", ("rice", "ice"), "rice"),
    ("teur", ("trice",), "trice"),
    ("er", ("ère", "ere"), "ère"),
    ("en", ("enne", "ienne"), "enne"),
    ("el", ("elle",), "elle"),
    ("al", ("ale",), "ale"),
    ("f", ("ve", "ive"), "ve"),
    ("x", ("se", "euse"), "se"),
)
_FEMININE = (
    (re.compile(r"trice(s?)$"), r"teur\1"),
    (re.compile(r"euse(s?)$"), r"eur\1"),
    (re.compile(r"ienne(s?)$"), r"ien\1"),
    (re.compile(r"[eè]re(s?)$"), r"er\1"),
)

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_NOT_A_CODE = re.compile(r"[^\w:.-]")
_EMPTY_WORDS = """
le la les l de des du d un une et ou où a au aux en dans sur sous par pour avec sans ce cet cette
ces son sa ses leur leurs notre nos votre vos je tu il elle on nous vous ils elles qui que qu quoi
est sont ne n pas se s y the of and or to in for at on is are
في من الي علي عن و او به در از را د په ته كه چه
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def _load_stemmers(*languages: str) -> dict[str, Any]:
    """These languages alone: the package, imported, loads thirty: 4 MB and half a second."""
    spec = find_spec("snowballstemmer")
    assert spec  # noqa: S101 - it is a dependency
    assert spec.submodule_search_locations  # noqa: S101 - and a package
    bare = ModuleType("snowballstemmer")
    bare.__path__ = list(spec.submodule_search_locations)
    whole = sys.modules.get(bare.__name__)
    sys.modules[bare.__name__] = whole or bare
    found = {}
    for name in languages:
        module = import_module(f"{bare.__name__}.{name}_stemmer")
        found[name] = getattr(module, f"{name.title()}Stemmer")()
    if whole is None:
        del sys.modules[bare.__name__]
    return found


_stemmers = _load_stemmers("french", "arabic")
# A stemmer keeps the word it works on: one thread at a time.
_stemming = Lock()


def normalise(text: str) -> str:
    """Lower case without marks, one form for each letter, Latin digits. Keeps spaces and signs."""
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_SAME_LETTERS)
    bare = unicodedata.normalize("NFKD", lower)
    kept = (c for c in bare if unicodedata.category(c) != "Mn")
    return "".join(_digit(c) for c in kept).translate(_SAME_LETTERS)


def document(texts: Iterable[str], labels: Iterable[str] = ()) -> str:
    """The words of the texts as a `tsvector` literal, without places or weights: nothing is ranked.

    `labels` are codes one filters by, such as « region:32 »: no word of a text holds a colon, so
    one index answers words and filters at once.
    """
    forms = chain.from_iterable(map(_words, texts))
    words = chain.from_iterable(map(_spellings, chain.from_iterable(forms)))
    lexemes = {*words, *map(_label, labels)}
    return " ".join(f"'{lexeme}'" for lexeme in sorted(lexemes))


class Beginning(str):
    """How labels begin, whatever follows: « start:202612 » is any day of a December."""


def relabel(written: str, beginnings: tuple[str, ...], labels: Iterable[str]) -> str:
    """A `tsvector` literal with these labels in place of those that begin so."""
    starts = tuple(f"'{one}" for one in beginnings)
    kept = [lexeme for lexeme in written.split() if not lexeme.startswith(starts)]
    return " ".join([*kept, document([], labels)])


def query(
    text: str,
    labels: Iterable[Collection[str]] = (),
    meanings: Meanings | None = None,
) -> str:
    """What somebody typed as a `tsquery` literal: every word counts, the last may be unfinished.

    Each group of `labels` asks for one of its members. `meanings` says what words, or several in a
    row, may be called in the texts. Empty when there is nothing to look for. Nothing is asked by
    what it lacks: an index would be read from end to end.
    """
    words = list(dict.fromkeys(_words(text)))[:_MOST_WORDS]
    finished = text[-1:].isspace()
    terms = []
    place = 0
    while place < len(words):
        length, meant = _meant(words[place:], meanings or {})
        place += length
        typed = [
            _term(forms, unfinished=rank == len(words) and not finished)
            for rank, forms in enumerate(words[place - length : place], place - length + 1)
        ]
        terms.append(_or_else(" & ".join(typed), meant))
    terms += [f"({' | '.join(map(_asked, group))})" for group in labels if group]
    return " & ".join(terms)


def alternatives(asked: str) -> list[str]:
    """A question as several that find the same together, none of which has many alternatives: for
    each row it finds, an index looks at all the words of the question it is asked.

    The first of the alternatives stands alone: most often it is what most rows have.
    """
    terms = _terms(asked)
    plain = [term for term in terms if term.startswith("(") and "(" not in term[1:]]
    longest = max(plain, key=lambda term: term.count(_OR), default="")
    choices = longest[1:-1].split(_OR)
    if len(choices) <= _FEW:
        return [asked]
    rest = range(1, len(choices), _FEW)
    some = [choices[:1], *(choices[n : n + _FEW] for n in rest)]
    others = [term for term in terms if term != longest]
    return [_AND.join([*others, f"({_OR.join(few)})"]) for few in some]


def _terms(asked: str) -> list[str]:
    """What must all be met. No lexeme holds a space or a bracket."""
    found: list[str] = []
    for part in asked.split(_AND):
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] += _AND + part
        else:
            found.append(part)
    return found


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as `Meanings` keeps them."""
    return _folded(_words(text))


def spellings(text: str) -> tuple[frozenset[str], ...]:
    """The words of a text in order, each with every way it may be spelt: two words are the same if
    they share one.
    """
    return tuple(frozenset(chain.from_iterable(map(_spellings, forms))) for forms in _words(text))


def _folded(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(normalise(forms[0]) for forms in words)


def _meant(words: Sequence[tuple[str, ...]], meanings: Meanings) -> tuple[int, Collection[str]]:
    """How many of the first words mean something together, the most first, and what."""
    folded = _folded(words)
    for length in range(len(words), 0, -1):
        if folded[:length] in meanings:
            return length, meanings[folded[:length]]
    return 1, ()


def _or_else(typed: str, phrases: Iterable[str]) -> str:
    others = [
        " & ".join(_term(forms, unfinished=False) for forms in _words(phrase)) for phrase in phrases
    ]
    return f"({' | '.join(f'({one})' for one in (typed, *others))})" if others else typed


def _term(forms: tuple[str, ...], *, unfinished: bool) -> str:
    spellings = dict.fromkeys(chain.from_iterable(map(_spellings, forms)))
    start = normalise(forms[0])
    if unfinished and len(start) >= _SHORTEST_PREFIX:
        return _one_of(spellings, start)
    return _one_of(spellings)


def _one_of(lexemes: Iterable[str], start: str = "") -> str:
    # What begins so is found by it.
    choices = [f"'{lexeme}'" for lexeme in lexemes if not (start and lexeme.startswith(start))]
    if start:
        choices.append(f"'{start}':*")
    return f"({' | '.join(choices)})"


def _words(text: str) -> Iterator[tuple[str, ...]]:
    """Words worth searching, in lower case with their accents; both genders if both are spelt."""
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    flat = "".join(c for c in composed if unicodedata.category(c) != "Mn")
    for found in _WORD.finditer(flat.translate(_SAME_LETTERS)):
        forms = _both_genders(found) if found["base"] else (found["word"],)
        folded = normalise(forms[0])
        if folded and folded not in _EMPTY and (len(folded) > 1 or folded.isdigit()):
            yield tuple(form[:_LONGEST] for form in forms)


def _both_genders(found: re.Match[str]) -> tuple[str, ...]:
    """« travailleur·se·s » → travailleurs, travailleuses."""
    base, ending = found["base"], found["ending"] or found["bracketed"]
    plural = "s" if found[0].endswith(("s", "s)")) else ""
    if plural:
        base = base.removesuffix("s")
    if ending == "s":
        return (base, base + plural)
    return (base + plural, _feminine(base, ending) + plural)


def _feminine(base: str, ending: str) -> str:
    for tail, endings, replacement in _REPLACED:
        if ending in endings and base.endswith(tail):
            return base.removesuffix(tail) + replacement
    return base + ending


@lru_cache(maxsize=20_000)
def _spellings(word: str) -> tuple[str, ...]:
    """Every way the word stands in the index: as it is, then masculine, then stems."""
    masculine = _masculine(word)
    found = dict.fromkeys((normalise(word), normalise(masculine)))
    if _ARABIC.search(word):
        found[normalise(_stem("arabic", normalise(word)))] = None
    else:
        # With its accents and without: the keyboard of a phone often has none.
        found[normalise(_stem("french", masculine))] = None
        found[normalise(_stem("french", normalise(masculine)))] = None
    return tuple(spelling for spelling in found if spelling)


def _asked(label: str) -> str:
    return f"'{_label(label)}'" + (":*" if isinstance(label, Beginning) else "")


def _label(text: str) -> str:
    """A code as a lexeme: whatever an address bar holds, nothing PostgreSQL reads as syntax."""
    return _NOT_A_CODE.sub("-", text)[:_LONGEST] or "-"


def _masculine(word: str) -> str:
    for pattern, replacement in _FEMININE:
        if len(word) > 5 and pattern.search(word):
            return pattern.sub(replacement, word)
    return word


def _stem(language: str, word: str) -> str:
    with _stemming:
        return str(_stemmers[language].stemWord(word))


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character
