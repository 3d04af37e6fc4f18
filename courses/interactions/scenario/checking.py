"""Whether a scenario is in order: every fault at once, in sentences that name the place."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.interactions.scenario.graph import WORTH, Config, flags_in
from courses.interactions.scenario.reach import faults_of

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
POINT = re.compile(r"(PP-[A-Za-z0-9-]{1,36})?")
FACTS = ("sets", "clears", "needs", "lacks")
MOST_NODES, MOST_CHOICES, MOST_FLAGS, MOST_MINUTES, LONGEST = 40, 6, 8, 1440, 4000


class Fault(Exception):
    """One sentence about what to change."""


def clean(config: Any) -> Config:
    """The config in its own form, or `ValidationError` with all that is wrong with it."""
    if not isinstance(config, dict) or not isinstance(config.get("nodes"), list):
        raise ValidationError(_("Give the scenario at least two places."))
    faults: list[str] = []
    flags = _flags(config.get("flags") or [], faults)
    nodes = _nodes(config["nodes"], {flag["key"] for flag in flags}, faults)
    if faults:
        raise ValidationError(faults)
    whole = {"flags": flags, "nodes": nodes}
    faults = faults_of(whole)
    if faults:
        raise ValidationError(faults)
    return whole


def _flags(given: Any, faults: list[str]) -> list[Config]:
    if not isinstance(given, list) or len(given) > MOST_FLAGS:
        faults.append(_("Give at most %(n)s facts to remember.") % {"n": MOST_FLAGS})
        return []
    flags = []
    for number, flag in enumerate(given, start=1):
        try:
            where = _("Fact %(n)s") % {"n": number}
            flags.append(
                {"key": _key(flag, where), "label": _text(flag, "label", where, _("words"), 120)}
            )
        except Fault as fault:
            faults.append(str(fault))
    return _once(flags, _("The fact “%(key)s” stands twice."), faults)


def _nodes(given: list[Any], flags: set[str], faults: list[str]) -> list[Config]:
    if not 2 <= len(given) <= MOST_NODES:
        faults.append(_("Give between 2 and %(n)s places.") % {"n": MOST_NODES})
        return []
    nodes = []
    for number, node in enumerate(given, start=1):
        try:
            nodes.append(_node(node, number, flags))
        except Fault as fault:
            faults.append(str(fault))
    return _once(nodes, _("The place “%(key)s” stands twice."), faults)


def _once(things: list[Config], said: str, faults: list[str]) -> list[Config]:
    keys = [thing["key"] for thing in things]
    faults += [said % {"key": key} for key in sorted({key for key in keys if keys.count(key) > 1})]
    return things


def _node(node: Any, number: int, flags: set[str]) -> Config:
    key = _key(node, _("Place %(n)s") % {"n": number})
    where = _("Place “%(key)s”") % {"key": key}
    choices, ask = node.get("choices") or [], node.get("ask_sure") or False
    if not isinstance(ask, bool):
        raise Fault(_("%(where)s: say true or false to “how sure”.") % _at(where))
    if not isinstance(choices, list) or len(choices) > MOST_CHOICES:
        raise Fault(_("%(where)s has more than %(n)s choices.") % _at(where, n=MOST_CHOICES))
    clean: Config = {
        "key": key,
        "title": _text(node, "title", where, _("a title"), 80),
        "text": _text(node, "text", where, _("a text")),
        "minutes": _minutes(node, where),
        "ask_sure": ask and bool(choices),
        "choices": [_choice(one, n, where, flags) for n, one in enumerate(choices, start=1)],
        "debriefing": "",
        "value": None,
    }
    if not choices:
        clean["debriefing"] = _text(
            node, "debriefing", where, _("a debriefing, since it has no choice and so is an ending")
        )
        clean["value"] = _number(node, "value", where, 0, 100, _("its value, from 0 to 100"))
    elif node.get("debriefing") or node.get("value") not in (None, ""):
        raise Fault(
            _("%(where)s has choices, so it is no ending: take its debriefing and value away.")
            % _at(where)
        )
    return clean


def _choice(choice: Any, number: int, place: str, flags: set[str]) -> Config:
    where = _("%(place)s, choice %(n)s") % {"place": place, "n": number}
    if not isinstance(choice, dict):
        raise Fault(_("%(where)s is not a choice.") % _at(where))
    quality, point = choice.get("quality"), choice.get("point") or ""
    if not isinstance(quality, str) or quality not in WORTH:
        raise Fault(_("%(where)s: say how good it is.") % _at(where))
    if not isinstance(point, str) or not POINT.fullmatch(point.strip()):
        raise Fault(_("%(where)s: name a practice point such as PP-1, or none.") % _at(where))
    if point and quality == "fatal":
        raise Fault(
            _("%(where)s rests on %(point)s, so it can't be fatal.") % _at(where, point=point)
        )
    named = {name: _named(choice, name, where, flags) for name in FACTS}
    return {
        "text": _text(choice, "text", where, _("a text"), 300),
        "to": _text(choice, "to", where, _("the key of the place it leads to"), 40),
        "minutes": _minutes(choice, where),
        "quality": quality,
        "consequence": _text(choice, "consequence", where, _("what follows from it")),
        "point": point.strip(),
        **named,
    }


def _named(choice: Config, name: str, where: str, flags: set[str]) -> str:
    """Facts by their keys: a list, or one after the other with commas."""
    given = choice.get(name) or []
    if isinstance(given, str):
        given = list(flags_in(given))
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise Fault(_("%(where)s: name facts by their keys.") % _at(where))
    for one in given:
        if one not in flags:
            raise Fault(_("%(where)s: there is no fact “%(key)s”.") % _at(where, key=one))
    return ", ".join(sorted(set(given)))


def _key(thing: Any, where: str) -> str:
    key = thing.get("key") if isinstance(thing, dict) else None
    if not isinstance(key, str) or not KEY.fullmatch(key.strip()):
        raise Fault(
            _("%(where)s needs a key: small letters, figures and hyphens, at most 40.") % _at(where)
        )
    return key.strip()


def _text(thing: Any, name: str, where: str, what: str, most: int = LONGEST) -> str:
    value = thing.get(name) if isinstance(thing, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise Fault(_("%(where)s needs %(what)s.") % _at(where, what=what))
    if len(value) > most:
        raise Fault(
            _("%(where)s: %(what)s has at most %(n)s characters.") % _at(where, what=what, n=most)
        )
    return value.strip()


def _minutes(thing: Config, where: str) -> int:
    if thing.get("minutes") in (None, ""):
        return 0
    return _number(thing, "minutes", where, 0, MOST_MINUTES, _("minutes, as a whole number"))


def _number(thing: Config, name: str, where: str, least: int, most: int, what: str) -> int:
    value = thing.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Fault(_("%(where)s needs %(what)s.") % _at(where, what=what))
    return value


def _at(where: str, **more: Any) -> dict[str, Any]:
    return {"where": where, **more}
