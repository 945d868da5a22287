"""The demo world: fictitious people, structures and stories, dated relative to today.

Everything is filled through the same actions as the real thing, at pretended moments, so the demo
is also a long integration test. No name, address or number belongs to anybody.
"""
