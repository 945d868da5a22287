"""Two versions side by side: what moved, which way, whatever the edition."""

from typing import Any

from portal.skills.comparing import compare
from portal.skills.reading import Record, read

Marks = tuple[str | None, str | None]


def record(
    knowledge: dict[str, Marks] | None = None,
    follows: dict[str, list[str]] | None = None,
    **lines: Marks | None,
) -> Record:
    """A record of one group: code of the line, mastery and interest; and what is known."""
    document: dict[str, Any] = {
        "schema": 1,
        "name": "Karim",
        "taken_at": "2026-11-20T09:00:00+00:00",
        "grid": [
            {
                "code": "guide",
                "title": "Guide",
                "source": "",
                "edition": 1,
                "groups": [
                    {
                        "code": "link",
                        "label": "Lien",
                        "plain": "",
                        "scope": "common",
                        "lines": [
                            {
                                "code": code,
                                "label": code,
                                "plain": "",
                                "mobilised": "yes",
                                "mastery": marks[0] if marks else None,
                                "interest": marks[1] if marks else None,
                                "evidence": 0,
                                "follows": (follows or {}).get(code, []),
                            }
                            for code, marks in lines.items()
                        ],
                    }
                ],
            }
        ],
        "knowledge": [
            {"field": field, "sources": [], "mastery": mastery, "interest": interest, "note": ""}
            for field, (mastery, interest) in (knowledge or {}).items()
        ],
        "path": [],
        "project": None,
        "steps": [],
    }
    return read(document)


def test_what_moved_is_sorted_by_the_way_it_moved() -> None:
    older = record(up=("2", "3"), down=("4", "3"), same=("3", "3"), keener=("3", "1"))
    newer = record(
        up=("3", "3"), down=("3", "3"), same=("3", "3"), keener=("3", "5"), new=("1", "1")
    )
    found = compare(older, newer)
    assert [change.plain for change in found.grown] == ["up"]
    assert [change.plain for change in found.keener] == ["keener"]
    assert [change.plain for change in found.new] == ["new"]
    assert [change.plain for change in found.other] == ["down"]


def test_i_do_not_know_is_no_mark() -> None:
    found = compare(
        record(a=("unknown", "2"), b=("5", "unknown")), record(a=("3", "2"), b=("unknown", "5"))
    )
    assert found.grown == found.keener == found.other == []


def test_a_line_that_is_gone_is_still_there() -> None:
    found = compare(record(gone=("2", "2"), kept=("2", "2")), record(kept=("2", "2")))
    assert [change.plain for change in found.changes] == ["kept", "gone"]
    assert found.gone == [found.changes[1]]
    assert found.grown == found.other == []


def test_a_first_mark_on_a_line_already_answered_is_new() -> None:
    found = compare(record(a=None), record(a=("4", None)))
    assert [change.plain for change in found.new] == ["a"]


def test_knowledge_is_compared_too() -> None:
    older = record({"Le quartier": ("2", "3"), "La CAF": ("4", "4"), "Le dari": ("5", "5")})
    newer = record({"le  Quartier": ("4", "5"), "La CAF": ("3", "4"), "L’asile": (None, None)})
    found = compare(older, newer)
    assert [change.plain for change in found.grown] == ["le  Quartier"]
    assert [change.plain for change in found.keener] == ["le  Quartier"]
    assert [change.plain for change in found.other] == ["La CAF"]
    assert [change.plain for change in found.new] == ["L’asile"]
    assert [change.plain for change in found.gone] == ["Le dari"]


REWORDED = {"new": ["old", "oldest"]}


def test_a_line_said_otherwise_goes_on_from_its_old_words() -> None:
    found = compare(
        record(oldest=("1", "1")), record(follows=REWORDED, new=("3", "1"), oldest=("1", "1"))
    )
    (change,) = found.changes
    assert change.before
    assert (change.plain, change.before.key, change.mastery_step) == ("new", "guide/oldest", 2)
    assert found.new == found.gone == []


def test_old_words_stand_alone_while_the_new_ones_have_no_answer() -> None:
    found = compare(record(old=("1", "1")), record(old=("1", "1")))
    assert [(change.plain, change.mastery_step) for change in found.changes] == [("old", 0)]


def test_both_wordings_answered_twice_are_one_line() -> None:
    both = record(follows=REWORDED, old=("1", "1"), new=("2", "2"))
    newer = record(follows=REWORDED, old=("1", "1"), new=("4", "2"))
    (change,) = compare(both, newer).changes
    assert (change.plain, change.mastery_step) == ("new", 2)
