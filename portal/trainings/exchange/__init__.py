"""Trainings as files know them: a table (CSV, XLSX) or LHEO, out and in, alike both ways.

`columns` names each fact of a training as one cell of text, `codecs` writes and reads such cells;
`comparing` says what a line would change here. LHEO is read and written as those same cells.
"""
