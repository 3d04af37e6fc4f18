"""Single values out of what an author's form or a file gives, each refused with a sentence."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def group(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValidationError(_("%(where)s has no parts.") % {"where": where})
    return value


def groups(value: Any, where: str, *, least: int, most: int) -> list[Any]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise ValidationError(
            _("%(where)s: give between %(least)s and %(most)s of them.")
            % {"where": where, "least": least, "most": most}
        )
    return value


def text(values: dict[str, Any], name: str, where: str, *, required: bool = True, most: int) -> str:
    value = values.get(name)
    if value in (None, "") and not required:
        return ""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValidationError(_("%(where)s needs its %(name)s.") % {"where": where, "name": name})
    value = " ".join(value.split())
    if len(value) > most:
        raise ValidationError(
            _("%(where)s: %(name)s has more than %(most)s characters.")
            % {"where": where, "name": name, "most": most}
        )
    return value


def number(value: Any, where: str) -> int:
    """A whole per cent of the picture."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise ValidationError(
            _("%(where)s is a whole number from 0 to 100: per cent of the picture.")
            % {"where": where}
        )
    return value


def flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ValidationError(_("%(where)s is true or false.") % {"where": where})
    return value
