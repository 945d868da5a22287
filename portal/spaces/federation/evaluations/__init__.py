"""What participants think of a session, for its organiser, from five on."""
