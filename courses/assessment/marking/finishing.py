"""How far an attempt is: which reading each answer waits for next, and its grading at the end.

Everything is worked out again from the rows after each marking, so it depends on them only.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils import timezone

from courses.assessment.asking import type_of
from courses.assessment.evidence import record_attempt_evidence
from courses.assessment.grading import mark_of, weighed
from courses.assessment.marking.models import (
    Marking,
    PartGrading,
    SettledBy,
    SettledMark,
    WhySecond,
    WrittenAnswer,
)
from courses.assessment.marking.rules import (
    Levels,
    grade_by,
    middle,
    one_level_decides,
    too_far_apart,
)
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import corrections_in, grading_of, items_by_key
from courses.assessment.regrading import given_in

Readings = dict[int, Marking]  # by 1, 2, 3


def advance(attempt: Attempt) -> Grading | None:
    """Say what each answer of an attempt waits for; when nothing, settle, grade, record evidence.

    The caller holds the attempt. Returns the grading that this made, once.
    """
    if grading_of(attempt) is not None:
        return None
    way = _Way(attempt)
    way.decide()
    for answer in way.answers:
        answer.save(update_fields=["awaits", "second"])
    return None if any(answer.awaits for answer in way.answers) else _grade(way)


class _Way:
    """One attempt's answers and their readings while it is decided how it goes on."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.part: PartGrading = attempt.part_grading
        self.items = items_by_key(attempt)
        self.answers = list(WrittenAnswer.objects.filter(attempt=attempt).order_by("item_key"))
        self.corrections = corrections_in(attempt.module_key)
        self.readings: dict[str, Readings] = {answer.item_key: {} for answer in self.answers}
        rows = Marking.objects.filter(answer__attempt=attempt, replaced_by=None)
        for row in rows.select_related("answer"):
            self.readings[row.answer.item_key][row.reading] = row
        # A question that was dropped or credited, or whose type is gone, needs no marks.
        self.needed = [
            answer
            for answer in self.answers
            if (answer.item_key, answer.item_hash) not in self.corrections
            and type_of(self.items[answer.item_key]) is not None
        ]

    def decide(self) -> None:
        for answer in self.answers:
            answer.awaits = 0
        for answer in self.needed:
            answer.awaits = self._next(answer)
        if not any(answer.awaits == 1 for answer in self.needed):
            self._second_where_close()
        if not any(answer.awaits for answer in self.needed):
            self._third_where_it_matters()

    def _next(self, answer: WrittenAnswer) -> int:
        read = self.readings[answer.item_key]
        if 1 not in read:
            return 1
        if 2 not in read:
            return 2 if answer.second else 0
        return 3 if 3 not in read and self._far_apart(answer) else 0

    def _far_apart(self, answer: WrittenAnswer) -> bool:
        read = self.readings[answer.item_key]
        return too_far_apart(self.items[answer.item_key], read[1].levels, read[2].levels)

    def _worth(self, answer: WrittenAnswer, reading: int) -> Any:
        levels = self.readings[answer.item_key][reading].levels
        return grade_by(self.items[answer.item_key], None, levels)

    def _second_where_close(self) -> None:
        """Where one level decides, every answer of the attempt is read a second time."""
        single = [answer for answer in self.needed if 2 not in self.readings[answer.item_key]]
        firsts = {a.item_key: self.readings[a.item_key][1].levels for a in self.needed}
        if not single or not one_level_decides(self._passes, firsts, self.items):
            return
        for answer in single:
            answer.awaits = 2
            answer.second = answer.second or WhySecond.CLOSE

    def _third_where_it_matters(self) -> None:
        """Two readers within the margin, and yet the outcome is another by the one or the other."""
        pairs = [answer for answer in self.needed if set(self.readings[answer.item_key]) == {1, 2}]
        best, worst = self.settled(), self.settled()
        for answer in pairs:
            ranked = sorted((1, 2), key=lambda n: _rank(self._worth(answer, n)))
            worst[answer.item_key], best[answer.item_key] = (
                self.readings[answer.item_key][n].levels for n in ranked
            )
        if self._passes(best) == self._passes(worst):
            return
        for answer in pairs:
            if _rank(self._worth(answer, 1)) != _rank(self._worth(answer, 2)):
                answer.awaits = 3

    def settled(self) -> dict[str, Levels]:
        """The levels that count: the middle of three readers, else the first reader's."""
        found: dict[str, Levels] = {}
        for answer in self.needed:
            read = self.readings[answer.item_key]
            three = [read[n].levels for n in (1, 2, 3) if n in read]
            found[answer.item_key] = middle(three) if len(three) == 3 else read[1].levels
        return found

    def _passes(self, levels: Mapping[str, Levels]) -> bool:
        marks = [
            marked(self.items[mark["key"]], mark, levels[mark["key"]])
            if mark["key"] in levels
            else mark
            for mark in self.corrected_marks
        ]
        return weighed(self.attempt, marks, self.part.record_hash).passed

    @cached_property
    def corrected_marks(self) -> list[dict[str, Any]]:
        """What the machine marked at hand-in, with the corrections of questions since then."""
        hashes = {shown["key"]: shown["hash"] for shown in self.attempt.items}
        found = []
        for mark in self.part.items:
            item = self.items[mark["key"]]
            correction = self.corrections.get((mark["key"], hashes[mark["key"]]))
            if correction is not None or (mark.get("awaiting") and type_of(item) is None):
                mark = mark_of(item, given_in(mark), correction)
            found.append(mark)
        return found


def marked(item: dict[str, Any], mark: dict[str, Any], levels: Levels) -> dict[str, Any]:
    """The mark of an answer by these levels, in place of the one that waits."""
    grade = grade_by(item, mark["answer"], levels)
    kept: dict[str, Any] = {
        name: mark[name] for name in ("key", "answer", "certainty") if name in mark
    }
    return {**kept, "score": grade.score, "right": grade.right, "levels": levels}


def _rank(grade: Any) -> tuple[bool, float]:
    return (grade.right, grade.score)


def _grade(way: _Way) -> Grading:
    """Settle each answer and grade the attempt: now, and not when it was handed in."""
    now, levels = timezone.now(), way.settled()
    settled = {answer.item_key: _settle(way, answer, levels) for answer in way.needed}
    marks = [
        _told(marked(way.items[mark["key"]], mark, levels[mark["key"]]), settled[mark["key"]], way)
        if mark["key"] in settled
        else mark
        for mark in way.corrected_marks
    ]
    SettledMark.objects.bulk_create(settled.values())
    grading = weighed(way.attempt, marks, way.part.record_hash)
    grading.graded_at = now
    grading.save(force_insert=True)
    record_attempt_evidence(attempt=way.attempt, grading=grading)
    return grading


def _settle(way: _Way, answer: WrittenAnswer, levels: dict[str, Levels]) -> SettledMark:
    read, item = way.readings[answer.item_key], way.items[answer.item_key]
    grade = grade_by(item, None, levels[answer.item_key])
    counted = [read[n] for n in ((1, 2, 3) if 3 in read else (1,))]
    return SettledMark(
        answer=answer,
        how=SettledBy.MIDDLE if 3 in read else SettledBy.FIRST,
        levels=levels[answer.item_key],
        score=grade.score,
        right=grade.right,
        comments=[row.comment for row in counted if row.comment],
    )


def _told(mark: dict[str, Any], settled: SettledMark, way: _Way) -> dict[str, Any]:
    """With what the learner is told of it, so that a grading needs no other row to be read."""
    readers = len(way.readings[mark["key"]])
    return {**mark, "comments": settled.comments, "readers": readers}
