"""One's own arrivals: what is prepared, what one says of it."""
