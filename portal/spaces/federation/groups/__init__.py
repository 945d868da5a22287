"""The practice groups a federation runs: what is said of them, their dates, how many come."""
