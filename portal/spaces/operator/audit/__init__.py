"""The audit as the host association reads it: what was done, where, when."""
