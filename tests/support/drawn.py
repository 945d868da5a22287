"""A QR code read back from its drawing: the dark squares, row by row."""

import re

import segno

_MOVES = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def dark_squares(svg: str) -> set[tuple[int, int]]:
    """(row, column) of each dark square, the border left out."""
    [path] = re.findall(r'<path[^>]*stroke="[^"]+"[^>]*\bd="([^"]+)"', svg)
    found: set[tuple[int, int]] = set()
    column, row = 0, 0.0
    for move, first, second in _MOVES.findall(path):
        if move == "h":
            found |= {(int(row), column + step) for step in range(int(first))}
            column += int(first)
        elif move == "m":
            column, row = column + int(first), row + float(second)
        else:
            column, row = int(first), float(second)
    top, left = min(row for row, _ in found), min(column for _, column in found)
    return {(row - top, column - left) for row, column in found}


def says(svg: str, text: str) -> bool:
    """Whether this is the code of exactly this text."""
    wanted = {
        (row, column)
        for row, line in enumerate(segno.make(text, error="m", micro=False).matrix)
        for column, dark in enumerate(line)
        if dark
    }
    return dark_squares(svg) == wanted
