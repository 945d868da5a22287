"""The published trainings for other sites: LHEO, JSON, and the page that explains both."""
