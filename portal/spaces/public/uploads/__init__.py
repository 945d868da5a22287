"""Files sent in pieces, by whoever holds a draft or a follow link."""
