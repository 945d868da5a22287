"""`/metrics` for the monitoring of the host, behind a token."""
