"""Foundations without Flask: database, walls, clock, errors, languages, messages, vault, jobs."""
