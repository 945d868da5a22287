"""Frameworks a federation writes beside the guide."""
