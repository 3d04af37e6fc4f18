"""A judge's learning is looked for as everybody else, wherever this site shows anything.

Two judges, one with an e-mail address and one without, take both courses by the site's pages.
What tells who they are or what they did is unmistakable, and may be found by nobody but them;
docs/decisions/0008 says what the judiciary's training officer and administrators do see.
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
import structlog
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses.api import PublishRefused, current_versions, decide_pilot, publish_version
from courses.models import Accommodation, CoursePage, Enrolment, ModuleVersion, Sitting
from lms.accounts.api import Role, create_token
from lms.accounts.models import AgencyKind, User
from lms.jobs.api import run_owed
from lms.notices.api import notify
from lms.notices.models import Notice
from nice_framework.api import assign_role, national_profile
from nice_framework.releases.policy import policy_in_force
from nice_framework.releases.population import count_on
from tests.crawling import Answer, addresses, crawl, get
from tests.factories.accounts import AgencyFactory, DistrictFactory, UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PASSWORD = "macal-river-at-dawn-2026"
ANSWER = "answermark4711"
SUBJECT, BODY = "Subjectmark Ovrenti", "Bodymark Kessilune"
NOTE = "Notemark Falderique"
PATIENCE = {"per_view": 2, "most": 250}
# Who gets no further than the door of the admin: one filling of each address is enough there.
OUTSIDE = ("anonymous", "officer", "prosecutor", "analyst")


@dataclass
class Judge:
    """Somebody whose every particular is a marker."""

    number: str
    name: str
    email: str
    rank: str
    unit: str
    client: Client = field(default_factory=Client)

    @property
    def user(self) -> User:
        return User.objects.get(service_number=self.number)

    @property
    def who(self) -> set[str]:
        """What names the person: for the judiciary's own training officer."""
        return {*self.name.split(), *filter(None, [self.email]), self.rank, self.unit}

    @property
    def keys(self) -> set[str]:
        """The key under which the learning stands, and the identifiers of what stands there."""
        learner = self.user.learner
        found = {
            learner.pk,
            *Enrolment.objects.filter(learner=learner).values_list("pk", flat=True),
        }
        return {str(one) for one in found} | {one.hex for one in found}

    @property
    def certificates(self) -> set[str]:
        found = set()
        for one in Certificate.objects.filter(learner=self.user.learner):
            found |= {str(one.pk), one.pk.hex, one.number, one.code}
        return found


JUDGES = (
    ("JUDMARK-71", "Quorvex Thandlebury", "zyndra@quorvexmail.example", "Rankmark", "Unitmarkia"),
    ("JUDMARK-72", "Wixolda Grumthorpe", "", "Officemark", "Courtmarkia"),
)


@dataclass
class World:
    """The site after both judges are through, and everything it said meanwhile."""

    judges: list[Judge]
    people: dict[str, User]
    lines: io.StringIO
    mails: list[Any]
    counted: list[Any]
    token: str

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.people:
            client.force_login(self.people[role])
        return client

    @property
    def markers(self) -> set[str]:
        found = {ANSWER, SUBJECT, BODY, NOTE}
        for judge in self.judges:
            found |= {judge.number} | judge.who | judge.keys | judge.certificates
        return found

    def hidden_from(self, role: str) -> set[str]:
        """What this role may find nowhere."""
        seen: set[str] = set()
        if role in ("administrator", "superuser"):
            seen = {judge.number for judge in self.judges}
        if role == "judicial_training_officer":
            seen = {marker for judge in self.judges for marker in {judge.number, *judge.who}}
        return self.markers - seen


