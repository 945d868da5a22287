"""Federations, structures, their establishments, and who belongs to them.

Words: structure = `Structure` and fédération régionale = `Federation`, both an `Organisation` of
that kind; établissement = `Establishment`; adhésion, appartenance = `Membership`; équipe = `Team`;
invitation = `Invitation`. `scope.Actor` is who asks, and from where.

Invariants: the organisation is the one in the address bar, never in the session; a structure
publishes nothing before its federation admitted it; a federation before an operator did.
"""
