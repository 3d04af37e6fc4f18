"""For authors: which questions people were sure of and wrong. Counts only, and never of a few.

By the rules of the other figures about questions: of each learner the first sitting, of a judge
none, nothing below the least, sittings added ten at a time, and each wording by the key in force.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from courses.assessment.certainty import STEPS
from courses.assessment.queries import pool_of
from courses.assessment.statistics.sittings import Asked, Said, sittings_of, whole_steps


@dataclass(frozen=True)
class Sureness:
    """How often one question was answered with each step, and how often that was not right."""

    key: str
    stem: str
    answered: int
    steps: list[tuple[str, int, int]]  # words, said, of these not right
    sure_and_wrong: int


def sureness_of(module_key: UUID) -> list[Sureness]:
    """Of every question asked with "how sure?" in this module, the most often sure and wrong first.

    Whoever was sure of what a correction made right was not wrong, and a question that was dropped
    or credited to all tells nothing.
    """
    said: dict[Asked, list[Said]] = defaultdict(list)
    stems: dict[Asked, str] = {}
    for sitting in sittings_of(module_key):
        items = pool_of(sitting.assessment, module_key).items
        for asked, one in sitting.said.items():
            said[asked].append(one)
            stems[asked] = items[asked[0]]["stem"]
    enough = {asked: whole_steps(answers) for asked, answers in said.items()}
    found = [_counted(asked[0], stems[asked], rows) for asked, rows in enough.items() if rows]
    return sorted(found, key=lambda one: (-one.sure_and_wrong / one.answered, one.key))


def _counted(key: str, stem: str, said: list[Said]) -> Sureness:
    counts = Counter(said)
    steps = [
        (str(words), counts[step, True] + counts[step, False], counts[step, False])
        for step, words in STEPS.items()
    ]
    return Sureness(key, stem, len(said), steps, steps[-1][2])
