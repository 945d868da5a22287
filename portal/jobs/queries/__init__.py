"""Look-ups, the owner in every `where`: `offers`, `published`, `applications`, `screening`."""
