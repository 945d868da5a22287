"""Terms of a glossary that a text mentions: accents, inclusive writing and endings do not count."""

from collections.abc import Iterable

from portal.kernel import search
from portal.languages.models import GlossaryTerm

Spelt = tuple[frozenset[str], ...]


def folded(term: str) -> str:
    """What tells two terms apart in one glossary."""
    return " ".join(search.folded_words(term))[:200]


def suggestions(terms: Iterable[GlossaryTerm], source: str) -> list[GlossaryTerm]:
    """Those of the terms that the source holds, in the order given."""
    words = search.spellings(source)
    return [term for term in terms if _holds(words, search.spellings(term.term))]


def _holds(words: Spelt, wanted: Spelt) -> bool:
    """Whether the wanted words follow each other somewhere."""
    length = len(wanted)
    return length > 0 and any(
        all(there & asked for there, asked in zip(words[at:], wanted, strict=False))
        for at in range(len(words) - length + 1)
    )
