"""The first page, and the small addresses machines ask for."""
