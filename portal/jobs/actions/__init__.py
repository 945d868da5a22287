"""What may be changed: offers (`offers`), answering one (`applying`), following it (`following`), screening (`screening`)."""
