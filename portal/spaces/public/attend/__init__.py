"""The code on the trainer’s screen: « I am here »."""
