"""`make bench`: one JSON object a line, then a table. ARGS="--offers 1000" to hurry."""

import argparse
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from bench import answering, browser, load, pages, world
from bench.servers import Running
from portal.config import Settings
from portal.config import load as load_settings
from portal.demo.fill import fill
from portal.kernel.provision import plain_url
from portal.server import Server

DATA = Path("var/bench")
PORTS = {"floor": 8901, "portal": 8902}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offers", type=int, default=100_000)
    arguments.add_argument("--applications", type=int, default=20_000)
    arguments.add_argument("--seconds", type=int, default=6)
    arguments.add_argument("--no-million", action="store_true", help="leave the largest size out")
    arguments.add_argument("--keep", action="store_true", help="keep the data for the next run")
    chosen = arguments.parse_args()
    os.environ |= {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA": str(DATA),
        "PORT": str(PORTS["portal"]),
        "PORTAL_TRUSTED_PROXIES": "1",
    }
    settings = load_settings()
    try:
        with Server(settings) as server:
            measure(server, settings, chosen)
    finally:
        if not chosen.keep:
            shutil.rmtree(DATA, ignore_errors=True)


def measure(server: Server, settings: Settings, chosen: argparse.Namespace) -> None:
    server.upgrade()
    database = server.database()
    fill(server.admin_url, database, settings)
    rows: list[dict[str, Any]] = []
    growth: dict[int, dict[str, float]] = {}
    sizes = [1_000, chosen.offers] + ([] if chosen.no_million else [1_000_000])
    for size in sizes:
        _grow(server, size, chosen.applications if size == chosen.offers else 0)
        environment = {"PORTAL_APP_DATABASE_URL": server.app_url}
        with Running("portal.wsgi:application", PORTS["portal"], environment) as portal:
            public = pages.public(database)
            growth[size] = {
                name: load.run(portal.base, paths, seconds=chosen.seconds).p95
                for name, paths in public.items()
            }
            if size == chosen.offers:
                rows += _pages(server, settings, portal, chosen.seconds)
                rows += _phones(portal, public)
    for name in growth[sizes[0]]:
        first, last = growth[sizes[0]][name], growth[sizes[-1]][name]
        row = {"measure": "growth", "page": name, "from": sizes[0], "to": sizes[-1]}
        rows.append(_say(row | {"p95": [growth[s][name] for s in sizes], "ratio": last / first}))
    database.close()
    _table(rows)


def _grow(server: Server, offers: int, applications: int) -> None:
    engine = create_engine(server.admin_url)
    with engine.connect() as connection:
        world.multiply(connection, offers, applications)
    engine.dispose()


def _pages(
    server: Server, settings: Settings, portal: Running, seconds: int
) -> list[dict[str, Any]]:
    environment = {"BENCH_DATABASE_URL": plain_url(server.app_url)}
    with Running("bench.floor:application", PORTS["floor"], environment) as floor:
        bare = load.run(floor.base, ["/"], seconds=seconds)
    rows = [_say({"measure": "load", "page": "floor", **asdict(bare), "ratio": 1.0})]
    database = server.database()
    for name, (paths, cookie) in pages.all_of_them(database, settings).items():
        found = load.run(portal.base, paths, cookie=cookie, seconds=seconds)
        rows.append(
            _say(
                {
                    "measure": "load",
                    "page": name,
                    **asdict(found),
                    "queries": pages.queries(database, settings, paths[0], cookie),
                    "ratio": found.per_second / bare.per_second,
                }
            )
        )
    slugs = [path.rsplit("/", 1)[-1] for path in pages.public(database)["offer page"]]
    posted = answering.measure(portal.base, slugs, seconds=seconds)
    ratio = posted["requests_per_second"] / bare.per_second
    rows.append(_say({"measure": "load", "page": "whole application", **posted, "ratio": ratio}))
    rows.append(_say({"measure": "memory", "worker_mb": portal.worker_megabytes()}))
    database.close()
    return rows


def _phones(portal: Running, public: dict[str, list[str]]) -> list[dict[str, Any]]:
    rows = []
    for name, paths in public.items():
        for locale in ("fr", "ps"):
            first, repeat = browser.look(portal.base, paths[0], locale)
            for turn, view in (("first", first), ("repeat", repeat)):
                row = {"measure": "phone", "page": name, "locale": locale, "view": turn}
                rows.append(_say(row | asdict(view)))
    return rows


def _say(row: dict[str, Any]) -> dict[str, Any]:
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value for name, value in row.items()
    }
    print(json.dumps(rounded, ensure_ascii=False), flush=True)
    return rounded


def _table(rows: list[dict[str, Any]]) -> None:
    for measure in dict.fromkeys(row["measure"] for row in rows):
        print(f"\n{measure}")
        for row in (row for row in rows if row["measure"] == measure):
            facts = (f"{k}={v}" for k, v in row.items() if k not in {"measure", "page"})
            print(f"  {row.get('page', ''):<28}" + "  ".join(facts))


main()
