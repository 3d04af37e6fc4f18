"""The table of demo accounts that `make run` ends with; empty where there is no demo data."""

from django.contrib.auth import get_user_model
from django.utils.module_loading import import_string


def lines() -> list[str]:
    rows = _accounts()
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["", "Demo accounts (development only):"] + [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _accounts() -> list[tuple[str, ...]]:
    """Rows of the demo module, as text, for the people who are really there."""
    try:
        accounts = import_string("lms.dashboard.demo.accounts")
    except ImportError:
        return []
    return [tuple(map(str, row)) for row in accounts() if _is_there(row)]


def _is_there(row: tuple[str, ...]) -> bool:
    """A row with a service number stands only for a person in this database."""
    people = get_user_model().objects
    return people.filter(service_number__in=[str(cell) for cell in row]).exists()
