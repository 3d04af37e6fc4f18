"""What the home page says: one thing to do first, then what is due, done and open to join."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.api import certificates_of, standing_of
from courses.models import CourseVersion
from lms.accounts.models import User
from lms.dashboard import words
from lms.dashboard.queries import (
    CourseState,
    ModuleState,
    course_states,
    courses_to_join,
    share_left,
)

# How many are shown at home; the rest are one click away.
CARDS = 3
OFFERS = 4


@dataclass(frozen=True)
class Now:
    """The one sentence and the one button."""

    title: str
    url: str
    label: str
    context: str = ""
    note: str = ""
    value: int = 0
    max: int = 0


@dataclass(frozen=True)
class Row:
    """One course in a list."""

    title: str
    url: str
    meta: list[str] = field(default_factory=list)
    state: str = ""
    state_text: str = ""
    summary: str = ""
    duration: str = ""
    value: int = 0
    max: int = 0
    pilot: bool = False


@dataclass(frozen=True)
class Home:
    now: Now
    waiting: list[str]
    due: list[Row]
    going: list[Row]
    certificates: list[dict[str, Any]]
    nothing_done: str
    available: list[Row]
    nothing_available: str


def home_of(user: User) -> Home:
    """Everything that the home page of this person shows about their own learning."""
    states = course_states(user)
    unfinished = [state for state in states if state.completion is None]
    due = sorted(
        (state for state in unfinished if state.enrolment.due_on),
        key=lambda state: state.enrolment.due_on or date.max,
    )
    first = _first(unfinished, due)
    others = [one for one in unfinished if one is not first and not one.enrolment.due_on]
    certificates = list(certificates_of(user.learner)) if len(unfinished) < len(states) else []
    unjoined = courses_to_join(states)
    kind = user.agency.kind if user.agency else ""
    offered = [(version, slug) for version, slug in unjoined if version.is_meant_for(kind)]
    return Home(
        now=_now(first) if first else _nothing_open(states),
        waiting=_waiting(unfinished),
        due=[_due(state) for state in due],
        going=[_going(state) for state in others],
        certificates=[_card(one) for one in certificates[:CARDS]],
        nothing_done=_("Your certificates appear here when you complete a course."),
        available=[course_row(version, slug) for version, slug in offered[:OFFERS]],
        nothing_available=_no_offer(others=bool(unjoined), joined=bool(states)),
    )


def _first(unfinished: list[CourseState], due: list[CourseState]) -> CourseState | None:
    """The course used last; where nothing is begun, the one due first."""
    begun = [state for state in unfinished if state.is_begun]
    return next(iter(begun or due or unfinished), None)


def _now(state: CourseState) -> Now:
    done, whole = state.steps
    course = _short_title(state.enrolment.version)
    for module in sorted(state.modules, key=lambda one: one.open_attempt is None):
        if step := _step(state, module):
            return Now(**step, context=_context(course, module), value=done, max=whole)
    return Now(
        title=course,
        url=_course_url(state),
        label=_("See what is missing"),
        note=_("Nothing can be done here right now."),
        value=done,
        max=whole,
    )


def _context(course: str, module: ModuleState) -> str:
    """Where this is: course and module, said once where they are called the same."""
    code, title = module.module.code, module.module.title
    return f"{course}, {code}" if title == course else f"{course} · {code} {title}"


def _step(state: CourseState, module: ModuleState) -> dict[str, str] | None:
    """What to do next in a module, if there is anything to do now."""
    slugs = [state.slug, module.module.slug]
    if module.open_attempt:
        return {
            "title": _("Your assessment is open"),
            "url": reverse("attempt", args=[module.open_attempt]),
            "label": _("Go on answering"),
            "note": _saved(module),
        }
    if lesson := _lesson(module):
        row = module.progress.get(lesson.key)
        left = max(1, round(lesson.minutes * share_left(lesson, row)))
        return {
            "title": lesson.title,
            "url": reverse("lesson", args=[*slugs, lesson.slug]),
            "label": _("Continue") if state.is_begun else _("Begin"),
            "note": words.minutes_left(left) if row else words.minutes(left),
        }
    if module.assessment is None or module.passed or _must_wait(module):
        return None
    return {
        "title": _("Take the assessment of “%(title)s”") % {"title": module.module.title},
        "url": reverse("assessment", args=slugs),
        "label": _("Go to the assessment"),
        "note": _("You have finished the lessons of this module."),
    }


def _must_wait(module: ModuleState) -> bool:
    """Whether its assessment cannot be taken now."""
    return bool(module.waiting or module.try_again_at or module.opens_at or module.closed_at)


def _saved(module: ModuleState) -> str:
    """What an open attempt's learner needs to know: it is kept, and until when it runs."""
    kept = _("Your answers so far are saved.")
    if module.ends_at is None:
        return kept
    return kept + " " + _("It ends at %(moment)s.") % {"moment": words.moment(module.ends_at)}


