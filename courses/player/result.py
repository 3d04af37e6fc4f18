"""A result as its page tells it: outcome, why, by topic, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import Attempt, EndedBy, Grading
from courses.assessment.queries import (
    AssessmentState,
    grading_in_force,
    states_of,
    window_for,
)
from courses.catalogue.models import Certainty
from courses.completion.queries import completions_of, is_certified
from courses.player.outline import LessonState, ModuleState, Outline, outline_of
from courses.player.page import way_here
from courses.player.questions import Asked, asked_in, assets_of
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
    standing.window = window_for(enrolment, module.key)
    completion = completions_of([enrolment]).get(enrolment.pk)
    told = tells_answers(standing)
    return {
        "attempt": attempt,
        "crumbs": way_here(outline, state),
        "module": module,
        "grading": grading,
        "told": told,
        "logs": [] if told else [one for one in asked if one.log_url],
        "sure_and_wrong": [one for one in asked if one.sure_and_wrong],
        "others": [one for one in asked if not one.sure_and_wrong],
        "sure_topics": _labels(one for one in asked if one.sure_and_wrong),
        "certainty_scored": assessment.certainty == Certainty.SCORE,
        "ended_by_clock": attempt.ended_by == EndedBy.CLOCK,
        "styles": assets_of(asked)["styles"] if told else [],
        "outcome": "passed" if grading.passed else "not-passed",
        "why": why(grading, asked),
        "score": _("{right} of {total} right").format(
            right=sum(mark["right"] for mark in grading.items),
            total=sum(not one.void for one in asked),
        ),
        "per_cent": f"{grading.whole_score} %",
        "needed": f"{grading.pass_mark} %",
        "handed_in": moment_in_words(attempt.submitted_at) if attempt.submitted_at else "",
        "topics": topics(grading, asked),
        "again": again(standing),
        "read_again": read_again(grading, asked, state),
        "outline": outline,
        "state": state,
        "completion": completion,
        "certificate_ready": completion is not None and is_certified(completion),
        "next_step": _next(outline, passed=grading.passed),
    }


def waiting_for(attempt: Attempt) -> dict[str, Any]:
    """What the result page shows while people still mark: nothing of what was right."""
    enrolment, module = attempt.enrolment, attempt.assessment.module
    outline = outline_of(enrolment.version, enrolment.course.slug, enrolment)
    asked = asked_in(attempt, attempt.part_grading)
    return {
        "attempt": attempt,
        "crumbs": way_here(outline, outline.module(module.slug)),
        "module": module,
        "read_by_people": [one.number for one in asked if one.grade and one.grade.awaiting],
        "total": len(asked),
        "ended_by_clock": attempt.ended_by == EndedBy.CLOCK,
        "handed_in": moment_in_words(attempt.submitted_at) if attempt.submitted_at else "",
        "logs": [one for one in asked if one.log_url],
        "next_step": outline.next_step,
    }


def tells_answers(standing: AssessmentState) -> bool:
    """Which answers were right is told once this assessment is passed, and not before.

    Not when all attempts are used either: another can be granted, and what one person is told
    others soon know. Topics and lessons are told at once.
    """
    return standing.passed is not None


def why(grading: Grading, asked: list[Asked]) -> str:
    """The reason in one or two sentences, exactly and without blame."""
    if grading.passed:
        return _("You reached the pass mark, and every question that must be right is right.")
    sentences = []
    if grading.score < grading.pass_mark:
        sentences.append(
            _("You reached {score} % and {needed} % are needed.").format(
                score=grading.whole_score, needed=grading.pass_mark
            )
        )
    missed = [one for one in asked if one.key in grading.critical_missed]
    if missed:
        sentences.append(
            ngettext(
                "One question that must be right, whatever the score, was not right yet.",
                "{n} questions that must be right, whatever the score, were not right yet.",
                len(missed),
            ).format(n=len(missed))
        )
        if labels := _labels(missed):
            sentences.append(_("Look at: {topics}.").format(topics="; ".join(labels)))
    return " ".join(sentences)


def topics(grading: Grading, asked: list[Asked]) -> list[Topic]:
    """By statement, the weakest first."""
    right = {mark["key"] for mark in grading.items if mark["right"]}
    asked = [one for one in asked if not one.void]
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
    if standing.closed_at:
        moment = moment_in_words(standing.closed_at)
        return _("This assessment closed {moment}.").format(moment=moment)
    if standing.left == 0:
        return _("You have used all your attempts. Your training officer can grant one more.")
    left = ngettext("{n} attempt is left.", "{n} attempts are left.", standing.left).format(
        n=standing.left
    )
    if standing.wait_until:
        moment = moment_in_words(standing.wait_until)
        return _("You can try again from {moment}.").format(moment=moment) + " " + left
    return _("You can try again now.") + " " + left


def _labels(asked: Iterable[Asked]) -> list[str]:
    """The topics of these questions, each once."""
    found = {identifier: None for one in asked for identifier in _identifiers(one)}
    labels = plain_labels(set(found))
    return list(dict.fromkeys(labels[identifier] for identifier in found))


def _identifiers(one: Asked) -> list[str]:
    return [alignment["identifier"] for alignment in one.item.get("alignments", [])]


def _next(outline: Outline, *, passed: bool) -> Any:
    return outline.next_step if passed else None
