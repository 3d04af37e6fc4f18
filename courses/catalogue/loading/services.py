"""Read a folder of curriculum files, check it all, and load it."""

from dataclasses import dataclass, field
from pathlib import Path

from courses.catalogue.loading.applying import (
    Outcome,
    load_course,
    load_glossary,
    load_practice_points,
)
from courses.catalogue.loading.checking import Known, Names, check_course
from courses.catalogue.loading.glossary import known_terms, read_glossary
from courses.catalogue.loading.items import Item
from courses.catalogue.loading.problems import Report
from courses.catalogue.loading.reading import (
    CourseFiles,
    read_course,
    read_practice_points,
)
from courses.questions.models import PracticePoint

SHIPPED = Path(__file__).resolve().parent.parent.parent / "curriculum"


@dataclass
class Curriculum:
    """Files that were found to be in order."""

    points: list[Item]
    terms: list[Item]
    courses: list[tuple[CourseFiles, Known]] = field(default_factory=list)


def read_curriculum(root: Path = SHIPPED, only: str = "") -> Curriculum:
    """Everything in the folder, or one course. `BrokenCurriculum` lists all that is wrong."""
    report = Report(root)
    points = read_practice_points(root, report)
    undecided, known = _points(points)
    terms = read_glossary(root, report)
    curriculum = Curriculum(points, terms)
    names = Names(undecided, known, known_terms(terms))
    folders = sorted(path.parent for path in root.glob("*/course.yaml"))
    if only:
        folders = [folder for folder in folders if folder.name == only]
    if not folders:
        report.add(root, 1, "There is no course in the folder.", "Add a folder with course.yaml.")
    for folder in folders:
        course = read_course(folder, report)
        curriculum.courses.append((course, check_course(course, names, report)))
    report.raise_if_any()
    return curriculum


def load_curriculum(curriculum: Curriculum, *, bring_back: bool = False) -> dict[str, Outcome]:
    """Outcome by course, and of the practice points. One transaction a course.

    What somebody deleted in the editor stays away, unless it shall be brought back.
    """
    alone = Known(bring_back=bring_back)
    outcomes = {"practice points": Outcome(), "glossary": Outcome()}
    load_practice_points(curriculum.points, alone, outcomes["practice points"])
    load_glossary(curriculum.terms, alone, outcomes["glossary"])
    for course, known in curriculum.courses:
        known.bring_back = bring_back
        outcomes[course.slug] = load_course(course, known)
    return outcomes


def _points(items: list[Item]) -> tuple[set[str], set[str]]:
    """Keys not decided, and all keys. What somebody decided in the editor counts."""
    stored = {point.key: point for point in PracticePoint.objects.all()}
    keys = {item.slug for item in items} | set(stored)
    decided = {item.slug for item in items if item.content["decision"]}
    decided |= {key for key, point in stored.items() if point.decided}
    return keys - decided, keys
