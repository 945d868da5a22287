"""`dossier.html`: all of one's record to read, from what the other files of the archive hold."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.kernel import clock, i18n
from portal.skills.enums import Part
from portal.skills.exports.records import record_sheet
from portal.skills.reading import read
from portal.trainings import phrases

# The page stands alone: its few rules go with it. Logical properties, as everywhere.
_STYLE = Markup("""
body { max-inline-size: 46rem; margin: 2rem auto; padding-inline: 1rem;
  font: 1rem/1.6 system-ui, sans-serif; }
h2 { margin-block-start: 2.5rem; border-block-end: 1px solid; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
table { border-collapse: collapse; inline-size: 100%; margin-block: 1rem; }
th, td, dd { overflow-wrap: anywhere; }
th, td { border: 1px solid; padding: .3rem .5rem; text-align: start; vertical-align: top; }
@media (max-width: 40rem) {
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
    clip-path: inset(50%); }
  tr { display: block; padding: .5rem; border: 1px solid; }
  tr + tr { border-block-start: 0; }
  td { display: block; padding: .1rem 0; border: 0; }
  td + td::before { content: attr(data-label) " : "; opacity: .8; }
  td:first-child { font-weight: 600; }
}
.own { white-space: pre-wrap; } .soft { opacity: .8; }
""")


def to_read(held: Mapping[str, Any]) -> str:
    """One file that needs no other and no network, in the language of the page."""
    known = i18n.find(held["account.json"]["language"])
    return render_template(
        "peer/record/_dossier.html",
        style=_STYLE,
        taken_on=clock.today(),
        account=held["account.json"],
        language=known.name if known else "",
        sheet=record_sheet(read(held["record.json"]), list(Part)),
        evidence=held["evidence.json"],
        interviews=held["interviews.json"],
        prepared_for_others=held["held_interviews.json"],
        arrivals=held["arrivals.json"],
        hires=held["hires.json"],
        applications=held["applications.json"],
        registrations=held["registrations.json"],
        presence=phrases.presence,
        groups=held["groups.json"],
        near=held["near.json"],
        board=held["board.json"],
        shares=held["shares.json"],
        versions=[content for name, content in held.items() if name.startswith("versions/")],
    )
