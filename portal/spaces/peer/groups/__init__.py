"""Practice groups as people live them: find, enter, come on a date, read notes, host one."""

from portal.spaces.peer.groups import dates, groups, joining, notes, running

__all__ = ["dates", "groups", "joining", "notes", "running"]
