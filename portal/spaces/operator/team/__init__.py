"""The team of this organisation."""
