"""An attempt's questions as a page shows them: in the order asked, with the answers in force."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.certainty import CERTAIN, STEPS
from courses.assessment.marking.models import PartGrading
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import Given, as_shown, pool_of, responses_in_force, step_times
from courses.player.words import zone_in_words
from courses.questions.question_types import Grade, Shown

NOTHING = Given(None)


@dataclass(frozen=True)
class Asked:
    """One question of an attempt. `item` holds what is right: it never leaves the server whole.

    `mark` is what the grading kept of it. A question whose type is gone is shown as a record.
    """

    number: int
    total: int
    item: dict[str, Any]
    shown: Shown
    answer: Any
    mark: dict[str, Any] | None = None
    certainty: int | None = None
    asks_certainty: bool = False
    attempt: Attempt | None = None

    @property
    def key(self) -> str:
        return str(self.item["key"])

    @property
    def void(self) -> bool:
        """Neither for nor against: its type was gone when it was graded."""
        return bool(self.mark and self.mark.get("void"))

    @property
    def correction_words(self) -> str:
        """What became of a question that turned out wrong after it was asked."""
        mark = self.mark or {}
        if mark.get("credited"):
            return _("This question was corrected: everybody gets it right.")
        if mark.get("void") and type_of(self.item) is not None:
            return _("This question was dropped: it doesn't count, whatever stands above.")
        return _("This question was corrected: other options are right.") if self._rekeyed else ""

    @property
    def _rekeyed(self) -> bool:
        return bool(self.mark and "corrected" in self.mark)

    @property
    def answered(self) -> bool:
        kind = type_of(self.item)
        return kind is None or kind.answered(self.item["config"], self.answer)

    @property
    def log_url(self) -> str:
        """Where the log of this question prints, if it keeps one."""
        kind = type_of(self.item)
        if self.attempt is None or kind is None or not kind.prints_log:
            return ""
        return reverse("attempt-log", args=[self.attempt.pk, self.key])

    def touched(self, data: Mapping[str, Any]) -> bool:
        """Whether a posted form says anything about this question."""
        kind = type_of(self.item)
        name = f"answer-{self.key}"
        return kind is not None and kind.touched(self.item["config"], self.shown, data, name)

    def html(self, error: str = "") -> SafeString:
        kind = type_of(self.item)
        here = {"number": self.number, "total": self.total, "error": error}
        item = {"key": self.key, "stem": self.item["stem"]}
        if kind is None:
            return render_to_string("courses/question_types/gone.html", {"item": item, **here})
        asking = kind.asking(self.item["config"], self.shown, self.answer)
        question = render_to_string(kind.template, {"item": item, **asking, **here})
        return question + self._how_sure() if self.asks_certainty else question

    def _how_sure(self) -> SafeString:
        steps = [
            {"value": step, "words": words, "chosen": step == self.certainty}
            for step, words in STEPS.items()
        ]
        return render_to_string(
            "courses/parts/how_sure.html",
            {"item": self.key, "number": self.number, "steps": steps},
        )

    @property
    def sure_and_wrong(self) -> bool:
        """What is worth looking at first: nothing warned this learner."""
        return self.certainty == CERTAIN and not (self.grade and self.grade.right)

    @property
    def certainty_words(self) -> str:
        return str(STEPS[self.certainty]) if self.certainty else ""

    def result_html(self) -> SafeString:
        """After hand-in: the answer, what is right, and the feedback."""
        kind = type_of(self.item)
        context: dict[str, Any] = {
            "item": self.item, "grade": self.grade, "number": self.number, "total": self.total
        }  # fmt: skip
        # Nothing kept of it: tried out, so that nobody will mark it either.
        context["tried"] = self.mark is None
        context |= {"by_rubric": self.by_rubric, "comments": self.comments}
        if kind is None:
            context |= {"answer": _readable(self.answer), "void": self.void}
            return render_to_string("courses/question_types/gone_result.html", context)
        telling = kind.telling(self.item["config"], self.shown, self.answer)
        if kind.prints_log and self.attempt is not None:
            telling |= {**log_of(self.attempt, self.key, telling["log"]), "log_url": self.log_url}
        return render_to_string(kind.result_template, {**context, **telling})

    @property
    def by_people(self) -> bool:
        """Whether people mark what is answered here."""
        kind = type_of(self.item)
        return kind is not None and kind.awaits_marking

    @property
    def by_rubric(self) -> list[dict[str, Any]]:
        """What people gave for each criterion: `name`, `level`, `points`, `most`."""
        kind, levels = type_of(self.item), (self.mark or {}).get("levels")
        if kind is None or levels is None:
            return []
        return [
            {
                "name": criterion["name"],
                "level": criterion["levels"][level]["text"],
                "points": criterion["levels"][level]["points"],
                "most": max(one["points"] for one in criterion["levels"]),
            }
            for criterion, level in zip(kind.rubric(self.item["config"]), levels, strict=True)
        ]

    @property
    def comments(self) -> list[str]:
        """What the people who marked it wrote to the learner."""
        return list((self.mark or {}).get("comments", []))

    @property
    def grade(self) -> Grade | None:
        """As it was graded; worked out again where nothing was kept."""
        if self.mark is not None:
            fatal, awaiting = self.mark.get("fatal", False), self.mark.get("awaiting", False)
            return Grade(self.mark["score"], self.mark["right"], fatal, awaiting)
        kind = type_of(self.item)
        return None if kind is None else kind.grade(self.item["config"], self.answer)


def asked_in(attempt: Attempt, grading: Grading | PartGrading | None = None) -> list[Asked]:
    """All questions in the order of this attempt, answered as it stands or as it was graded."""
    marks = {mark["key"]: mark for mark in grading.items} if grading else {}
    if grading is None:
        given = responses_in_force(attempt)
    else:
        given = {key: Given(mark["answer"], mark.get("certainty")) for key, mark in marks.items()}
    pool = pool_of(attempt.assessment_id, attempt.module_key)
    return [
        Asked(
            number=number,
            total=len(attempt.items),
            item=_corrected(pool.items[shown["key"]], marks.get(shown["key"])),
            shown=as_shown(shown),
            answer=given.get(shown["key"], NOTHING).answer,
            mark=marks.get(shown["key"]),
            certainty=given.get(shown["key"], NOTHING).certainty,
            asks_certainty=pool.asks_certainty(shown["key"]),
            attempt=attempt,
        )
        for number, shown in enumerate(attempt.items, start=1)
    ]


def _corrected(item: dict[str, Any], mark: dict[str, Any] | None) -> dict[str, Any]:
    """The item as it was graded: where it was corrected, other options are the right ones."""
    kind = type_of(item)
    if kind is None or mark is None or "corrected" not in mark:
        return item
    return {**item, "config": kind.corrected(item["config"], mark["corrected"])}


def log_of(attempt: Attempt, key: str, rows: list[Any]) -> dict[str, Any]:
    """A log's entries with the server's times, in Belize time."""
    times = step_times(attempt, key)
    return {
        "log": [
            replace(row, at=timezone.localtime(times[row.id].at), late=times[row.id].late)
            if row.id in times
            else row
            for row in rows
        ],
        "zone": zone_in_words(),
    }


def assets_of(asked: list[Asked]) -> dict[str, list[str]]:
    """Style sheets and scripts that these questions' types need, each once."""
    known = [type_of(one.item) for one in asked]
    kinds = [kind for kind in known if kind is not None]
    gone = ["courses/css/questions.css"] if len(kinds) < len(known) else []
    return {
        "styles": list(dict.fromkeys([*(path for kind in kinds for path in kind.styles), *gone])),
        "scripts": list(dict.fromkeys(path for kind in kinds for path in kind.scripts)),
    }


def _readable(answer: Any) -> str:
    """A stored answer whose type nobody knows any more, as it was stored."""
    if answer is None or isinstance(answer, str):
        return answer or ""
    return json.dumps(answer, ensure_ascii=False, indent=2)
