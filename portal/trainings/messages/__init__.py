"""What people are told about trainings."""
