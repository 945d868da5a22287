"""During and after a session, from the link of one’s registration."""
