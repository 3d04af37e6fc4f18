"""Whether a custody form is in order, in sentences that name the line and the field."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.interactions.custody.rules import KINDS, check, expected, parts_of

Config = dict[str, Any]
MOST_ENTRIES, MOST_FIELDS, MOST_MISTAKES, LONGEST = 12, 12, 8, 6000


class Fault(Exception):
    """One sentence about what to change."""


def clean(config: Any) -> Config:
    """The config in its own form, or `ValidationError` with all that is wrong."""
    entries = config.get("entries") if isinstance(config, dict) else None
    if not isinstance(entries, list) or not 1 <= len(entries) <= MOST_ENTRIES:
        raise ValidationError(_("Give the record between 1 and %(n)s lines.") % {"n": MOST_ENTRIES})
    faults: list[str] = []
    clean: list[Config] = []
    for number, entry in enumerate(entries, start=1):
        try:
            clean.append(_entry(entry, number))
        except Fault as fault:
            faults.append(str(fault))
    try:
        narrative = _text(config, "narrative", _("The form"), _("a narrative"), LONGEST)
    except Fault as fault:
        faults.append(str(fault))
    if faults:
        raise ValidationError(faults)
    return {"narrative": narrative, "entries": clean}


def _entry(entry: Any, number: int) -> Config:
    title = _text(entry, "title", _("Line %(n)s") % {"n": number}, _("a title"), 120)
    where = _("Line “%(title)s”") % {"title": title}
    fields = entry.get("fields")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MOST_FIELDS:
        raise Fault(
            _("%(where)s needs between 1 and %(n)s fields.") % {"where": where, "n": MOST_FIELDS}
        )
    return {"title": title, "fields": [_field(f, n, where) for n, f in enumerate(fields, start=1)]}


def _field(field: Any, number: int, line: str) -> Config:
    place = _("%(line)s, field %(n)s") % {"line": line, "n": number}
    label = _text(field, "label", place, _("a label"), 120)
    where = _("%(line)s, “%(label)s”") % {"line": line, "label": label}
    kind = field.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Fault(_("%(where)s: say what kind of field it is.") % {"where": where})
    clean: Config = {
        "label": label,
        "kind": kind,
        "hint": _text(field, "hint", where, _("a hint"), 200, required=False),
        "expected": _text(field, "expected", where, _("the value that is right"), 1000),
        "choices": _text(field, "choices", where, _("choices"), 1000, required=False),
        "feedback": _text(field, "feedback", where, _("feedback"), 600),
        "mistakes": _mistakes(field, where),
    }
    _check_itself(clean, where)
    return clean


def _check_itself(field: Config, where: str) -> None:
    """What an author expects must be right by the field's own rule."""
    for value in expected(field):
        kept = "|".join(parts_of(value)) if field["kind"] == "datetime" else value
        found = check({**field, "mistakes": []}, kept)
        if not found.right:
            raise Fault(
                _("%(where)s: “%(value)s” is not right by its own rule. %(says)s")
                % {"where": where, "value": value, "says": found.says}
            )
    choices = field["choices"].splitlines()
    if field["kind"] == "choice" and not set(expected(field)) <= {c.strip() for c in choices}:
        raise Fault(_("%(where)s: the right value is not among the choices.") % {"where": where})


def _mistakes(field: Config, where: str) -> list[Config]:
    given = field.get("mistakes") or []
    if not isinstance(given, list) or len(given) > MOST_MISTAKES:
        raise Fault(
            _("%(where)s: name at most %(n)s mistakes.") % {"where": where, "n": MOST_MISTAKES}
        )
    at = _("%(where)s, mistake") % {"where": where}
    return [
        {
            "value": _text(one, "value", at, _("the value that somebody may write"), 200),
            "feedback": _text(one, "feedback", at, _("feedback"), 600),
        }
        for one in given
    ]


def _text(thing: Any, name: str, where: str, what: str, most: int, *, required: bool = True) -> str:
    value = thing.get(name) if isinstance(thing, dict) else None
    if value in (None, "") and not required:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise Fault(_("%(where)s needs %(what)s.") % {"where": where, "what": what})
    if len(value) > most:
        said = _("%(where)s: %(what)s has at most %(n)s characters.")
        raise Fault(said % {"where": where, "what": what, "n": most})
    return "\n".join(line.rstrip() for line in value.strip().splitlines())
