"""How far a demo person has come in a course."""

from enum import Enum
from random import Random


class Stage(Enum):
    NOT_ENROLLED = "not enrolled"
    NOT_STARTED = "enrolled, nothing opened"
    READING = "in the middle of a lesson"
    FAILED = "did not pass a first attempt, and waits for the next"
    ONE_PASSED = "passed the first module"
    COMPLETED = "completed, with a certificate"


def stages(chance: Random, count: int, *, completed: int, spread: bool = True) -> list[Stage]:
    """Stages for a group: so many completed, the others at every earlier stage in turn.

    Without `spread` the others are not enrolled.
    """
    turn = (
        (Stage.ONE_PASSED, Stage.READING, Stage.FAILED, Stage.NOT_STARTED, Stage.NOT_ENROLLED)
        if spread
        else (Stage.NOT_ENROLLED,)
    )
    rest = [turn[place % len(turn)] for place in range(count - completed)]
    found = [Stage.COMPLETED] * completed + rest
    chance.shuffle(found)
    return found