ROLES = (
    "anonymous",
    "officer",
    "prosecutor",
    "training_officer",
    "judicial_training_officer",
    "examiner",
    "judicial_examiner",
    "author",
    "legal_reviewer",
    "analyst",
    "administrator",
    "superuser",
)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once, and rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), listening() as lines:
        cache.clear()
        people = everybody()
        publish_everything(people["administrator"])
        counted = count_on(timezone.localdate(), policy_in_force()).people
        judges = [Judge(*one) for one in JUDGES]
        mail.outbox = []
        for judge in judges:
            enter(judge, people)
            sign_in_by_slip(judge, people["judicial_training_officer"])
            learn(judge)
            assign_role(learner=judge.user.learner, profile=national_profile("BZ-JUD"))
            notify(
                key=f"marked:{judge.user.pk}",
                learner=judge.user.learner,
                kind="reminder",
                subject=SUBJECT,
                body=BODY,
            )
        run_owed()
        _token, raw = create_token(
            name="Ministry",
            agency=people["analyst"].agency,
            scopes=["skills-gap:read"],
            expires_at=timezone.now() + timedelta(days=9),
            by=people["administrator"],
        )
        call_command("make_snapshot")
        yield World(judges, people, lines, list(mail.outbox), counted, raw)
        transaction.set_rollback(True)


class listening:
    """Every line that the site would log, in the form in which it logs it, and more of them."""

    NAMES = ("", "lms", "courses", "certificates", "nice_framework", "django.request")

    def __enter__(self) -> io.StringIO:
        lines = io.StringIO()
        self.handler = logging.StreamHandler(lines)
        written = dict(settings.LOGGING["formatters"]["lines"])
        written.pop("()")
        self.handler.setFormatter(structlog.stdlib.ProcessorFormatter(**written))
        self.levels = {name: logging.getLogger(name).level for name in self.NAMES}
        for name in self.NAMES:
            logging.getLogger(name).setLevel(logging.DEBUG if name else logging.INFO)
        logging.getLogger().addHandler(self.handler)
        return lines

    def __exit__(self, *error: object) -> None:
        logging.getLogger().removeHandler(self.handler)
        for name, level in self.levels.items():
            logging.getLogger(name).setLevel(level)


def everybody() -> dict[str, User]:
    police = AgencyFactory(name="Police", slug="police")
    judiciary = AgencyFactory(name="The bench", slug="bench", kind=AgencyKind.JUDICIARY)
    dpp = AgencyFactory(name="Prosecution", slug="pros", kind=AgencyKind.PROSECUTION)
    ministry = AgencyFactory(name="Ministry", slug="ministry", kind=AgencyKind.MINISTRY)
    learner = [Role.LEARNER]
    people = {
        "officer": UserFactory(agency=police, full_name="Ordinary Officer", roles=learner),
        "prosecutor": UserFactory(agency=dpp, roles=learner),
        "training_officer": UserFactory(agency=police, roles=[Role.TRAINING_OFFICER]),
        "judicial_training_officer": UserFactory(agency=judiciary, roles=[Role.TRAINING_OFFICER]),
        "examiner": UserFactory(agency=police, roles=[Role.EXAMINER]),
        "judicial_examiner": UserFactory(agency=judiciary, roles=[Role.EXAMINER]),
        "author": UserFactory(agency=ministry, roles=[Role.AUTHOR]),
        "legal_reviewer": UserFactory(agency=dpp, roles=[Role.LEGAL_REVIEWER]),
        "analyst": UserFactory(agency=ministry, roles=[Role.ANALYST]),
        "administrator": UserFactory(agency=ministry, roles=[Role.ADMINISTRATOR]),
        "superuser": UserFactory(agency=ministry, is_superuser=True),
    }
    return people


def publish_everything(administrator: User) -> None:
    call_command("load_nice_catalogue", stdout=io.StringIO())
    call_command("load_curriculum", stdout=io.StringIO())
    for course in CoursePage.objects.filter(versions=None):
        try:
            publish_version(course, by=administrator)
        except PublishRefused:
            decide_pilot(course=course, allowed=True, reason="Being settled.", by=administrator)
            publish_version(course, by=administrator)


def enter(judge: Judge, people: dict[str, User]) -> None:
    """The judiciary's training officer fills in the admin's form, and corrects it later; an
    administrator looks after the account too."""
    officer = people["judicial_training_officer"]
    values = {
        "service_number": judge.number,
        "full_name": judge.name,
        "email": judge.email,
        "agency": officer.agency_id,
        "district": DistrictFactory().pk,
        "unit": "A court",
        "rank_or_office": judge.rank,
        "preferred_language": "en",
    }
    client = Client()
    client.force_login(officer)
    assert client.post(reverse("wagtailusers_users:add"), values).status_code == 302
    values |= {"unit": judge.unit, "is_active": "on"}
    page = reverse("wagtailusers_users:edit", args=[judge.user.pk])
    assert client.post(page, values).status_code == 302
    client.force_login(people["administrator"])
    kept = ("service_number", "agency", "district", "preferred_language", "is_active")
    only = {name: values[name] for name in kept} | {"roles": [Role.LEARNER]}
    assert client.post(page, only).status_code == 302
    assert judge.user.unit == judge.unit


