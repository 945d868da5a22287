"""`make bench`: one JSON object a line, then a table. ARGS="--sizes 100,1000 --offers 1000"."""

import argparse
import json
import os
import shutil
import statistics
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from bench import aims, answering, browser, load, pages, servers, trainings, world
from bench.load import Load
from bench.servers import Running
from portal.config import Settings
from portal.config import load as load_settings
from portal.demo.fill import fill
from portal.kernel.provision import plain_url
from portal.server import Server

Row = dict[str, Any]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="1000,100000,1000000", help="offers, growing")
    arguments.add_argument("--offers", type=int, default=100_000, help="the size looked at closely")
    arguments.add_argument("--trainings", default="500,50000", help="trainings, growing")
    arguments.add_argument("--applications", type=int, default=20_000)
    arguments.add_argument("--seconds", type=int, default=4, help="of load, a page and a round")
    arguments.add_argument("--rounds", type=int, default=3, help="the median counts")
    arguments.add_argument("--locales", default="fr,ps", help="in which phones are looked at")
    arguments.add_argument("--data", type=Path, default=Path("var/bench"))
    arguments.add_argument("--keep", action="store_true", help="keep the data for the next run")
    chosen = arguments.parse_args()
    os.environ |= {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA": str(chosen.data.resolve()),
        "PORTAL_TRUSTED_PROXIES": "1",
    }
    settings = load_settings()
    try:
        with Server(settings) as server:
            rows = Bench(server, settings, chosen).measure()
            _table(rows)
    finally:
        if not chosen.keep:
            shutil.rmtree(chosen.data, ignore_errors=True)


