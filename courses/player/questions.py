"""An attempt's questions as a page shows them: in the order asked, with the answers in force."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from courses.assessment.asking import type_of
from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import answers_in_force, items_by_key


@dataclass(frozen=True)
class Asked:
    """One question of an attempt. `item` holds what is right: it never leaves the server whole."""

    number: int
    total: int
    item: dict[str, Any]
    order: list[int]
    answer: Any

    @property
    def key(self) -> str:
        return str(self.item["key"])

    @property
    def answered(self) -> bool:
        return type_of(self.item).answered(self.item["config"], self.answer)

    def html(self, error: str = "") -> SafeString:
        kind = type_of(self.item)
        return render_to_string(
            kind.template,
            {
                "item": {"key": self.key, "stem": self.item["stem"]},
                "options": kind.options(self.item["config"], self.order, self.answer),
                "number": self.number,
                "total": self.total,
                "error": error,
            },
        )

    def result_html(self) -> SafeString:
        """After hand-in: each option with its feedback."""
        kind = type_of(self.item)
        return render_to_string(
            kind.result_template,
            {
                "item": self.item,
                "options": kind.feedback(self.item["config"], self.order, self.answer),
                "grade": kind.grade(self.item["config"], self.answer),
                "number": self.number,
                "total": self.total,
            },
        )


def asked_in(attempt: Attempt, grading: Grading | None = None) -> list[Asked]:
    """All questions in the order of this attempt, answered as it stands or as it was graded."""
    if grading is None:
        answers = answers_in_force(attempt)
    else:
        answers = {mark["key"]: mark["answer"] for mark in grading.items}
    items = items_by_key(attempt)
    return [
        Asked(
            number, len(attempt.items), items[shown["key"]], shown["options"],
            answers.get(shown["key"]),
        )
        for number, shown in enumerate(attempt.items, start=1)
    ]  # fmt: skip
