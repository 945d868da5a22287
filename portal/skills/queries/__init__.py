"""Look-ups of a record, by subject. Everything here is the person's own."""
