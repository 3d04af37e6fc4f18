"""Every page that learners see, looked over: by axe in light and dark, by width, by keyboard."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Site, Visitor
from tests.browser.pages import Inspector

pytestmark = pytest.mark.slow

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
    course = "first-responder-short"
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


@pytest.mark.parametrize("module", [0, 1, 2])
def test_lessons_for_officers(inspect: Inspect, there: Any, module: int) -> None:
    see = inspect(CERTIFIED)
    course = "first-responder-short"
    slug = list(there["courses"][course])[module]
    see.open(*(one for one in addresses(there, course) if f"/{slug}/" in one))
    nothing_wrong(see)


def test_lessons_for_judges(inspect: Inspect, there: Any) -> None:
    see = inspect(JUDGE)
    see.open("/", *addresses(there, "judiciary-technical-concepts"), "/certificates/")
    nothing_wrong(see)


def test_what_is_ones_own(inspect: Inspect, there: Any) -> None:
    see = inspect(CERTIFIED)
    see.open("/", "/courses/", "/courses/first-responder-short/", "/certificates/", "/me/")
    see.open("/me/messages/", "/account/password/change/", f"/attempts/{there['passed']}/result/")
    see.open("/account/logout/")
    nothing_wrong(see)


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
