"""How one field of a custody record is checked: right or not, and what to look at.

Each kind has its own rule. What is expected may be several values, one a line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Field = dict[str, Any]
KINDS = ("identifier", "seal", "datetime", "party", "hash", "algorithm", "text", "choice")
LENGTHS = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-512": 128}
OFFSET = re.compile(r"[+-]\d{2}:\d{2}")


@dataclass(frozen=True)
class Finding:
    """What the rule says of a value. Nothing to say where it is right."""

    right: bool
    says: str = ""


RIGHT = Finding(right=True)


def check(field: Field, value: str) -> Finding:
    """The author's own words on a mistake come first, then what the rule sees."""
    if not value.replace("|", "").strip():
        return Finding(right=False, says=_empty(field))
    found = RULES[field["kind"]](field, value)
    if found.right:
        return found
    for mistake in field["mistakes"]:
        if _plain(mistake["value"]) == _plain(value.replace("|", " ")):
            return Finding(right=False, says=mistake["feedback"])
    return found


def expected(field: Field) -> list[str]:
    return [line.strip() for line in field["expected"].splitlines() if line.strip()]


def readable(field: Field, value: str) -> str:
    """A value as a person writes it."""
    return " ".join(part for part in value.split("|") if part)


def _empty(field: Field) -> str:
    if field["kind"] == "party":
        return _("Nobody is named here. A line with one party proves only that somebody let go.")
    return _("Nothing is written here.")


def _identifier(field: Field, value: str) -> Finding:
    return _exactly(expected(field), _signs(value), _signs)


def _seal(field: Field, value: str) -> Finding:
    wanted, given = expected(field), _signs(value)
    for one in wanted:
        if given != one and given.lstrip("0") == _signs(one).lstrip("0"):
            return Finding(
                right=False, says=_("The zeros in front are part of the seal's number: write them.")
            )
    return _exactly(wanted, given, _signs)


def _exactly(wanted: list[str], given: str, form: Callable[[str], str]) -> Finding:
    """Sign by sign, and how far off it is."""
    forms = [form(one) for one in wanted]
    if given in forms:
        return RIGHT
    near = min((_different(given, one) for one in forms), default=99)
    if near <= 2:
        return Finding(
            right=False,
            says=ngettext(
                "%(n)s character differs. Read it aloud and compare each one.",
                "%(n)s characters differ. Read it aloud and compare each one.",
                near,
            )
            % {"n": near},
        )
    return Finding(right=False, says=_("That isn't what the narrative says."))


def _different(a: str, b: str) -> int:
    if len(a) != len(b):
        return 99
    return sum(x != y for x, y in zip(a, b, strict=True))


def _datetime(field: Field, value: str) -> Finding:
    day, clock, offset = parts_of(value)
    if not (day and clock):
        return Finding(right=False, says=_("Write the date and the time."))
    if not offset:
        return Finding(
            right=False,
            says=_("The time has no UTC offset. In Belize it is UTC-06:00, all year round."),
        )
    given = _moment(day, clock, offset)
    wanted = [_moment(*parts_of(one)) for one in expected(field)]
    if given is None:
        return Finding(right=False, says=_("That is not a date and a time."))
    if given in wanted:
        return RIGHT
    if any(one and one.replace(tzinfo=None) == given.replace(tzinfo=None) for one in wanted):
        return Finding(
            right=False,
            says=_("The clock is right and the offset isn't: the two are hours apart."),
        )
    if any(one and one.date() == given.date() for one in wanted):
        return Finding(right=False, says=_("The day is right, the time isn't."))
    return Finding(right=False, says=_("That isn't the time in the narrative."))


def parts_of(value: str) -> tuple[str, str, str]:
    """Day, clock and offset of a moment, written with | or with spaces between them."""
    parts = value.split("|") if "|" in value else value.split()
    day, clock, offset = (*(part.strip() for part in parts[:3]), "", "", "")[:3]
    return day, clock, offset


def _moment(day: str, clock: str, offset: str) -> datetime | None:
    if not OFFSET.fullmatch(offset):
        return None
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:
        return None


def _hash(field: Field, value: str) -> Finding:
    given = re.sub(r"\s", "", value).lower()
    wanted = [re.sub(r"\s", "", one).lower() for one in expected(field)]
    if not re.fullmatch(r"[0-9a-f]+", given):
        return Finding(right=False, says=_("A hash holds the figures 0 to 9 and letters a to f."))
    if given in wanted:
        return RIGHT
    lengths = {len(one) for one in wanted}
    if len(given) not in lengths:
        return Finding(
            right=False,
            says=_("This value has %(given)s characters, and %(wanted)s are needed.")
            % {"given": len(given), "wanted": min(lengths)},
        )
    return _exactly(wanted, given, str)


def _algorithm(field: Field, value: str) -> Finding:
    given = _name_of_algorithm(value)
    if given in [_name_of_algorithm(one) for one in expected(field)]:
        return RIGHT
    if given not in LENGTHS:
        return Finding(right=False, says=_("Name the algorithm in full, such as SHA-256."))
    return Finding(
        right=False,
        says=_("%(name)s gives %(n)s characters. Compare that with the value in the narrative.")
        % {"name": given, "n": LENGTHS[given]},
    )


def _name_of_algorithm(value: str) -> str:
    bare = re.sub(r"[\s_-]", "", value).upper()
    return {name.replace("-", ""): name for name in LENGTHS}.get(bare, bare)


def _text(field: Field, value: str) -> Finding:
    """Any of the phrases is enough, in whatever words around it."""
    given = f" {_plain(value)} "
    if any(f" {_plain(one)} " in given for one in expected(field)):
        return RIGHT
    return Finding(right=False, says=_("That isn't what the narrative says."))


def _party(field: Field, value: str) -> Finding:
    if _text(field, value).right:
        return RIGHT
    return Finding(
        right=False,
        says=_("That isn't the person who held the exhibit. A building or a unit can't sign."),
    )


def _choice(field: Field, value: str) -> Finding:
    if _plain(value) in [_plain(one) for one in expected(field)]:
        return RIGHT
    return Finding(right=False, says=_("That isn't what the narrative says."))


def _signs(value: str) -> str:
    return re.sub(r"\s", "", value).upper()


def _plain(value: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", value.casefold()).split())


RULES: dict[str, Callable[[Field, str], Finding]] = {
    "identifier": _identifier,
    "seal": _seal,
    "datetime": _datetime,
    "party": _party,
    "hash": _hash,
    "algorithm": _algorithm,
    "text": _text,
    "choice": _choice,
}
