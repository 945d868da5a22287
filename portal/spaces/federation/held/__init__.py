"""Sessions that have begun: who was there, what comes afterwards."""
