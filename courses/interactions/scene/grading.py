"""What the steps taken are worth against the procedure.

Each required step earns a point, and so does each order kept. A harmful step costs a point; a
fatal one costs everything. An order counts when both its steps are required, or when the later
one was taken: what nobody had to do cannot be done too early by leaving it.
"""

from dataclasses import dataclass

from courses.interactions.scene.procedure import (
    FATAL,
    HARMFUL,
    REQUIRED,
    Act,
    Config,
    Rule,
    acts_of,
    rules_of,
)
from courses.interactions.scene.steps import Step, in_force


@dataclass(frozen=True)
class Findings:
    """How the steps in force compare with the procedure."""

    done: list[Act]
    missing: list[Act]
    harmful: list[Act]
    fatal: list[Act]
    kept: list[Rule]
    broken: list[Rule]

    @property
    def possible(self) -> int:
        return len(self.done) + len(self.missing) + len(self.kept) + len(self.broken)

    @property
    def earned(self) -> int:
        if self.fatal:
            return 0
        return max(0, len(self.done) + len(self.kept) - len(self.harmful))

    @property
    def score(self) -> float:
        return self.earned / self.possible

    @property
    def right(self) -> bool:
        return not (self.missing or self.broken or self.harmful or self.fatal)


def find(config: Config, steps: list[Step]) -> Findings:
    acts, taken = acts_of(config), list(dict.fromkeys(in_force(steps)))
    rules = [rule for rule in rules_of(config) if _counts(rule, acts, taken)]
    return Findings(
        done=[acts[name] for name in acts if name in taken and _is(acts[name], REQUIRED)],
        missing=[acts[name] for name in acts if name not in taken and _is(acts[name], REQUIRED)],
        harmful=[acts[name] for name in taken if _is(acts[name], HARMFUL)],
        fatal=[acts[name] for name in taken if _is(acts[name], FATAL)],
        kept=[rule for rule in rules if _kept(rule, taken)],
        broken=[rule for rule in rules if not _kept(rule, taken)],
    )


def _is(act: Act, standing: str) -> bool:
    return act.standing == standing


def _counts(rule: Rule, acts: dict[str, Act], taken: list[str]) -> bool:
    both = all(acts[name].standing == REQUIRED for name in (rule.before, rule.after))
    return both or rule.after in taken


def _kept(rule: Rule, taken: list[str]) -> bool:
    """By the first time each was done: to photograph once more afterwards spoils nothing."""
    if rule.before not in taken or rule.after not in taken:
        return False
    return taken.index(rule.before) < taken.index(rule.after)


def model_steps(config: Config) -> list[Step]:
    """All that is required, with what must come before it, each in its place and once."""
    acts, rules = acts_of(config), rules_of(config)
    needed = {name for name, act in acts.items() if _is(act, REQUIRED)}
    while more := {rule.before for rule in rules if rule.after in needed} - needed:
        needed |= more
    way: list[str] = []
    while len(way) < len(needed):
        way.append(next(name for name in acts if name in needed and _free(name, rules, way)))
    return [_step(acts[name], number) for number, name in enumerate(way, start=1)]


def _free(name: str, rules: list[Rule], way: list[str]) -> bool:
    return name not in way and all(rule.before in way for rule in rules if rule.after == name)


def _step(act: Act, number: int) -> Step:
    step = {"id": str(number), "object": act.object_key, "action": act.name.partition(".")[2]}
    return {**step, "seal": f"BZ-{number:04}"} if act.asks_seal else step
