"""Who owns a table's rows, as row-level security policies.

A model says `__wall__ = owned_by_organisation()`; the migration that creates the table writes the
policies out in full (a migration never changes afterwards); `tests/walls` compares the two through
`pg_policies`. Expressions lean on the SQL functions that read the reach of the transaction:
`portal_person()`, `portal_organisation()`, `portal_organisation_kind()`, `portal_door(name)`,
`portal_at()` (the moment of the request: what ends by itself ends then).
"""

from dataclasses import dataclass

APP = "portal_app"
KEEPER = "portal_keeper"


@dataclass(frozen=True)
class Policy:
    """One policy. `using` filters the rows that exist, `check` the rows that are written."""

    name: str
    command: str = "ALL"
    using: str | None = None
    check: str | None = None
    role: str = APP


@dataclass(frozen=True)
class Wall:
    """The policies of a table. No policies and `why_public` set: a public table without RLS."""

    kind: str
    policies: tuple[Policy, ...] = ()
    why_public: str = ""

    def __add__(self, other: "Wall") -> "Wall":
        return Wall(f"{self.kind}+{other.kind}", self.policies + other.policies)


def public(why: str) -> Wall:
    """No row-level security; `why` is the written reason (listed by a test)."""
    return Wall("public", why_public=why)


def owned_by_person(column: str = "person_id") -> Wall:
    """The person the row is about, and nobody else."""
    rule = f"{column} = portal_person()"
    return Wall("owned_by_person", (Policy("person", "ALL", rule, rule),))


def owned_by_organisation(column: str = "organisation_id") -> Wall:
    """The organisation of the address bar, once the guard has proved the membership."""
    rule = f"{column} = portal_organisation()"
    return Wall("owned_by_organisation", (Policy("organisation", "ALL", rule, rule),))


def behind_door(door: str, column: str, command: str = "ALL") -> Wall:
    """Whoever presents the capability: the column equals what the door was opened with."""
    rule = f"{column} = portal_door('{door}')"
    check = None if command in ("SELECT", "DELETE") else rule
    return Wall(f"door_{door}", (Policy(f"door_{door}", command, rule, check),))


def shared_by_grant(column: str = "share_id") -> Wall:
    """Whoever the owner shares it with, while the share lives: the walls of `share` say who."""
    alive = f"EXISTS (SELECT 1 FROM share s WHERE s.id = {column})"  # noqa: S608 - a column's name
    return readable_where("shared", alive)


def readable_where(name: str, condition: str) -> Wall:
    """An extra way to read, written in full."""
    return Wall(name, (Policy(name, "SELECT", condition),))


def walled(name: str, *policies: Policy) -> Wall:
    """A wall that needs its own words."""
    return Wall(name, policies)


def kept(columns: str) -> Wall:
    """`portal_keeper`, owner of the `door_*` functions, may read these columns (grants say so)."""
    return Wall(f"kept({columns})", (Policy("keeper", "SELECT", "true", None, KEEPER),))


def forgotten() -> Wall:
    """`portal_keeper` deletes old rows through a door, when their retention is over."""
    return Wall("forgotten", (Policy("forgotten", "DELETE", "true", None, KEEPER),))


def statements(table: str, wall: Wall) -> list[str]:
    """The SQL that raises the wall, for pasting into the migration that creates the table."""
    if wall.why_public:
        return []
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    for policy in wall.policies:
        line = f"CREATE POLICY {policy.name} ON {table} FOR {policy.command} TO {policy.role}"
        if policy.using is not None:
            line += f" USING ({policy.using})"
        if policy.check is not None:
            line += f" WITH CHECK ({policy.check})"
        lines.append(line)
    return lines
