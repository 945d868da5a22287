"""Who may enter each address: written by hand, one line an endpoint, compared with the URL map.

A new route turns `test_matrix` red until it has its line here. Doors:

- `open`: anybody, and what is shown there is public;
- `holder`: whoever holds the secret of the address or of the browser; a wrong one gets 404;
- `signed_in`: a person, for their own things only;
- `structure`, `federation`, `operator`: members of the organisation in the address, in the roles
  named (all of them if none is), 404 to everybody else.
"""

from dataclasses import dataclass

ADMINISTRATOR = frozenset({"administrator"})
RECRUITERS = frozenset({"administrator", "recruiter"})
EVERYBODY = frozenset({"administrator", "recruiter", "writer"})


@dataclass(frozen=True)
class Door:
    """`roles` is who may enter once inside the organisation."""

    kind: str
    roles: frozenset[str] = EVERYBODY


OPEN = Door("open")
HOLDER = Door("holder")
SIGNED_IN = Door("signed_in")


def structure(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("structure", roles)


def federation(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("federation", roles)


def operator(roles: frozenset[str] = EVERYBODY) -> Door:
    return Door("operator", roles)


ACCESS: dict[str, Door] = {
    "public.gallery.play_voice": OPEN,
    "public.gallery.show_gallery": OPEN,
    "public.home.show_home": OPEN,
    "public.metrics.show_metrics": HOLDER,
    "public.outbox.show_outbox": OPEN,
    "public.home.healthz": OPEN,
    "public.home.readyz": OPEN,
}
