"""Moving an application from step to step, with the words the person will read."""
