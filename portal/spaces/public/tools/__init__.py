"""Self-support tools: shown, explained, left to whoever wants them. No answer has a place here."""
