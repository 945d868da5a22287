"""Look-ups of arrivals: the structure's, and somebody's own."""