class Bench:
    """One run: a world that grows, the portal and the floor beside each other at each size."""

    def __init__(self, server: Server, settings: Settings, chosen: argparse.Namespace) -> None:
        self.server, self.settings, self.chosen = server, settings, chosen
        self.rows: list[Row] = []
        server.upgrade()
        self.database = server.database()
        fill(server.admin_url, self.database, settings)

    def measure(self) -> list[Row]:
        close = self.chosen.offers
        sizes = sorted({close, *(int(size) for size in self.chosen.sizes.split(","))})
        found = {size: self._at(size, closely=size == close) for size in sizes}
        self._growth("offers", sizes, found)
        catalogue = sorted(int(size) for size in self.chosen.trainings.split(","))
        many = {size: self._trainings_at(size) for size in catalogue}
        self._growth("trainings", catalogue, many)
        self.database.close()
        for row in aims.compare(self.rows):
            self._say(row)
        return self.rows

    def _at(self, size: int, *, closely: bool) -> dict[str, tuple[Load, Load]]:
        """Each public page at this size, with the floor of the same minutes."""
        self._grow(size, self.chosen.applications if closely else 0)
        floor_reads = {"BENCH_DATABASE_URL": plain_url(self.server.app_url)}
        portal_reads = {"PORTAL_APP_DATABASE_URL": self.server.app_url}
        with (
            Running(servers.bare("bench.floor:application"), floor_reads) as floor,
            Running(servers.portal(), portal_reads, "/readyz") as portal,
        ):
            public = pages.public(self.database)
            found = {
                name: self._beside(floor, partial(self._load, portal, paths))
                for name, paths in public.items()
            }
            if closely:
                self._closely(floor, portal, found)
                self._phones(portal, public)
        return found

    def _load(self, server: Running, paths: list[str], cookie: str = "") -> Load:
        return load.run(server.base, paths, cookie=cookie, seconds=self.chosen.seconds)

    def _beside(self, floor: Running, run: Callable[[], Load]) -> tuple[Load, Load]:
        """Page and floor in turn, so that what else the machine does weighs on both; medians. A
        first run compiles templates and fills caches: it does not count.
        """
        run()
        pairs = [(run(), self._load(floor, ["/"])) for _ in range(self.chosen.rounds)]
        return load.median(page for page, _floor in pairs), load.median(bare for _p, bare in pairs)

    def _grow(self, offers: int, applications: int) -> None:
        engine = create_engine(self.server.admin_url)
        with engine.connect() as connection:
            world.multiply(connection, offers, applications)
        engine.dispose()

    def _closely(
        self, floor: Running, portal: Running, found: dict[str, tuple[Load, Load]]
    ) -> None:
        everything = pages.all_of_them(self.database, self.settings)
        for name, (paths, cookie) in everything.items():
            run = partial(self._load, portal, paths, cookie)
            page, bare = found.get(name) or self._beside(floor, run)
            counted = pages.queries(self.database, self.settings, paths[0], cookie)
            self._say_load(name, page, bare, queries=counted)
        self._answers(floor, portal)
        floors = [bare.per_second for _page, bare in found.values()]
        self._say({"measure": "load", "page": "floor", "per_second": statistics.median(floors)})
        self._say({"measure": "memory", "worker_mb": portal.worker_megabytes()})

    def _answers(self, floor: Running, portal: Running) -> None:
        slugs = pages.answerable(self.database)
        bare = self._load(floor, ["/"])
        posted = answering.measure(portal.base, slugs, seconds=self.chosen.seconds)
        counts = pages.queries_of_an_answer(self.database, self.settings, slugs[0])
        self._say(
            {
                "measure": "load",
                "page": "whole application",
                **posted,
                "ratio": posted["requests_per_second"] / bare.per_second,
                "queries": max(counts),
                "queries_in_all": sum(counts),
            }
        )

    def _phones(self, portal: Running, public: dict[str, list[str]]) -> None:
        addresses = {name: paths[0] for name, paths in public.items()}
        addresses["answering page"] = f"/offers/{pages.answerable(self.database)[0]}/apply"
        for name, path in addresses.items():
            for locale in self.chosen.locales.split(","):
                first, repeat = browser.look(portal.base, path, locale)
                for turn, view in (("first", first), ("repeat", repeat)):
                    row = {"measure": "phone", "page": name, "locale": locale, "view": turn}
                    self._say(row | asdict(view))

    def _trainings_at(self, size: int) -> dict[str, tuple[Load, Load]]:
        """Each search of trainings at this size, with the floor of the same minutes."""
        engine = create_engine(self.server.admin_url)
        with engine.connect() as connection:
            trainings.multiply(connection, size)
        engine.dispose()
        floor_reads = {"BENCH_DATABASE_URL": plain_url(self.server.app_url)}
        portal_reads = {"PORTAL_APP_DATABASE_URL": self.server.app_url}
        with (
            Running(servers.bare("bench.floor:application"), floor_reads) as floor,
            Running(servers.portal(), portal_reads, "/readyz") as portal,
        ):
            return {
                name: self._beside(floor, partial(self._load, portal, paths))
                for name, paths in trainings.PAGES.items()
            }

    def _growth(
        self, what: str, sizes: list[int], found: dict[int, dict[str, tuple[Load, Load]]]
    ) -> None:
        """How p95 grows from the first size to the last, and the same beside the floor's own."""
        for name in found[sizes[0]]:
            p95 = [found[size][name][0].p95 for size in sizes]
            floor = [found[size][name][1].p95 for size in sizes]
            self._say(
                {
                    "measure": "growth",
                    "page": name,
                    what: sizes,
                    "p95": p95,
                    "floor_p95": floor,
                    "ratio": p95[-1] / p95[0],
                    "ratio_beside_floor": (p95[-1] / floor[-1]) / (p95[0] / floor[0]),
                }
            )

    def _say_load(self, name: str, page: Load, bare: Load, **more: Any) -> None:
        ratio = page.per_second / bare.per_second
        self._say({"measure": "load", "page": name, **asdict(page), "ratio": ratio, **more})

    def _say(self, row: Row) -> None:
        rounded = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in row.items()
        }
        print(json.dumps(rounded, ensure_ascii=False), flush=True)
        self.rows.append(rounded)


def _table(rows: list[Row]) -> None:
    for measure in dict.fromkeys(row["measure"] for row in rows):
        print(f"\n{measure}")
        for row in (row for row in rows if row["measure"] == measure):
            facts = (f"{k}={_short(v)}" for k, v in row.items() if k not in {"measure", "page"})
            print(f"  {row.get('page', ''):<32}" + "  ".join(facts))


def _short(value: object) -> str:
    return {True: "yes", False: "NO"}[value] if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    main()
