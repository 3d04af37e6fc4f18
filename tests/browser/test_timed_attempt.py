"""A clock that the server holds, told by the page; and how sure one is, sent with the answer."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visitor

BEGIN = """
from courses.api import enrol, start_attempt
from courses.models import AssessmentVersion
from lms.accounts.models import User
from tests.factories.learning import a_course, an_item
number = "TIMED-{run}"
version = a_course(f"timed-{run}", items=[an_item(key) for key in "abc"], time_limit=30,
    certainty="ask")
person = User.objects.create_user(number, "belize-demo-2026", full_name="Timed Officer")
enrolment = enrol(learner=person.learner, course=version.course)
assessment = AssessmentVersion.objects.select_related("module").get(module__version=version)
print(start_attempt(enrolment=enrolment, assessment=assessment).pk)
"""
ENDS = """
from datetime import timedelta
from django.utils import timezone
from courses.models import Attempt
Attempt.objects.filter(pk="{attempt}").update(ends_at=timezone.now() + timedelta(seconds={left}))
"""
KEPT = """
import json
from courses.models import Response
rows = Response.objects.filter(attempt="{attempt}").order_by("id")
print(json.dumps(list(rows.values_list("certainty", "late"))))
"""


def kept(site: Site, attempt: str) -> Any:
    return json.loads(site.python(KEPT.replace("{attempt}", attempt)).splitlines()[-1])


def ends(site: Site, attempt: str, left: int) -> None:
    site.python(ENDS.replace("{attempt}", attempt).replace("{left}", str(left)))


def test_the_time_runs_out_in_front_of_the_learner(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    run = site.python("import uuid; print(uuid.uuid4().hex[:8])").splitlines()[-1]
    attempt = site.python(BEGIN.replace("{run}", run)).splitlines()[-1]
    visitor = visit()
    visitor.sign_in(f"TIMED-{run}")
    visitor.goto(f"/attempts/{attempt}/")
    page, left = visitor.page, visitor.page.locator("[data-left]")
    questions, sure = page.locator("fieldset.question"), page.locator(".how-sure")
    expect(left).to_contain_text("minutes left")

    # How sure waits for an answer, and goes with it.
    sure.nth(0).get_by_label("Certain", exact=True).check()
    questions.nth(0).locator("input").first.check()
    expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
    assert kept(site, attempt) == [[3, False]]

    # The server's clock, not this page's, says how much is left: with the next answer.
    ends(site, attempt, 6)
    questions.nth(1).locator("input").first.check()
    expect(left).to_have_text("Less than a minute left")
    expect(left).to_contain_text("The time is over", timeout=20_000)
    expect(page.locator("time-left [role=status]")).to_contain_text("The time is over")

    # Within the grace it still counts, and is marked.
    sure.nth(1).get_by_label("Guessing", exact=True).check()
    expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
    page.wait_for_function("() => Object.values(localStorage).every((v) => !v.includes('sent'))")
    assert kept(site, attempt)[-1] == [1, True]

    # After it nothing does; what did arrive can be handed in all the same.
    visitor.goto(f"/attempts/{attempt}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is over")
    page.get_by_role("button", name="Hand in now").click()
    page.wait_for_url("**/result/")
    expect(page.get_by_text("Your time was over")).to_be_visible()


def test_what_came_too_late_keeps_nobody_from_handing_in(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    run = site.python("import uuid; print(uuid.uuid4().hex[:8])").splitlines()[-1]
    attempt = site.python(BEGIN.replace("{run}", run)).splitlines()[-1]
    visitor = visit(width=360)
    visitor.sign_in(f"TIMED-{run}")
    visitor.goto(f"/attempts/{attempt}/")
    page = visitor.page
    visitor.context.set_offline(True)
    page.locator("fieldset.question:visible input").first.check()
    expect(page.locator("[data-saved-state]")).to_contain_text("back online")
    ends(site, attempt, -121)
    visitor.context.set_offline(False)
    visitor.goto(f"/attempts/{attempt}/hand-in/")
    if "/result/" not in page.url:  # the job may have been quicker
        page.get_by_role("button", name="Hand in now").click()
    page.wait_for_url("**/result/")
    assert kept(site, attempt) == []
