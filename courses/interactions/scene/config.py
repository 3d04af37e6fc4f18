"""Checks a scene as authors write it. Every refusal is a sentence that says what to change."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.interactions.scene.actions import NATIONAL, OWN, action_key, label_of
from courses.interactions.scene.pictures import clean_picture
from courses.interactions.scene.procedure import (
    FATAL,
    HARMFUL,
    OPTIONAL,
    REQUIRED,
    Act,
    acts_of,
    loop_in,
)
from courses.interactions.scene.reading import flag, group, groups, number, text

Config = dict[str, Any]
STANDINGS = (REQUIRED, OPTIONAL, HARMFUL, FATAL)
MOST_OBJECTS, MOST_ACTIONS, MOST_RULES = 20, 15, 40
POINT = re.compile(r"^PP-\d+$")
CORNERS = re.compile(r"^\d{1,3},\d{1,3}(\s+\d{1,3},\d{1,3}){2,30}$")


def clean(config: Any) -> Config:
    """The config in its own form, or `ValidationError`."""
    config = group(config, _("The scene"))
    objects = [
        _object(one, n)
        for n, one in enumerate(
            groups(config.get("objects"), _("objects"), least=1, most=MOST_OBJECTS), start=1
        )
    ]
    _once([one["key"] for one in objects], _("Two objects are called “%(name)s”. Rename one."))
    cleaned: Config = {
        "picture": clean_picture(config.get("picture")),
        "objects": objects,
        "order": [],
        "seals": flag(config.get("seals", False), _("Ask for seal numbers")),
    }
    acts = acts_of(cleaned)
    if not any(act.standing == REQUIRED for act in acts.values()):
        raise ValidationError(_("Nothing is required in this scene. Mark at least one action."))
    rules = groups(config.get("order") or [], _("order"), least=0, most=MOST_RULES)
    cleaned["order"] = [_rule(rule, n, acts) for n, rule in enumerate(rules, start=1)]
    _refuse_loops(cleaned["order"], acts)
    return cleaned


def _object(value: Any, position: int) -> Config:
    where = _("Object %(n)s") % {"n": position}
    value = group(value, where)
    name = text(value, "name", where, most=80)
    where = f"{where} ({name})"
    key = slugify(value.get("key") or name)[:30]
    if not key:
        raise ValidationError(_("%(where)s needs a short name in letters.") % {"where": where})
    actions = [
        _action(one, where)
        for one in groups(value.get("actions"), where, least=1, most=MOST_ACTIONS)
    ]
    _once(
        [action_key(action) for action in actions],
        where + ": " + _("the action “%(name)s” stands twice."),
    )
    return {"key": key, "name": name, "seen": text(value, "seen", where, most=600)} | {
        **_region(value, where),
        "actions": actions,
    }


def _region(value: Config, where: str) -> Config:
    region = {part: number(value.get(part), f"{where}, {part}") for part in ("x", "y")}
    size = {part: number(value.get(part), f"{where}, {part}") for part in ("width", "height")}
    if not all(size.values()):
        raise ValidationError(_("%(where)s has no size on the picture.") % {"where": where})
    if region["x"] + size["width"] > 100 or region["y"] + size["height"] > 100:
        raise ValidationError(_("%(where)s reaches beyond the picture.") % {"where": where})
    outline = " ".join(text(value, "outline", where, required=False, most=300).split())
    if outline and (
        not CORNERS.match(outline) or any(int(n) > 100 for n in re.findall(r"\d+", outline))
    ):
        raise ValidationError(
            _("%(where)s: write corners as 10,20 30,20 30,40 (per cent, three or more).")
            % {"where": where}
        )
    return {**region, **size, "outline": outline}


def _action(value: Any, where: str) -> Config:
    value = group(value, where)
    key = text(value, "action", where, most=40)
    if key != OWN and key not in NATIONAL:
        raise ValidationError(
            _("%(where)s: “%(key)s” is no action of the list.") % {"where": where, "key": key}
        )
    label = text(value, "label", where, required=key == OWN, most=80)
    if key == OWN and not slugify(label):
        raise ValidationError(_("%(where)s: write the action in letters.") % {"where": where})
    if value.get("standing") not in STANDINGS:
        raise ValidationError(
            _("%(where)s: say whether each action is required, optional, harmful or fatal.")
            % {"where": where}
        )
    action = {"action": key, "label": label, "standing": value["standing"]}
    inside = f"{where}, {label_of(action)}"
    point = text(value, "point", inside, required=False, most=20)
    if point and not POINT.match(point):
        raise ValidationError(_("%(where)s: write PP- and a number.") % {"where": inside})
    if point and action["standing"] != OPTIONAL:
        raise ValidationError(
            _("%(where)s rests on %(point)s: until that is decided it can only be optional.")
            % {"where": inside, "point": point}
        )
    told = action["standing"] in (REQUIRED, HARMFUL, FATAL)
    return {
        **action,
        "consequence": text(value, "consequence", inside, required=told, most=600),
        "feedback": text(value, "feedback", inside, required=told, most=600),
        "point": point,
    }


def _rule(value: Any, position: int, acts: dict[str, Act]) -> Config:
    where = _("Order %(n)s") % {"n": position}
    value = group(value, where)
    rule = {part: text(value, part, where, most=120) for part in ("before", "after")}
    for part in rule.values():
        if part not in acts:
            raise ValidationError(
                _("%(where)s names “%(step)s”, which no object has. Choose one that is there.")
                % {"where": where, "step": part}
            )
        if acts[part].standing in (HARMFUL, FATAL):
            raise ValidationError(
                _("%(where)s names “%(step)s”, which nobody should do at all.")
                % {"where": where, "step": part}
            )
    return {**rule, "why": text(value, "why", where, most=600)}


def _refuse_loops(order: list[Config], acts: dict[str, Act]) -> None:
    loop = loop_in([(rule["before"], rule["after"]) for rule in order])
    if loop:
        steps = " → ".join([*loop, loop[0]])
        raise ValidationError(
            _("The order goes in a circle, so nobody can keep it: %(steps)s.") % {"steps": steps}
        )
    pairs = [(rule["before"], rule["after"]) for rule in order]
    for pair in pairs:
        if pairs.count(pair) > 1:
            raise ValidationError(
                _("The order “%(before)s before %(after)s” stands twice.")
                % {"before": pair[0], "after": pair[1]}
            )


def _once(names: list[str], message: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValidationError(message % {"name": name})
