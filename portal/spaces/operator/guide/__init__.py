"""The portal's own framework: read aloud, completed where its source is cut."""
