"""The call-back queue."""
