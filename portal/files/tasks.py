"""Jobs of the context `files`: converting, forgetting bytes, sweeping."""

from datetime import timedelta
from uuid import UUID

import structlog
from procrastinate import RetryStrategy

from portal.files import conversion, sandbox, sweeping
from portal.files.objects import CONVERT, FORGET
from portal.kernel import clock, vault
from portal.kernel.jobs import database, periodic, task

log = structlog.get_logger()

# 6 s, 36 s, 4 min; then the sweep takes over, once an hour.
_RETRY = RetryStrategy(max_attempts=4, exponential_wait=6)


@task(CONVERT, retry=_RETRY)
def convert(file_id: str) -> None:
    """Make what will be shown or played. Run twice, the second finds nothing to do."""
    conversion.convert(database(), UUID(file_id))


@task(FORGET)
def forget_objects(object_ids: list[str]) -> None:
    """Remove bytes no row names any more. What is gone already may be removed again."""
    opened = vault.current()
    for object_id in object_ids:
        opened.delete(UUID(object_id))


@periodic("files.sweep", cron="17 * * * *")
def sweep(timestamp: int) -> None:
    """Convert again what is stuck, forget what never arrived whole."""
    report = sweeping.sweep_files(database())
    log.info("files_swept", converted_again=report.stuck, never_arrived=report.unfinished)


@periodic("files.sweep_store", cron="40 3 * * *")
def sweep_store(timestamp: int) -> None:
    """Compare the store with the database, both ways; tidy up after killed processes."""
    report = sweeping.sweep_store(database(), vault.current())
    before = clock.now() - timedelta(days=1)
    leftovers = vault.current().forget_unfinished(before) + sandbox.forget_unfinished(before)
    say = log.error if report.missing or report.is_suspicious else log.info
    say(
        "store_swept",
        orphans=report.orphans,
        missing=report.missing,
        leftovers=leftovers,
        suspicious=report.is_suspicious,
    )
