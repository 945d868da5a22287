"""The federations: opening one, inviting its first administrator, suspending it."""
