"""Messages of this context, as data: `offers`, `applications`."""
