"""Demo only: the mails and SMS that would have left, readable by anybody."""
