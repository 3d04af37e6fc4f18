"""A result as its page tells it: outcome, why, by topic, and what to do next."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import Attempt, Grading
from courses.assessment.queries import AssessmentState, grading_in_force, states_of
from courses.completion.queries import completions_of
from courses.player.outline import LessonState, ModuleState, Outline, outline_of
from courses.player.page import way_here
from courses.player.questions import Asked, asked_in
from courses.player.words import moment_in_words
from nice_framework.api import plain_labels


@dataclass
class Topic:
    """One statement that the questions addressed."""

    label: str
    asked: int = 0
    right: int = 0

    @property
    def words(self) -> str:
        return _("{right} of {asked} right").format(right=self.right, asked=self.asked)

    @property
    def state(self) -> str:
        return "right" if self.right == self.asked else "wrong"


def result_of(attempt: Attempt) -> dict[str, Any]:
    """Everything that the result page shows."""
    enrolment, assessment = attempt.enrolment, attempt.assessment
    slug, module = enrolment.course.slug, assessment.module
    grading = grading_in_force(attempt)
    asked = asked_in(attempt, grading)
    outline = outline_of(enrolment.version, slug, enrolment)
    state = outline.module(module.slug)
    standing = states_of(enrolment, {module.key: assessment})[module.key]
    completion = completions_of([enrolment]).get(enrolment.pk)
    return {
        "attempt": attempt,
        "crumbs": way_here(outline, state),
        "module": module,
        "grading": grading,
        "asked": asked,
        "outcome": "passed" if grading.passed else "not-passed",
        "why": why(grading, asked),
        "score": _("{right} of {total} right").format(
            right=sum(mark["right"] for mark in grading.items), total=len(asked)
        ),
        "per_cent": f"{grading.score.normalize():f} %",
        "needed": f"{grading.pass_mark} %",
        "handed_in": moment_in_words(attempt.submitted_at) if attempt.submitted_at else "",
        "topics": topics(grading, asked),
        "again": again(standing),
        "read_again": read_again(grading, asked, state),
        "outline": outline,
        "state": state,
        "completion": completion,
        "next_step": _next(outline, passed=grading.passed),
    }


def why(grading: Grading, asked: list[Asked]) -> str:
    """The reason in one or two sentences, exactly and without blame."""
    if grading.passed:
        return _("You reached the pass mark, and every question that must be right is right.")
    sentences = []
    if grading.score < grading.pass_mark:
        sentences.append(
            _("You reached {score} % and {needed} % are needed.").format(
                score=f"{grading.score.normalize():f}", needed=grading.pass_mark
            )
        )
    numbers = [str(one.number) for one in asked if one.key in grading.critical_missed]
    if numbers:
        sentences.append(
            ngettext(
                "Question {numbers} must be right, whatever the score.",
                "Questions {numbers} must be right, whatever the score.",
                len(numbers),
            ).format(numbers=", ".join(numbers))
        )
    return " ".join(sentences)


def topics(grading: Grading, asked: list[Asked]) -> list[Topic]:
    """By statement, the weakest first."""
    right = {mark["key"] for mark in grading.items if mark["right"]}
    found: dict[str, Topic] = {}
    labels = plain_labels({identifier for one in asked for identifier in _identifiers(one)})
    for one in asked:
        for identifier in _identifiers(one):
            topic = found.setdefault(identifier, Topic(labels[identifier]))
            topic.asked += 1
            topic.right += one.key in right
    return sorted(found.values(), key=lambda topic: topic.right / topic.asked)


def read_again(
    grading: Grading, asked: list[Asked], state: ModuleState | None
) -> list[LessonState]:
    """Lessons that teach what was missed: all of the module's where none says so."""
    if grading.passed or state is None:
        return []
    wrong = {mark["key"] for mark in grading.items if not mark["right"]}
    missed = {identifier for one in asked if one.key in wrong for identifier in _identifiers(one)}
    lessons = [
        one
        for one in state.lessons
        if missed & {alignment["identifier"] for alignment in one.lesson.alignments}
    ]
    return lessons or state.lessons


def again(standing: AssessmentState) -> str:
    """When and how often the learner may try again."""
    if standing.passed:
        return ""
    if standing.left == 0:
        return _("You have used all your attempts. Your training officer can grant one more.")
    left = ngettext("{n} attempt is left.", "{n} attempts are left.", standing.left).format(
        n=standing.left
    )
    if standing.wait_until:
        moment = moment_in_words(standing.wait_until)
        return _("You can try again from {moment}.").format(moment=moment) + " " + left
    return _("You can try again now.") + " " + left


def _identifiers(one: Asked) -> list[str]:
    return [alignment["identifier"] for alignment in one.item.get("alignments", [])]


def _next(outline: Outline, *, passed: bool) -> Any:
    return outline.next_step if passed else None
