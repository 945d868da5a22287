"""What changes about organisations, by subject."""
