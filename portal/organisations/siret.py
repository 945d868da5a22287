"""SIRET: fourteen digits whose sum tells a typing mistake from a number (INSEE, SIRENE)."""

LENGTH = 14
# Offices of La Poste: their digits add up to a multiple of five instead (INSEE, since 2003).
_LA_POSTE = "356000000"


def read(typed: str) -> str:
    """The digits of what was typed, spaces and dots aside."""
    return "".join(character for character in typed if not character.isspace() and character != ".")


def is_valid(number: str) -> bool:
    """Whether it can be a SIRET. Does not ask whether the establishment exists."""
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        return False
    if not int(number):
        return False
    if number.startswith(_LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return True
    return _luhn(number)


def shown(number: str) -> str:
    """As it is printed: « 123 456 789 00012 »."""
    return " ".join((number[:3], number[3:6], number[6:9], number[9:])) if number else ""


def _luhn(number: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