def _lesson(module: ModuleState) -> Any:
    """The unfinished lesson seen last, else the first one not finished."""
    begun = [one for one in module.lessons_left if one.key in module.progress]
    if begun:
        return max(begun, key=lambda one: module.progress[one.key].seen_at)
    return next(iter(module.lessons_left), None)


def _nothing_open(states: list[CourseState]) -> Now:
    return Now(
        title=(
            _("You have completed every course you joined")
            if states
            else _("Choose your first course")
        ),
        url=reverse("catalogue"),
        label=_("See the courses"),
        note=(
            _("Your certificates are below. Join another course whenever you like.")
            if states
            else _("Join one and begin at once. You can stop at any time and go on later.")
        ),
    )


def _waiting(states: list[CourseState]) -> list[str]:
    """For each assessment that can't be taken now, why, and when it can."""
    told = (
        _why_not_now(module)
        for state in states
        for module in state.modules
        if module.assessment and not module.open_attempt
    )
    return [one for one in told if one]


def _why_not_now(module: ModuleState) -> str:
    title = module.module.title
    if module.waiting:
        return _(
            "People are marking your assessment of “%(title)s”. You get a message with the result."
        ) % {"title": title}
    if module.closed_at:
        return _(
            "The assessment of “%(title)s” closed at %(time)s. Your training officer can tell you "
            "whether it opens again."
        ) % {"title": title, "time": words.moment(module.closed_at)}
    if module.opens_at and (module.try_again_at is None or module.opens_at > module.try_again_at):
        return _("The assessment of “%(title)s” opens at %(time)s.") % {
            "title": title,
            "time": words.moment(module.opens_at),
        }
    if module.try_again_at:
        return _("You can take the assessment of “%(title)s” again from %(time)s.") % {
            "title": title,
            "time": words.moment(module.try_again_at),
        }
    return ""


def _due(state: CourseState) -> Row:
    due_on = state.enrolment.due_on
    assert due_on is not None  # noqa: S101
    late = due_on < timezone.localdate()
    done, whole = state.steps
    return Row(
        title=state.enrolment.version.title,
        url=_course_url(state),
        meta=[words.day(due_on), _steps_done(done, whole)],
        state="overdue" if late else "due",
        state_text=words.days_left(due_on, timezone.localdate()).capitalize(),
        value=done,
        max=whole,
        pilot=state.enrolment.version.pilot,
    )


def _going(state: CourseState) -> Row:
    done, whole = state.steps
    return Row(
        title=state.enrolment.version.title,
        url=_course_url(state),
        meta=[_steps_done(done, whole)],
        state="in-progress" if state.is_begun else "not-started",
        value=done,
        max=whole,
        pilot=state.enrolment.version.pilot,
    )


def _no_offer(*, others: bool, joined: bool) -> str:
    """Why no course is offered: all are joined, or what is left is meant for other agencies."""
    if others and not joined:
        return _(
            "No course is meant for your agency yet. Those for others are under “All courses”; "
            "you may join them too."
        )
    if others:
        return _(
            "No other course is meant for your agency. Those for others are under “All courses”; "
            "you may join them too."
        )
    return _("You have joined every course there is. New ones appear here.")


def course_row(version: CourseVersion, slug: str) -> Row:
    """A course that can be joined, as the home and welcome pages list it."""
    return Row(
        title=version.title,
        url=reverse("course", args=[slug]),
        summary=words.first_sentence(version.about.get("summary", "")),
        duration=words.minutes(version.minutes),
        pilot=version.pilot,
    )


def _card(certificate: Any) -> dict[str, Any]:
    wording, files = certificate.wording, list(certificate.files.all())
    return {
        "title": wording["course_title"],
        "worth": wording["worth"].partition(".")[0],
        "number": certificate.number,
        "issued": words.day(certificate.issued_on),
        "expires": words.day(certificate.expires_on) if certificate.expires_on else "",
        "state": standing_of(certificate).state,
        "pilot": bool(wording["pilot_line"]),
        "pdf_url": reverse("certificate-pdf", args=[certificate.pk]) if files else "",
        "verify_url": reverse("verify-code", args=[certificate.code]),
    }


def _steps_done(done: int, whole: int) -> str:
    return _("%(done)s of %(whole)s steps done") % {"done": done, "whole": whole}


def _short_title(version: CourseVersion) -> str:
    return version.about.get("short_title") or version.title


def _course_url(state: CourseState) -> str:
    return reverse("course", args=[state.slug])
