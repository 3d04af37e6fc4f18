"""Every page that learners see, looked over: by axe in light and dark, by width, by keyboard."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from courses.catalogue.blocks import LessonBlocks
from tests.browser.conftest import Site, Visitor
from tests.browser.pages import AXE, RUN, TOO_WIDE, Inspector

pytestmark = [pytest.mark.slow, pytest.mark.looks]

CERTIFIED, PROSECUTOR, JUDGE, ANALYST = "BPD-1863", "DPP-0214", "JUD-0107", "MOE-0009"
POLICE_OFFICE, JUDICIAL_OFFICE = "BPD-0312", "JUD-0031"
STAFF = (JUDICIAL_OFFICE, "UB-0118", "DPP-0045", "CITO-0002")

WHAT_THERE_IS = """
import json
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from allauth.account.utils import user_pk_to_url_str
from certificates.models import Certificate
from courses.models import Attempt, CourseVersion, Enrolment
from lms.accounts.models import User
from lms.notices.models import Notice

def attempt(number):
    own = Attempt.objects.filter(enrolment__learner__person__service_number=number)
    return str(own.filter(submitted_at__isnull=False).first().pk)

def error(name):
    request = RequestFactory().get("/", SERVER_NAME="127.0.0.1")
    request.user, request.session = AnonymousUser(), {}
    return render_to_string(name, {}, request)

fresh = Enrolment.objects.filter(
    confidential=False, version__record="graded", attempts=None, progress=None,
    learner__person__service_number__startswith="BPD-3",
).order_by("learner__person__service_number")
constable = fresh[0].learner.person
locked_out = fresh.last().learner.person
print(json.dumps({
    "courses": {
        version.course.slug: {
            module.slug: [lesson.slug for lesson in module.lessons.all()]
            for module in version.modules.all()
        }
        for version in CourseVersion.objects.all()
    },
    "passed": attempt("%(certified)s"),
    "failed": attempt("%(prosecutor)s"),
    "code": Certificate.objects.filter(
        learner__person__service_number="%(certified)s").first().code,
    "constable": constable.service_number,
    "slip": reverse("wagtailusers_users:slip", args=[locked_out.pk]),
    "new_password": reverse("account_reset_password_from_key", kwargs={
        "uidb36": user_pk_to_url_str(locked_out),
        "key": default_token_generator.make_token(locked_out)}),
    "notice": [reverse("to_collect:show", args=[one.pk]) for one in Notice.objects.filter(
        state="to-collect", confidential=False, learner__person__service_number__startswith="BPD")
    ][:1],
    "errors": {name: error(name + ".html") for name in ("404", "403_csrf", "429", "500")},
}))
"""


# One lesson with every kind of block, as the test of its markup writes it.
EVERY_BLOCK = """
from courses.catalogue.services import publish_version
from courses.models import CoursePage
from tests.courses.catalogue.test_every_block import every_block
from tests.factories.courses import allow_pilot, course_page, lesson_page, module_page
if not CoursePage.objects.filter(slug="every-block").exists():
    course = course_page(
        title="Every block", slug="every-block", code="EVERY", record="participation")
    module = module_page(course, title="All of them", slug="all")
    lesson_page(module, title="All of them", slug="all", body=every_block())
    allow_pilot(course)
    publish_version(course, by=None)
