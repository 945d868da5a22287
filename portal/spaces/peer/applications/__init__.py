"""The answers a signed-in person sent or is preparing."""
