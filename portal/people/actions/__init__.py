"""What changes about people, by subject."""
