"""Where a scenario can lead: dead ends, places nobody reaches, rounds nobody gets out of."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.interactions.scenario.graph import Choice, Config, Flags, Scenario

Standing = tuple[str, Flags]  # a node, and what has happened


def faults_of(config: Config) -> list[str]:
    """Everything that would leave a learner standing, or that no learner would ever see."""
    scenario = Scenario(config)
    missing = list(_missing(scenario))
    if missing:
        return missing
    moves = moves_of(scenario)
    faults = [*_endings(scenario), *_never(scenario, moves), *_stuck(scenario, moves)]
    return faults or list(_best_way(scenario))


def moves_of(
    scenario: Scenario, qualities: Iterable[str] | None = None
) -> dict[Standing, list[tuple[Choice, Standing]]]:
    """From every place where somebody may come to stand, with what happened, where they may go."""
    allowed = None if qualities is None else set(qualities)
    start = (scenario.start.node, scenario.start.flags)
    moves: dict[Standing, list[tuple[Choice, Standing]]] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here in moves:
            continue
        node, flags = here
        moves[here] = [
            (choice, (choice.to, (flags - choice.clears) | choice.sets))
            for choice in scenario.nodes[node].open_to(flags)
            if allowed is None or choice.quality in allowed
        ]
        waiting += [there for _choice, there in moves[here]]
    return moves


def rounds_of(scenario: Scenario) -> list[str]:
    """Places that one may pass more than once, in the order of the scenario."""
    moves = moves_of(scenario)
    round_again = {here[0] for here in moves if here in _reached(here, moves)}
    return [key for key in scenario.nodes if key in round_again]


def _reached(
    start: Standing, moves: dict[Standing, list[tuple[Choice, Standing]]]
) -> set[Standing]:
    found: set[Standing] = set()
    waiting = [there for _choice, there in moves[start]]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [there for _choice, there in moves[here]]
    return found


def _missing(scenario: Scenario) -> Iterable[str]:
    for node in scenario.nodes.values():
        for choice in node.choices:
            if choice.to not in scenario.nodes:
                yield _(
                    "“%(text)s” at “%(node)s” leads to “%(to)s”, and there is no such place."
                ) % {"text": choice.text, "node": node.key, "to": choice.to}


def _endings(scenario: Scenario) -> Iterable[str]:
    endings = [node for node in scenario.nodes.values() if node.ends]
    if len(endings) < 2:
        yield _("Give the scenario at least two endings: places without choices.")
    if scenario.nodes[scenario.start.node].ends:
        yield _("The first place has no choice: the scenario would end where it begins.")


def _never(
    scenario: Scenario, moves: dict[Standing, list[tuple[Choice, Standing]]]
) -> Iterable[str]:
    """Places and choices that nobody comes to."""
    reached = {node for node, _flags in moves}
    taken = {(here[0], choice.at) for here, ways in moves.items() for choice, _there in ways}
    for node in scenario.nodes.values():
        if node.key not in reached:
            yield _("Nobody can reach “%(node)s”: no choice leads there.") % {"node": node.key}
            continue
        for choice in node.choices:
            if (node.key, choice.at) not in taken:
                yield _(
                    "“%(text)s” at “%(node)s” can never be chosen: what it asks for never holds "
                    "there."
                ) % {"text": choice.text, "node": node.key}


def _stuck(
    scenario: Scenario, moves: dict[Standing, list[tuple[Choice, Standing]]]
) -> Iterable[str]:
    """Dead ends, and rounds that can't be left."""
    leaves = {here for here in moves if scenario.nodes[here[0]].ends}
    while more := {
        here
        for here, ways in moves.items()
        if here not in leaves and any(there in leaves for _choice, there in ways)
    }:
        leaves |= more
    order = list(scenario.nodes)
    dead = {here for here, ways in moves.items() if not ways and here not in leaves}
    for node, flags in sorted(dead, key=lambda here: (order.index(here[0]), sorted(here[1]))):
        yield _("“%(node)s” is a dead end%(when)s: no choice is open there.") % {
            "node": node,
            "when": _when(scenario, flags),
        }
    endless = {here[0] for here in moves if here not in leaves | dead}
    if endless and not dead:
        places = ", ".join(f"“{key}”" for key in order if key in endless)
        yield _("Whoever comes to %(places)s goes round for ever: no ending can be reached.") % {
            "places": places
        }


def _when(scenario: Scenario, flags: Flags) -> str:
    if not flags:
        return ""
    named = ", ".join(sorted(flags))
    return _(" when these facts hold: %(facts)s") % {"facts": named}


def _best_way(scenario: Scenario) -> Iterable[str]:
    """Somebody who always chooses best must be able to earn everything."""
    ends = {
        node
        for node, _flags in moves_of(scenario, ["best"])
        if scenario.nodes[node].ends and scenario.nodes[node].value == 100
    }
    if not ends:
        yield _(
            "Whoever makes the best choice everywhere must reach an ending worth 100. "
            "Check which choices are best, and what the endings are worth."
        )
