"""Read a folder of curriculum files, check it all, and load it."""

from dataclasses import dataclass, field
from pathlib import Path

from courses.catalogue.loading.applying import Outcome, load_course, load_practice_points
from courses.catalogue.loading.checking import Known, check_course
from courses.catalogue.loading.problems import Report
from courses.catalogue.loading.reading import (
    CourseFiles,
    Item,
    read_course,
    read_practice_points,
)
from courses.questions.models import PracticePoint

SHIPPED = Path(__file__).resolve().parent.parent.parent / "curriculum"


@dataclass
class Curriculum:
    """Files that were found to be in order."""

    points: list[Item]
    courses: list[tuple[CourseFiles, Known]] = field(default_factory=list)


def read_curriculum(root: Path = SHIPPED, only: str = "") -> Curriculum:
    """Everything in the folder, or one course. `BrokenCurriculum` lists all that is wrong."""
    report = Report(root)
    points = read_practice_points(root, report)
    undecided, known = _points(points)
    curriculum = Curriculum(points)
    folders = sorted(path.parent for path in root.glob("*/course.yaml"))
    if only:
        folders = [folder for folder in folders if folder.name == only]
    if not folders:
        report.add(root, 1, "There is no course in the folder.", "Add a folder with course.yaml.")
    for folder in folders:
        course = read_course(folder, report)
        curriculum.courses.append((course, check_course(course, undecided, known, report)))
    report.raise_if_any()
    return curriculum


def load_curriculum(curriculum: Curriculum) -> dict[str, Outcome]:
    """Outcome by course, and of the practice points. One transaction a course."""
    outcomes = {"practice points": Outcome()}
    load_practice_points(curriculum.points, outcomes["practice points"])
    for course, known in curriculum.courses:
        outcomes[course.slug] = load_course(course, known)
    return outcomes


def _points(items: list[Item]) -> tuple[set[str], set[str]]:
    """Keys not decided, and all keys. What somebody decided in the editor counts."""
    stored = {point.key: point for point in PracticePoint.objects.all()}
    keys = {item.slug for item in items} | set(stored)
    decided = {item.slug for item in items if item.content["decision"]}
    decided |= {key for key, point in stored.items() if point.decided}
    return keys - decided, keys
