"""The real parser of each format, with its limits: they say what a file is, whatever its name."""
