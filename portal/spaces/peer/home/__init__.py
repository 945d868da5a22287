"""The first page of somebody's own space: where everything of theirs is."""
