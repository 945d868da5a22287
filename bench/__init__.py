"""`make bench`: speed and weight, every number beside a floor measured in the same run."""
