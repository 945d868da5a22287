"""The trainings a federation publishes: written in steps, read by a colleague, put online."""