def sign_in_by_slip(judge: Judge, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    slip = client.post(reverse("wagtailusers_users:slip", args=[judge.user.pk])).content.decode()
    code = re.search(r"<code>([\w-]+)</code>", slip)[1]
    values = {
        "service_number": judge.number,
        "code": code,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert judge.client.post(reverse("slip"), values).status_code == 302
    judge.client.post(reverse("account_logout"))
    values = {"login": judge.email or judge.number, "password": PASSWORD}
    assert judge.client.post(reverse("account_login"), values).status_code == 302


def learn(judge: Judge) -> None:
    """Every course, trying in a lesson of each module wherever a page might take an answer."""
    tries = {"answer": ANSWER, "choice": ANSWER, "self-check": ANSWER}
    for version in current_versions():
        course = version.course.slug
        judge.client.post(reverse("course-join", args=[course]), tries)
        for module in version.modules.all():
            for number, lesson in enumerate(module.lessons.all()):
                at = [course, module.slug, lesson.slug]
                if number == 0:
                    read(judge.client, at, lesson.body, tries)
                assert judge.client.post(reverse("lesson-done", args=at), tries).status_code == 302
            start = judge.client.post(reverse("assessment", args=[course, module.slug]), tries)
            assert "/attempts/" not in start.get("Location", "")
        certificate = Certificate.objects.filter(learner=judge.user.learner).latest("created_at")
        judge.client.post(reverse("certificate-share", args=[certificate.pk]), {"shared": "no"})
    certificates = Certificate.objects.filter(learner=judge.user.learner)
    assert certificates.count() == current_versions().count() > 2


def read(client: Client, at: list[str], body: list[Any], tries: dict[str, str]) -> None:
    assert client.get(reverse("lesson", args=at), tries).status_code == 200
    for block in (ANSWER, body[-1]["id"]):
        report = json.dumps({"block": block, "answer": ANSWER})
        client.post(reverse("lesson-progress", args=at), report, content_type="application/json")
    note = {"act": "note", "note": NOTE}
    assert client.post(reverse("lesson-marks", args=at), note).status_code == 302


@pytest.fixture(autouse=True)
def _no_line_of_the_log_speaks_of_a_judge(world: World) -> Iterator[None]:
    """After each test, for whatever was asked in it and before."""
    yield
    lines = world.lines.getvalue().lower()
    assert {one for one in world.markers if one.lower() in lines} == set()


def found_in(answer: Answer, markers: set[str]) -> set[str]:
    """Markers on a page, but for those that the visitor brought along in the address."""
    text, asked = answer.text.lower(), answer.url.lower()
    return {one for one in markers if one.lower() in text and one.lower() not in asked}


def leaks(answers: Iterator[Answer], markers: set[str]) -> dict[str, set[str]]:
    return {one.url: found for one in answers if (found := found_in(one, markers))}


@pytest.mark.looks
@pytest.mark.parametrize("role", ROLES)
def test_no_link_leads_anybody_to_a_judge(world: World, role: str) -> None:
    visited: list[str] = []

    def walk() -> Iterator[Answer]:
        for answer in crawl(world.client(role), ("/", "/admin/", *REPORTS), **PATIENCE):
            visited.append(answer.url)
            assert answer.status < 500, answer.url
            yield answer

    assert leaks(walk(), world.hidden_from(role)) == {}
    assert len(visited) > (15 if role in world.people else 10)


REPORTS = (
    "/reports/skills-gap/",
    "/reports/skills-gap.csv",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/site-history/?export=xlsx",
    "/admin/audit-log/",
    "/admin/users/?ordering=-last_login",
    "/admin/users/?ordering=last_login",
)


@pytest.mark.looks
@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_judge_to_anybody(world: World, role: str) -> None:
    client, hidden = world.client(role), world.hidden_from(role)
    filled = list(fillings(world))
    urls = {url for filling in filled for url in addresses(filling)}
    if role in OUTSIDE:
        once = set(addresses(filled[0]))
        urls = {url for url in urls if url in once or not url.startswith("/admin/")}
    urls -= {reverse("verify-code", args=[code]) for code in codes(world)}
    assert leaks((get(client, url) for url in sorted(urls)), hidden) == {}


def codes(world: World) -> list[str]:
    learners = [judge.user.learner for judge in world.judges]
    return [one.code for one in Certificate.objects.filter(learner__in=learners)]


def test_whoever_was_given_the_code_learns_no_name(world: World) -> None:
    """The judge hands out the code, to show a certificate; its page says nothing about whom."""
    for code in codes(world):
        answer = get(Client(), reverse("verify-code", args=[code]))
        assert answer.status == 200
        shown = {one for judge in world.judges for one in judge.certificates}
        assert found_in(answer, world.markers - shown) == set()


def fillings(world: World) -> Iterator[dict[str, Any]]:
    """What somebody who knew everything about a judge could put into an address.

    The judge without an e-mail address, about whom most is waiting in the office.
    """
    for judge in world.judges[1:]:
        user, learner = judge.user, judge.user.learner
        enrolment = Enrolment.objects.filter(learner=learner).select_related("course")[0]
        certificate = Certificate.objects.filter(learner=learner)[0]
        notice = Notice.objects.filter(learner=learner)[0]
        things = [
            ("accounts", "user", user.pk, learner.pk, judge.number),
            ("certificates", "certificate", notice.pk, certificate.pk, certificate.code),
            ("courses", "enrolment", user.pk, enrolment.pk, enrolment.pk),
        ]
        for app, model, number, key, text in things:
            yield {
                "IntConverter": number,
                "UUIDConverter": key,
                "SlugConverter": model,
                "StringConverter": text,
                "app_label": app,
                "app_name": app,
                "model_name": model,
                "content_type_app_name": app,
                "content_type_model_name": model,
                "action_name": "delete",
                "course": enrolment.course.slug,
                "module": "any",
                "lesson": "any",
                "code": text,
            }


@pytest.mark.looks
@pytest.mark.parametrize("role", ["training_officer", "author", "administrator", "superuser"])
def test_no_search_tells_that_a_judge_is_there(world: World, role: str) -> None:
    """Looking for a judge's particulars finds what looking for nonsense finds."""
    client, judge = world.client(role), world.judges[0]
    typed = {*judge.who, judge.number, str(judge.user.learner_id)} & world.hidden_from(role)
    forms = {("/admin/users/results/", "q"), ("/admin/audit-log/results/", "q")}
    for answer in crawl(client, ("/", "/admin/"), per_view=1, most=150):
        forms.update(answer.searches())
    told = set()
    for path, name in forms:
        shown(client, path, name, NONSENSE)  # says what the crawl left to be said, once
        nothing = shown(client, path, name, NONSENSE)
        told |= {(path, one) for one in typed if shown(client, path, name, one) != nothing}
    assert told == set()


NONSENSE = "Qvvzkopf"


def shown(client: Client, path: str, field: str, typed: str) -> list[str]:
    """Words and links of a page, without what was typed."""
    answer = get(client, f"{path}?{urlencode({field: typed})}")
    text = [str(answer.status), answer.words(), *answer.links()]
    forms = {typed, quote(typed), quote_plus(typed)}
    return [re.sub("|".join(map(re.escape, forms)), "", one, flags=re.IGNORECASE) for one in text]


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_can_post_to_a_judges_record(world: World, role: str) -> None:
    client = world.client(role)
    for judge in world.judges:
        user = judge.user
        before = list(Notice.objects.filter(learner=user.learner).values())
        for one in Certificate.objects.filter(learner=user.learner):
            page = client.post(reverse("certificate-share", args=[one.pk]), {"shared": "yes"})
            assert page.status_code in (302, 404)
            one.holder.refresh_from_db()
            assert not one.holder.name_shared
        for one in Enrolment.objects.filter(learner=user.learner):
            values = {"enrolment": one.pk, "module": one.pk, "reason": "Please."}
            assert client.post(reverse("extra-attempts"), values).status_code in (302, 403, 404)
        more_time = {"service_number": judge.number, "time": "50", "reason": "Please."}
        client.post(reverse("time-arrangements"), more_time)
        assert not Accommodation.objects.exists()
        tomorrow = timezone.localdate() + timedelta(days=1)
        for module in ModuleVersion.objects.filter(assessments__isnull=False)[:1]:
            plan = {"module": module.pk, "day": tomorrow, "time": "10:00", "room": "1"}
            for who in ({"learners": judge.number}, {"invigilator": judge.number}):
                both = {"learners": "BPD-1", "invigilator": "BPD-1"} | who
                client.post(reverse("sitting-new"), plan | both)
        assert not Sitting.objects.exists()
        if role != "judicial_training_officer":
            for notice in Notice.objects.filter(learner=user.learner):
                client.post(reverse("to_collect:collected", args=[notice.pk]))
            assert list(Notice.objects.filter(learner=user.learner).values()) == before


def test_the_report_counts_no_judge(world: World) -> None:
    assert count_on(timezone.localdate(), policy_in_force()).people == world.counted
    client = Client(headers={"authorization": f"Bearer {world.token}"})
    answer = get(client, "/api/v1/skills-gap")
    assert answer.status == 200
    assert found_in(answer, world.markers) == set()
    for word in ("judiciary", "BZ-JUD"):
        assert word not in answer.text


# Where a judge's particulars must stand, for the judge to have an account and a certificate.
# A job that makes a PDF holds the certificate's id, and no page shows jobs.
TABLES = {
    "who": {"accounts_user", "certificates_holder"},
    "keys": {
        "accounts_learner",
        "accounts_user",
        "certificates_certificate",
        "courses_coursecompletion",
        "courses_enrolment",
        "courses_lessonprogress",
        "courses_mark",
        "nice_framework_roleassignment",
        "notices_notice",
    },
    "certificates": {
        "certificates_certificate",
        "certificates_holder",
        "certificates_renderedfile",
        "jobs_job",
        "notices_notice",
    },
}


def test_a_judges_particulars_stand_in_few_tables(world: World) -> None:
    """Not in the audit log, nor in Wagtail's, nor in any job but by the certificate's id."""
    rows = list(every_row())
    for judge in world.judges:
        for kind, tables in TABLES.items():
            for marker in getattr(judge, kind):
                assert {name for name, row in rows if marker.lower() in row} <= tables, marker
    numbers = {name for name, row in rows for judge in world.judges if judge.number.lower() in row}
    assert numbers == {"accounts_user"}
    assert {name for name, row in rows if NOTE.lower() in row} == {"courses_mark"}


def test_no_answer_to_a_self_check_is_kept(world: World) -> None:
    assert {name for name, row in every_row() if ANSWER in row} == set()


def every_row() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608
            for row in cursor.fetchall():
                yield name, str(row).lower()


def test_mail_about_a_judge_goes_to_the_judge(world: World) -> None:
    others = [one for one in world.mails if one.to != [world.judges[0].email]]
    assert len(world.mails) > len(others)
    for one in others:
        assert not any(marker in str(one.message()) for marker in world.markers)


def test_the_judge_and_the_judiciary_see_what_is_theirs(world: World) -> None:
    """So that a search that finds nothing is known to have looked."""
    for judge in world.judges:
        own = "".join(one.text for one in crawl(judge.client, ("/",), **PATIENCE))
        assert {one for one in judge.certificates if one in own}
        assert SUBJECT in own
        assert judge.name in own
    office = "".join(
        one.text for one in crawl(world.client("judicial_training_officer"), ("/",), **PATIENCE)
    )
    assert all(judge.name in office for judge in world.judges)
    assert "A message is waiting" in office


def test_refused_requests_are_logged_by_their_route(world: World) -> None:
    judge = world.judges[0].user
    world.client("administrator").get(reverse("attempt", args=[judge.learner_id]))
    assert "request-refused" in world.lines.getvalue()
