"""Views several spaces show alike: written here once, bound by each (`portal/web/screens.py`)."""
