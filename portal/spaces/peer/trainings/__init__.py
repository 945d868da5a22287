"""Trainings in one's own space: the sessions one asked to come to; what one could learn, shown when
one asks and then forgotten.
"""
