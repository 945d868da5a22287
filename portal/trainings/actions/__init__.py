"""What may be done with a training: writing it, and moving it along. They never commit."""
