"""SIGKILL on the worker between completion and PDF: the certificate arrives after restart, once."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.browser.conftest import Site

COMPLETE_SOMEBODY = """
from random import Random
from courses.api import complete_if_ready, mark_lesson_done, place_of, start_attempt
from courses.models import Enrolment
from lms.dashboard.demo.learning import answer_and_hand_in

enrolment = (
    Enrolment.objects.filter(completion=None, confidential=False, attempts=None)
    .exclude(learner__person__service_number="BPD-2417")
    .exclude(learner__person=None)
    .order_by("pk").first()
)
learner, slug = enrolment.learner, enrolment.course.slug
for module in enrolment.version.modules.all():
    for lesson in module.lessons.all():
        mark_lesson_done(
            place=place_of(learner=learner, course=slug, module=module.slug, lesson=lesson.slug)
        )
    assessment = module.assessments.get()
    attempt = start_attempt(enrolment=enrolment, assessment=assessment)
    answer_and_hand_in(attempt, well=True, chance=Random(1))
complete_if_ready(enrolment)
print(enrolment.learner_id)
"""
WHAT_ARRIVED = """
import json
from certificates.models import Certificate
from lms.notices.models import Notice
certificates = Certificate.objects.filter(learner="{learner}")
print(json.dumps({{"certificates": certificates.count(),
    "files": sum(one.files.count() for one in certificates),
    "messages": Notice.objects.filter(learner="{learner}", kind="certificate").count()}}))
"""


def workers(site: Site) -> list[int]:
    """Every process of this site's Celery worker."""
    assert site.launcher is not None
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if b"worker" in command and f"LMS_VAR={site.var}".encode() in environment:
            found.append(int(folder.name))
    return found


@pytest.mark.slow
def test_the_certificate_arrives_once_after_the_worker_was_killed(site: Site) -> None:
    if site.launcher is None:
        pytest.skip("This site was started by hand: its worker is not ours to kill")
    # The launcher starts them after the web server, which is what made the site look ready.
    for _ in range(120):
        if len(victims := workers(site)) == 2:
            break
        time.sleep(1)
    assert len(victims) == 2
    # Held still, so that the completion commits while no worker can take its job.
    for pid in victims:
        os.kill(pid, signal.SIGSTOP)
    learner = site.python(COMPLETE_SOMEBODY).strip().splitlines()[-1]
    owed = _arrived(site, learner)
    assert owed == {"certificates": 1, "files": 0, "messages": 0}
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    once = {"certificates": 1, "files": 1, "messages": 1}
    for _ in range(200):
        if _arrived(site, learner) == once:
            break
        time.sleep(2)
    time.sleep(10)  # long enough for a second delivery to show itself
    assert _arrived(site, learner) == once
    assert set(workers(site)).isdisjoint(victims)


def _arrived(site: Site, learner: str) -> dict[str, int]:
    return json.loads(site.python(WHAT_ARRIVED.format(learner=learner)).splitlines()[-1])
