"""What changes in a record, by subject."""
