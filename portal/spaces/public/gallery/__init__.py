"""The living gallery: every component with its rules and an example, in the demo only."""
