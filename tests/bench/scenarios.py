"""What is asked of the site, by whom. Run inside Django; prints requests as JSON for the driver.

Each request: [scenario, session, method, path, body, content type].
"""

import json
import random
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from courses.assessment.services import start_attempt
from courses.models import AssessmentVersion, Enrolment, LessonVersion, Response
from lms.accounts.models import User
from tests.bench.population import DONE, READER, right

BACKEND = "lms.accounts.backends.PersonBackend"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


WORDS = [
    "evidence", "phone", "seal", "chain of custody", "photograph the screen", "hash", "judge",
    "power off", "exhibits", "network cable", "no-such-word-anywhere", "a",
]  # fmt: skip


def plans(each: int, runs: int) -> list[list[list[Any]]]:
    """The requests of several runs."""
    return [plan(each, run) for run in range(runs)]


def searches(count: int) -> list[list[Any]]:
    """A reader with a thousand lessons looks for what is everywhere, here and there and nowhere."""
    session = _session(User.objects.get(service_number=READER))
    return [
        ["search", session, "GET", f"/search/?{urlencode({'q': WORDS[n % len(WORDS)]})}", "", ""]
        for n in range(count)
    ]


def plan(each: int, run: int) -> list[list[Any]]:
    """`each` requests of every kind, by learners taken at random; each run takes new ones."""
    users = User.objects.filter(service_number__startswith="BENCH-").order_by("pk")
    first, count = users.values_list("pk", flat=True)[0], users.count()
    order = list(range(count))
    random.Random(1).shuffle(order)
    places = order[each * run : each * (run + 1)]
    chosen = users.filter(pk__in=[first + at for at in places])
    asked: list[list[Any]] = []
    for user in chosen.select_related("learner"):
        asked += _of(user, _session(user))
    # One kind after the other, so that each can be measured by itself.
    return sorted(asked, key=lambda request: request[0])


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _of(user: User, session: str) -> list[list[Any]]:
    enrolment = Enrolment.objects.select_related("course", "version").get(learner=user.learner)
    lessons = LessonVersion.objects.filter(module__version=enrolment.version)
    lesson = lessons.select_related("module").order_by("module__position", "position")[DONE]
    course = f"/courses/{enrolment.course.slug}/"
    here = f"{course}{lesson.module.slug}/{lesson.slug}/"
    body = json.dumps({"block": lesson.body[2]["id"]})
    return [
        ["course page", session, "GET", course, "", ""],
        ["home", session, "GET", "/", "", ""],
        ["lesson page", session, "GET", here, "", ""],
        ["save progress", session, "POST", f"{here}progress/", body, JSON],
        *_assessed(enrolment, lesson, session),
    ]


def _assessed(enrolment: Enrolment, lesson: LessonVersion, session: str) -> list[list[Any]]:
    """An attempt at the second module: all but one answer are there, then it is handed in."""
    assessment = AssessmentVersion.objects.select_related("module__version").get(
        module=lesson.module
    )
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    pool = {item["key"]: item for item in assessment.items}
    items = [pool[shown["key"]] for shown in attempt.items]
    Response.objects.bulk_create(
        Response(
            attempt=attempt, item_key=item["key"], client_id=f"p-{n}", sequence=n,
            answer=right(item),
        )
        for n, item in enumerate(items[1:], start=1)
    )  # fmt: skip
    path = f"/attempts/{attempt.pk}/"
    single = next(item for item in items if item["type"] == "single")
    answer = json.dumps(
        {"client_id": "last", "sequence": 100, "item": single["key"], "answer": "0"}
    )
    return [
        ["page of an assessment", session, "GET", path, "", ""],
        ["save an answer", session, "POST", f"{path}answers/", answer, JSON],
        ["submit and grade", session, "POST", f"{path}hand-in/", "", FORM],
    ]
