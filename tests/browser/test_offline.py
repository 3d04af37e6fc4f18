"""A phone in the field: a course kept on it is read, and answers given, without a line."""

import json
import time
from collections.abc import Callable
from secrets import token_hex

import pytest
from playwright.sync_api import Route, expect

from tests.browser.answering import choose_something
from tests.browser.conftest import Site, Visitor

SLUG = "first-responder"
PREPARE = """
from courses.api import enrol, current_versions
from courses.models import CoursePage, Enrolment, LessonProgress
from lms.accounts.models import Agency, User
person, made = User.objects.get_or_create(service_number="{who}", defaults=dict(
    full_name="Offline Officer", agency=Agency.objects.filter(kind="police").first()))
person.set_password("belize-demo-2026")
person.save()
enrol(learner=person.learner, course=CoursePage.objects.get(slug="first-responder"))
"""
STORED = """
import json
from courses.models import LessonProgress, Response
own = dict(enrolment__learner__person__service_number="{who}")
print(json.dumps({
    "done": LessonProgress.objects.filter(done_at__isnull=False, **own).count(),
    "answers": Response.objects.filter(
        attempt__enrolment__learner__person__service_number="{who}").count()}))
"""


# Done without a line by whoever is signed in.
UNSENT_PROGRESS = """(url) => localStorage.setItem(
    `lms-progress:${document.documentElement.dataset.owner}:${url}`, '{"done": true}')"""
PROGRESS = "() => Object.keys(localStorage).filter((key) => key.startsWith('lms-progress:')).length"


# The worker has put the page away, down to the script that keeps its answers.
KEEPS_KEEPER = """async () => (await (await caches.open("lms-attempts")).keys())
    .some((request) => request.url.endsWith("/answer-form.js"))"""


def an_officer(site: Site) -> str:
    who = f"BPD-{token_hex(4)}"
    site.python(PREPARE.replace("{who}", who))
    return who


def an_officer_who_keeps_the_course(
    site: Site, visit: Callable[..., Visitor]
) -> tuple[str, Visitor]:
    """Signed in on a phone, with the whole course put away for reading without a line."""
    who = an_officer(site)
    officer = visit(width=360)
    officer.sign_in(who)
    page = officer.page
    officer.goto(f"/courses/{SLUG}/device/")
    expect(page.locator("[data-words]")).to_contain_text("It loads")
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("[data-words]")).to_contain_text("Kept on this device", timeout=60_000)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    return who, officer


def stored(site: Site, who: str) -> dict[str, int]:
    return json.loads(site.python(STORED.replace("{who}", who)).splitlines()[-1])


def arrived(site: Site, who: str, what: str, before: int = 0) -> int:
    """How many the server has, once it has more than before; whichever page sent them."""
    for _look in range(60):
        if (found := stored(site, who)[what]) > before:
            return found
        time.sleep(0.5)
    return before


def cut(officer: Visitor) -> None:
    """No line. A page that just opens may still get a request past the browser's own switch."""
    officer.context.set_offline(True)
    officer.context.route("**/*", refuse)


def mend(officer: Visitor) -> None:
    officer.context.unroute("**/*", refuse)
    officer.context.set_offline(False)