"""
SHOWN = """() => [...document.querySelectorAll("main [data-kind]")]
  .map((one) => [one.dataset.kind, one.getBoundingClientRect(),
    one.innerText.trim() || one.querySelector("img")?.alt])
  .filter(([kind, box, words]) => box.height > 10 && box.right <= innerWidth + 1 && words)
  .map(([kind]) => kind)"""


@pytest.fixture(scope="module")
def there(site: Site) -> Any:
    """What the demo holds: addresses, accounts, and pages that only something broken shows."""
    code = WHAT_THERE_IS % {"certified": CERTIFIED, "prosecutor": PROSECUTOR}
    return json.loads(site.python(code).splitlines()[-1])


@pytest.fixture
def inspect(visit: Callable[..., Visitor]) -> Callable[..., Inspector]:
    def begin(who: str = "") -> Inspector:
        inspector = Inspector(visit(width=360))
        if who:
            inspector.visitor.sign_in(who)
        return inspector

    return begin


Inspect = Callable[..., Inspector]
LESSON_BLOCKS = tuple(LessonBlocks.base_blocks)


def nothing_wrong(inspector: Inspector) -> None:
    assert not inspector.faults, "\n".join(inspector.faults)
    assert inspector.looked_at


def addresses(there: Any, course: str) -> list[str]:
    """A course: its page, its modules and every lesson."""
    found = [f"/courses/{course}/"]
    for module, lessons in there["courses"][course].items():
        found.append(f"/courses/{course}/{module}/")
        found += [f"/courses/{course}/{module}/{lesson}/" for lesson in lessons]
    return found


def test_signed_out(inspect: Inspect, there: Any) -> None:
    see = inspect()
    page = see.page
    see.open("/", "/courses/", "/account/login/")
    page.fill("input[name=login]", "NOBODY-1")
    page.fill("input[name=password]", "not this one")
    page.get_by_role("button", name="Sign in").last.click()
    page.wait_for_selector(".error-summary, [role=alert]")
    see.look("sign-in refused")
    see.open("/account/slip/")
    for name in ("service_number", "code", "password1", "password2"):
        page.fill(f"input[name={name}]", "belize-demo-2026")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    see.look("slip refused")
    see.open("/account/password/reset/", "/account/password/reset/done/", there["new_password"])
    see.open("/account/password/reset/key/1-none/", "/account/password/reset/key/done/")
    see.open("/account/inactive/")
    nothing_wrong(see)


def test_courses_signed_out(inspect: Inspect, there: Any) -> None:
    see = inspect()
    for course, modules in there["courses"].items():
        see.open(f"/courses/{course}/", f"/courses/{course}/{next(iter(modules))}/")
    nothing_wrong(see)


def test_checking_a_certificate(inspect: Inspect, there: Any) -> None:
    see = inspect()
    see.open("/verify/", f"/verify/{there['code']}/", "/verify/2222-2222-2222-2222-2222-2222/")
    see.open("/verify/?code=hello")
    nothing_wrong(see)


def test_refusals(inspect: Inspect, there: Any, site: Site) -> None:
    """In development Django shows pages of its own for some of these, so ours are served here."""
    see = inspect(CERTIFIED)
    see.open("/reports/skills-gap/")
    for name, html in there["errors"].items():
        see.page.route(f"**/refusals/{name}/", served(html))
        see.open(f"/refusals/{name}/")
    nothing_wrong(see)


def served(html: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body=html)

    return answer


def test_an_assessment(inspect: Inspect, there: Any) -> None:
    """From the catalogue to a result that is no pass, nothing read and nothing answered."""
    see = inspect(there["constable"])
    page = see.page
    course = "first-responder"
    module = next(iter(there["courses"][course]))
    see.open("/", "/courses/", f"/courses/{course}/", f"/courses/{course}/{module}/assessment/")
    page.get_by_role("button", name="Begin").or_(page.get_by_role("button", name="Start")).click()
    page.wait_for_url("**/attempts/**")
    attempt = page.url.removeprefix(see.visitor.site.address)
    see.look("attempt, one question a screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    see.open(attempt)
    see.open(*(f"{attempt}?q={number}" for number in range(1, 11)))
    see.open(f"{attempt}hand-in/")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/result/")
    see.look("result, not passed")
    see.open(f"/courses/{course}/{module}/assessment/", "/")
    nothing_wrong(see)


def in_every_block(visitor: Visitor, who: str) -> None:
    """Signed in, in the course, with the lesson open."""
    visitor.sign_in(who)
    visitor.goto("/courses/every-block/")
    join = visitor.page.get_by_role("main").get_by_role("button", name="Join")
    if join.count():
        join.first.click()
        visitor.page.wait_for_load_state()
    visitor.goto("/courses/every-block/all/all/")


def test_a_lesson_with_every_kind_of_block(
    inspect: Inspect, site: Site, visit: Callable[..., Visitor], there: Any
) -> None:
    """Clean at 360 and 1280 px, by day and by night; all of it readable without a script."""
    site.python(EVERY_BLOCK)
    see = inspect()
    in_every_block(see.visitor, CERTIFIED)
    see.look("every block")
    for width, dark in ((360, False), (360, True), (1280, False), (1280, True)):
        plain = visit(width=width, dark=dark, javascript=False)
        in_every_block(plain, CERTIFIED)
        shown = set(plain.page.evaluate(SHOWN))
        missing = set(LESSON_BLOCKS) - shown
        see.faults += [f"{kind} at {width} px without a script" for kind in sorted(missing)]
        over = plain.page.evaluate(TOO_WIDE)
        see.faults += [f"{over} px too wide at {width} px without a script"] if over > 0 else []
    nothing_wrong(see)


@pytest.mark.parametrize("module", [0, 1, 2])
def test_lessons_for_officers(inspect: Inspect, there: Any, module: int) -> None:
    see = inspect(CERTIFIED)
    course = "first-responder"
    slug = list(there["courses"][course])[module]
    see.open(*(one for one in addresses(there, course) if f"/{slug}/" in one))
    nothing_wrong(see)


def test_lessons_for_judges(inspect: Inspect, there: Any) -> None:
    see = inspect(JUDGE)
    course = "judiciary"
    first = next(iter(there["courses"][course]))
    mine = [one for one in addresses(there, course) if one.count("/") < 5 or f"/{first}/" in one]
    see.open("/", *mine, "/certificates/")
    nothing_wrong(see)


def test_every_lesson_fits_a_phone(visit: Callable[..., Visitor], there: Any) -> None:
    """Each lesson that ships, at 320 px by day and by night: nothing to scroll sideways, no word
    of the console, every drawing there. The looks of their parts are tried above."""
    faults = []
    for who, course in (
        (CERTIFIED, "first-responder"),
        (JUDGE, "judiciary"),
    ):
        reader = visit(width=320, dark=course != "first-responder")
        reader.page.on("console", lambda message: faults.append(message.text))
        reader.sign_in(who)
        for module, lessons in there["courses"][course].items():
            for lesson in lessons:
                path = f"/courses/{course}/{module}/{lesson}/"
                reader.goto(path)
                over = reader.page.evaluate(TOO_WIDE)
                missing = reader.page.evaluate(
                    "() => [...document.querySelectorAll('main img')]"
                    ".filter((one) => one.loading !== 'lazy' && !one.naturalWidth).length"
                )
                if over > 0 or missing:
                    faults.append(f"{path}: {over} px too wide, {missing} drawings missing")
    assert faults == []


def test_what_is_ones_own(inspect: Inspect, there: Any) -> None:
    see = inspect(CERTIFIED)
    see.open("/", "/courses/", "/courses/first-responder/", "/certificates/", "/me/")
    see.open("/me/messages/", "/account/password/change/", f"/attempts/{there['passed']}/result/")
    see.open("/account/logout/")
    nothing_wrong(see)


def test_reading_aids(inspect: Inspect, there: Any) -> None:
    see = inspect(CERTIFIED)
    course = "/courses/first-responder"
    see.open("/search/", "/search/?q=seal", "/search/?q=xyzzy", "/courses/glossary/")
    see.open(f"{course}/marks/", f"{course}/paper/", f"{course}/device/", "/offline/")
    see.open("/display/")
    nothing_wrong(see)


def test_text_alone(inspect: Inspect, there: Any) -> None:
    """Nothing but words: no style sheet and no menu to skip, so only what axe looks for."""
    see = inspect(CERTIFIED)
    module, lessons = next(iter(there["courses"]["first-responder"].items()))
    see.visitor.goto(f"/courses/first-responder/{module}/{lessons[0]}/text/")
    see.page.evaluate(AXE)
    assert [one["id"] for one in see.page.evaluate(RUN)] == []


def test_a_class(inspect: Inspect, there: Any) -> None:
    trainer, officer = inspect(POLICE_OFFICE), inspect(CERTIFIED)
    course = "first-responder"
    trainer.open(f"/courses/{course}/{next(iter(there['courses'][course]))}/")
    trainer.page.get_by_role("button", name="Show to a class").first.click()
    trainer.page.wait_for_url("**/screen/")
    screen = trainer.page.url.removeprefix(trainer.visitor.site.address)
    trainer.open(screen)
    code = trainer.page.locator(".class-code strong").inner_text()
    officer.open("/class/", "/class/?code=WRONG")
    officer.page.fill("#code", "NOSUCH")
    officer.page.get_by_role("button", name="Join").click()
    officer.look("class refused")
    officer.page.fill("#code", code)
    officer.page.get_by_role("button", name="Join").click()
    officer.page.wait_for_url("**/class/*-*/")
    officer.look("class, look at the screen")
    for _slide in range(30):
        if trainer.page.locator(".class-answers").count():
            break
        trainer.page.get_by_role("button", name="Next").click()
    trainer.look("class, question")
    officer.page.wait_for_selector("label.option")
    officer.look("class, question on a phone")
    trainer.page.get_by_role("button", name="Show the answer").click()
    trainer.look("class, answer")
    officer.page.wait_for_selector(".option-result")
    officer.look("class, answer on a phone")
    trainer.page.get_by_role("button", name="End the class").click()
    trainer.page.wait_for_url("**/present/")
    trainer.look("class, who was there")
    officer.page.get_by_role("heading", name="The class has ended").wait_for()
    officer.look("class, over")
    nothing_wrong(trainer)
    nothing_wrong(officer)


def test_waiting_for_another_attempt(inspect: Inspect, there: Any) -> None:
    see = inspect(PROSECUTOR)
    see.open("/", f"/attempts/{there['failed']}/result/", "/me/messages/", "/certificates/")
    nothing_wrong(see)


def test_the_report(inspect: Inspect) -> None:
    see = inspect(ANALYST)
    see.open("/", "/reports/skills-gap/")
    months = see.page.locator("#month option")
    assert months.count() > 1
    see.open(f"/reports/skills-gap/?month={months.last.get_attribute('value')}")
    nothing_wrong(see)


def test_the_office_of_the_police(inspect: Inspect, there: Any) -> None:
    see = inspect(POLICE_OFFICE)
    see.open("/", "/attempts/extra/", *there["notice"])
    see.visitor.goto(there["slip"])
    see.page.get_by_role("button", name="End the old password").click()
    see.page.wait_for_selector("code")
    see.look("printed slip")
    nothing_wrong(see)


@pytest.mark.parametrize("who", STAFF)
def test_staff_at_home(inspect: Inspect, who: str) -> None:
    see = inspect(who)
    see.open("/")
    nothing_wrong(see)
