"""Dated versions of one's record: kept, read again, compared, erased."""
