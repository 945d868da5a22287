"""Dated lines: which one holds, and what a new release may do to the lines it shipped."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs.nomenclatures import AGREEMENT, MINIMUM_PAY, OFFER_RULE, RETENTION
from portal.kernel import nomenclatures
from portal.kernel.models import NomenclatureEntry
from portal.kernel.nomenclatures import UNKNOWN_START, Seed
from portal.seeds import SEEDS, WITHDRAWN

SCHEME = "tried"
FIRST = Seed(SCHEME, "one", "Une", "Une loi", date(2020, 1, 1), data={"days": 1})


def _line(session: Session, code: str = "one") -> NomenclatureEntry:
    session.expire_all()
    return session.scalars(
        select(NomenclatureEntry).where(
            NomenclatureEntry.scheme == SCHEME, NomenclatureEntry.code == code
        )
    ).one()


def test_planting_twice_writes_once(backstage: Session) -> None:
    assert nomenclatures.plant(backstage, [FIRST]) == 1
    assert nomenclatures.plant(backstage, [FIRST]) == 0
    assert nomenclatures.plant(backstage, SEEDS, WITHDRAWN) == 0


def test_a_release_corrects_ends_and_takes_back_what_it_shipped(backstage: Session) -> None:
    nomenclatures.plant(backstage, [FIRST])
    corrected = replace(
        FIRST, label="Un", valid_from=UNKNOWN_START, valid_to=date(2026, 8, 31), data={"days": 2}
    )
    assert nomenclatures.plant(backstage, [corrected]) == 1
    line = _line(backstage)
    assert (line.label, line.data, line.valid_to) == ("Un", {"days": 2}, date(2026, 8, 31))
    assert line.valid_from == UNKNOWN_START
    assert nomenclatures.plant(backstage, [], [FIRST.name]) == 1
    assert nomenclatures.all_entries(backstage, SCHEME) == []


@pytest.mark.parametrize(
    "edit", [{"label": "Uno"}, {"data": {"days": 9}}, {"valid_to": date(2030, 1, 1)}], ids=str
)
def test_what_an_operator_wrote_otherwise_stays(
    backstage: Session, edit: dict[str, object]
) -> None:
    nomenclatures.plant(backstage, [FIRST])
    for field, value in edit.items():
        setattr(_line(backstage), field, value)
        backstage.flush()
    assert nomenclatures.plant(backstage, [replace(FIRST, source="Autre loi")]) == 0
    assert nomenclatures.plant(backstage, [], [FIRST.name]) == 0
    line = _line(backstage)
    assert line.source == "Une loi"
    assert {field: getattr(line, field) for field in edit} == edit


def test_a_line_of_an_operator_is_not_ours(backstage: Session) -> None:
    nomenclatures.plant(backstage, [replace(FIRST, code="two")])
    _line(backstage, "two").seed = None
    _line(backstage, "two").shipped = None
    backstage.flush()
    assert nomenclatures.plant(backstage, [replace(FIRST, code="two", label="Deux")]) == 0
    assert _line(backstage, "two").label == "Une"


def test_the_line_that_holds_is_the_one_of_the_day(backstage: Session) -> None:
    nomenclatures.plant(
        backstage,
        [
            replace(FIRST, valid_to=date(2024, 12, 31), period="old"),
            replace(FIRST, valid_from=date(2025, 1, 1), data={"days": 2}, period="new"),
            replace(FIRST, valid_from=date(2030, 1, 1), data={"days": 3}, period="later"),
            replace(FIRST, code="over", label="Finie", valid_to=date(2024, 12, 31)),
        ],
    )
    with time_machine.travel("2026-11-20T10:00:00Z"):
        found = nomenclatures.find(backstage, SCHEME, "one")
        assert found is not None
        assert found.data == {"days": 2}
        assert nomenclatures.find(backstage, SCHEME, "over") is None
        assert nomenclatures.label_of(backstage, SCHEME, "over") == "Finie"
    for day, days in ((date(2021, 1, 1), 1), (date(2030, 1, 1), 3)):
        found = nomenclatures.find(backstage, SCHEME, "one", day)
        assert found is not None
        assert found.data == {"days": days}


def _seeds(scheme: str) -> dict[str, Seed]:
    return {seed.name: seed for seed in SEEDS if seed.scheme == scheme}


def test_names_tell_the_lines_apart() -> None:
    assert len({seed.name for seed in SEEDS}) == len(SEEDS)
    assert not {seed.name for seed in SEEDS} & set(WITHDRAWN)


def test_what_we_ship_says_no_more_than_its_sources() -> None:
    """law-and-standards LG-01, LG-11 to LG-13."""
    agreements = {seed.code: seed for seed in _seeds(AGREEMENT).values()}
    for code in ("0405", "0783", "5502", "5524", "fp_etat", "9999"):
        assert agreements[code].valid_from == UNKNOWN_START, code
    assert agreements["0783"].data["followed_by"] == "0413"
    # Convention of 4 June 1983; contract of the law of 24 October 2025, in force on 1 January 2026.
    assert agreements["1261"].valid_from == date(1983, 6, 4)
    assert _seeds("contract")["contract:cdd_reconversion"].valid_from == date(2026, 1, 1)
    assert all(seed.checked_on for seed in (*agreements.values(), *_seeds("contract").values()))
    for code in ("pay_vague", "pay_history"):
        assert _seeds(OFFER_RULE)[f"{OFFER_RULE}:{code}"].valid_from == date(2026, 6, 7)
    retention = _seeds(RETENTION)
    assert f"{RETENTION}:proof" not in retention
    assert "CNIL" not in retention[f"{RETENTION}:unanswered_application"].source
    assert {seed.code for seed in _seeds(MINIMUM_PAY).values()} == {"smic", "smic_mayotte"}
    languages = {seed.code: seed.source for seed in _seeds("language").values()}
    assert not any("CLDR" in languages[code] for code in ("snk", "bm", "rom"))


def test_no_source_speaks_of_our_own_work() -> None:
    """Sources are published, `/privacy` shows them: « issue 3 » says nothing to anybody."""
    for word in ("issue", "mémoire", "à vérifier"):
        assert [seed.name for seed in SEEDS if word in seed.source.casefold()] == [], word
