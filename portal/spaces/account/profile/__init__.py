"""One's own account: name, language, where one is signed in, closing it."""
