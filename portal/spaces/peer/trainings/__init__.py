"""The sessions a signed-in person asked to come to."""
