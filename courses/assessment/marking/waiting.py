"""An attempt that waits for people: what is put aside for them when it is handed in."""

from typing import Any

from courses.assessment.marking.models import PartGrading, WrittenAnswer
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import grading_of


def set_aside(attempt: Attempt, marks: list[dict[str, Any]], record_hash: str) -> None:
    """Keep what the machine marked, and queue each answer that people mark."""
    PartGrading.objects.create(attempt=attempt, items=marks, record_hash=record_hash)
    hashes = {shown["key"]: shown["hash"] for shown in attempt.items}
    WrittenAnswer.objects.bulk_create(
        WrittenAnswer(attempt=attempt, item_key=mark["key"], item_hash=hashes[mark["key"]])
        for mark in marks
        if mark.get("awaiting")
    )


def kept_of(attempt: Attempt) -> Grading | PartGrading:
    """What is kept of an attempt handed in: its grading, or what the machine marked so far."""
    return grading_of(attempt) or attempt.part_grading
