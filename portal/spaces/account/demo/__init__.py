"""Demo only: becoming one of the invented people. Elsewhere the address does not exist."""