def refuse(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def test_a_kept_course_is_read_and_finished_offline_and_sent_once(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    who, officer = an_officer_who_keeps_the_course(site, visit)
    page = officer.page
    officer.goto("/")

    cut(officer)
    officer.goto(f"/courses/{SLUG}/device/nowhere/")
    expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    page.locator("kept-list a").first.click()
    expect(page.locator(".kept-note")).to_contain_text("Kept on this device")
    assert "Offline" not in page.content()
    expect(page.locator("article .block").first).to_be_visible()
    page.get_by_role("button", name="I have finished this lesson").click()
    expect(page.locator("kept-lesson [role=status]")).to_contain_text("when you are online")
    page.locator("kept-lesson a[rel=next]").click()
    expect(page.locator(".kept-note")).to_be_visible()
    assert stored(site, who)["done"] == 0

    mend(officer)
    officer.goto("/")
    assert arrived(site, who, "done") == 1
    officer.goto("/")
    page.wait_for_timeout(500)
    assert stored(site, who)["done"] == 1


def test_answers_given_after_the_browser_was_closed_offline_arrive_once(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    who, officer = an_officer_who_keeps_the_course(site, visit)
    page = officer.page
    officer.goto(f"/courses/{SLUG}/principles-and-law/assessment/")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/attempts/**")
    page.reload()
    page.wait_for_function(KEEPS_KEEPER)
    address = page.url
    before = stored(site, who)["answers"]
    page.close()

    cut(officer)
    officer.page = page = officer.context.new_page()
    page.goto(address)
    choose_something(page)
    expect(page.locator("[data-saved-state]")).to_contain_text("when you are back online")
    assert stored(site, who)["answers"] == before
    page.close()

    mend(officer)
    officer.page = page = officer.context.new_page()
    page.goto(site.address + "/")
    expect(page.locator("[data-sync]")).to_be_visible()
    assert arrived(site, who, "answers", before) == before + 1
    page.reload()
    page.wait_for_timeout(500)
    assert stored(site, who)["answers"] == before + 1


def test_signing_out_leaves_nothing(site: Site, visit: Callable[..., Visitor]) -> None:
    _who, officer = an_officer_who_keeps_the_course(site, visit)
    page = officer.page
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("() => caches.keys()") == []
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_signing_out_asks_before_it_loses_what_is_not_sent(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    who = an_officer(site)
    officer = visit(width=360)
    officer.sign_in(who)
    page = officer.page
    officer.goto(f"/courses/{SLUG}/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.evaluate(UNSENT_PROGRESS, "/nowhere/")
    cut(officer)
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_function("() => true", timeout=6000)
    page.wait_for_timeout(1000)
    assert "not sent yet" in asked[0]
    assert page.evaluate(PROGRESS)


BEGIN = """
from courses.api import enrol, start_attempt
from courses.models import AssessmentVersion
from lms.accounts.models import User
from tests.factories.learning import a_course, an_item
version = a_course("queue-{run}", items=[an_item(key) for key in "abc"])
person = User.objects.create_user("QUEUE-{run}", "belize-demo-2026", full_name="Queue Officer")
enrolment = enrol(learner=person.learner, course=version.course)
assessment = AssessmentVersion.objects.select_related("module").get(module__version=version)
print(start_attempt(enrolment=enrolment, assessment=assessment).pk)
"""
HANDED_IN = """
from courses.api import submit_attempt
from courses.models import Attempt
attempt = Attempt.objects.select_related("enrolment__learner").get(pk="{attempt}")
submit_attempt(learner=attempt.enrolment.learner, attempt_id=attempt.pk)
"""
ANSWERED = """
import json
from courses.models import Response
rows = Response.objects.filter(attempt="{attempt}")
print(json.dumps(list(rows.values_list("item_key", flat=True))))
"""
UNSENT = """([attempt, item]) => localStorage.setItem(
    `lms-answers:${document.documentElement.dataset.owner}:${attempt}`, JSON.stringify(
    {sequence: 1, waiting: [{client_id: "from-before", sequence: 1, item, answer: "0"}]}))"""
WAITING = "() => Object.keys(localStorage).filter((key) => key.startsWith('lms-answers:')).length"


def an_attempt(site: Site, visit: Callable[..., Visitor]) -> tuple[str, Visitor]:
    run = token_hex(4)
    attempt = site.python(BEGIN.replace("{run}", run)).splitlines()[-1]
    visitor = visit(width=360)
    visitor.sign_in(f"QUEUE-{run}")
    visitor.page.wait_for_load_state("networkidle")  # it looks for unsent work of its own
    return attempt, visitor


def test_an_answer_that_is_refused_holds_up_no_other(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    attempt, visitor = an_attempt(site, visit)
    page = visitor.page
    page.evaluate(UNSENT, [attempt, "never-asked"])
    visitor.goto(f"/attempts/{attempt}/")
    question = page.locator("fieldset.question:visible").first
    key = question.get_attribute("data-item")
    question.locator("label.option").first.click()
    for _look in range(40):
        found = json.loads(site.python(ANSWERED.replace("{attempt}", attempt)).splitlines()[-1])
        if found:
            break
        time.sleep(0.25)
    assert found == [key]


def test_answers_kept_here_while_another_device_handed_in_are_told_of_and_let_go(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    attempt, visitor = an_attempt(site, visit)
    page = visitor.page
    page.evaluate(UNSENT, [attempt, "a"])
    site.python(HANDED_IN.replace("{attempt}", attempt))
    visitor.goto("/")
    expect(page.locator("[data-sync-late]")).to_be_visible()
    expect(page.locator("[data-sync-late]")).to_contain_text("handed in already")
    page.wait_for_function(f"({WAITING})() === 0")
    visitor.goto("/")
    expect(page.locator("[data-sync-late]")).to_be_hidden()


def test_what_one_person_did_is_never_sent_as_another_s(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    first, other = an_officer(site), an_officer(site)
    visitor = visit(width=360)
    visitor.sign_in(first)
    page = visitor.page
    visitor.goto(f"/courses/{SLUG}/")
    lesson = page.locator(f"a[href^='/courses/{SLUG}/']").evaluate_all(
        "(links) => links.map((a) => a.pathname).find((path) => path.split('/').length === 6)"
    )
    page.wait_for_load_state("networkidle")
    page.evaluate(UNSENT_PROGRESS, f"{lesson}progress/")
    page.evaluate("async () => { await caches.open('lms-kept:a-course:1'); }")
    kept_as = page.evaluate("() => JSON.stringify(Object.keys(localStorage))")
    assert first not in kept_as
    session = [one for one in visitor.context.cookies() if "session" in one["name"]]
    visitor.context.clear_cookies()

    visitor.sign_in(other)
    note = page.locator("[data-sync-others]")
    expect(note).to_be_visible()
    page.wait_for_timeout(1000)
    assert stored(site, first)["done"] == stored(site, other)["done"] == 0
    assert page.evaluate("() => caches.keys()") == []

    visitor.context.clear_cookies()
    visitor.context.add_cookies(session)
    visitor.goto("/")
    expect(page.locator("[data-sync]")).to_be_visible()
    assert arrived(site, first, "done") == 1
    assert stored(site, other)["done"] == 0


def test_what_another_person_left_can_be_dropped(site: Site, visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=360)
    visitor.sign_in(an_officer(site))
    page = visitor.page
    page.wait_for_load_state("networkidle")
    page.evaluate(UNSENT_PROGRESS, "/nowhere/")
    visitor.context.clear_cookies()
    visitor.sign_in(an_officer(site))
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Drop what is not mine").click()
    expect(page.locator("[data-sync-others]")).to_be_hidden()
    assert page.evaluate(PROGRESS) == 0


def test_progress_in_a_lesson_that_is_gone_is_told_of_and_let_go(
    site: Site, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(width=360)
    visitor.sign_in(an_officer(site))
    page = visitor.page
    page.wait_for_load_state("networkidle")
    page.evaluate(UNSENT_PROGRESS, f"/courses/{SLUG}/principles-and-law/long-gone/progress/")
    visitor.goto("/")
    expect(page.locator("[data-sync-gone]")).to_be_visible()
    page.wait_for_function(f"({PROGRESS})() === 0")
    visitor.goto("/")
    page.wait_for_timeout(500)
    expect(page.locator("[data-sync-gone]")).to_be_hidden()


ILLUSTRATED = """
from io import BytesIO
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from courses.api import enrol
from courses.models import LessonVersion, ModuleVersion
from courses.printing.queries import wanted_of
from courses.printing.services import keep, render
from lms.accounts.models import Agency, User
from lms.accounts.sealing import seals_lifted
from tests.factories.learning import a_course
drawn = BytesIO()
Image.new("RGB", (80, 60), "teal").save(drawn, "PNG")
path = default_storage.save("pictures/{run}.png", ContentFile(drawn.getvalue()))
size = {"path": path, "width": 80, "height": 60}
block = {"type": "image", "id": "seen", "value": {"alt": "A teal desk", "image": 1, "caption": ""}}
version = a_course("seen-{run}", lessons=1, record="{record}", body=[block])
files = {"files": {"seen": {"image": {"kind": "picture", "sizes": [size]}}}}
aid = {"title": "At the door", "intro": "Keep it.", "items": ["People first."]}
with seals_lifted():
    LessonVersion.objects.filter(module__version=version).update(enclosed=files)
    ModuleVersion.objects.filter(version=version).update(job_aid=aid)
card = next(one for one in wanted_of(version) if one.form == "card")
keep(wanted=card, content=render(card))
kind = dict(graded="police", participation="judiciary")["{record}"]
person = User.objects.create_user("SEEN-{run}", "belize-demo-2026", full_name="Picture Reader",
    agency=Agency.objects.filter(kind=kind)[0])
enrol(learner=person.learner, course=version.course)
"""


@pytest.mark.parametrize("record", ["graded", "participation"])
def test_a_kept_lesson_shows_its_picture_and_its_card_opens_and_neither_stays(
    site: Site, visit: Callable[..., Visitor], record: str
) -> None:
    run = token_hex(4)
    site.python(ILLUSTRATED.replace("{run}", run).replace("{record}", record))
    visitor = visit(width=360)
    visitor.sign_in(f"SEEN-{run}")
    page = visitor.page
    visitor.goto(f"/courses/seen-{run}/device/")
    expect(page.locator("main")).to_contain_text("Video and sound are not kept")
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("[data-words]")).to_contain_text("Kept on this device", timeout=60_000)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    visitor.goto("/")

    cut(visitor)
    visitor.goto(f"/courses/seen-{run}/module-1/lesson-1/")
    expect(page.locator(".kept-note")).to_be_visible()
    picture = page.get_by_role("img", name="A teal desk")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("(one) => one.naturalWidth === 80", arg=picture.element_handle())
    visitor.goto("/nowhere/")
    with page.expect_download() as opened:
        page.locator("kept-list a[href$='/paper/module-1/card/']").click()
    assert opened.value.path().read_bytes().startswith(b"%PDF")

    mend(visitor)
    visitor.goto("/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate("() => caches.keys()") == []
    assert page.evaluate("() => Object.keys(localStorage)") == []
