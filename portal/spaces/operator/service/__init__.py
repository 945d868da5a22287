"""How the service is doing: jobs, messages, organisations. Numbers only."""
