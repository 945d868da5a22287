"""Who may: pure functions on an actor and a thing, for the server and the templates alike."""
