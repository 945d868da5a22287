"""How the terms one meets everywhere are said in each language."""
