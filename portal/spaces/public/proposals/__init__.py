"""Somebody answers what their structure proposes, by a link of their own."""
