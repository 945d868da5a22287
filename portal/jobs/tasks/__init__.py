"""Jobs of this context, by subject. `portal.tasks` lists the modules."""
