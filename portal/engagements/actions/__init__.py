"""What changes an arrival."""
