"""The places of work of the structure: an offer names one."""
