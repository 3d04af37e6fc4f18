"""The front page, for each who comes to it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from courses.api import open_lesson, save_progress, start_attempt
from courses.models import AssessmentWindow, Cohort, Enrolment
from lms.accounts.api import Role
from lms.accounts.models import User
from lms.dashboard.doors import DOORS, doors_for
from lms.dashboard.home import Home, home_of
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.learning import a_course, a_judge
from tests.lms.dashboard.walking import assessment_of, complete, join, place, read, sit

pytestmark = pytest.mark.django_db
MOST_QUERIES = 11


def of_role(role: str) -> User:
    user = UserFactory()
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def page(client: Client, user: User | None = None) -> str:
    if user is not None:
        client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def fresh(user: User) -> Home:
    return home_of(User.objects.get(pk=user.pk))


def test_welcome_says_what_this_is_and_offers_three_ways_in(client: Client) -> None:
    version = a_course()
    html = page(client)
    for way in ("/account/login/", "/courses/", "/verify/", version.title):
        assert way in html


def test_a_learner_without_a_course_is_led_to_the_catalogue() -> None:
    home = fresh(UserFactory())
    assert home.now.url == "/courses/"
    assert home.now.title == "Choose your first course"
    assert not home.due
    assert not home.certificates
    assert not home.available


def test_empty_lists_say_what_comes(client: Client) -> None:
    html = page(client, UserFactory())
    assert "Your certificates appear here when you complete a course." in html
    assert "New ones appear here." in html


def test_a_course_that_nothing_was_opened_in_begins_with_its_first_lesson() -> None:
    user = UserFactory()
    join(user, a_course())
    now = fresh(user).now
    assert (now.title, now.label, now.note) == ("Lesson 1.1", "Begin", "10 minutes")
    assert now.url == "/courses/first-course/module-1/lesson-1/"


def test_continue_goes_to_the_lesson_seen_last_with_its_minutes_left() -> None:
    user = UserFactory()
    enrolment = join(user, a_course())
    open_lesson(place=place(enrolment, 1, 1))
    save_progress(place=place(enrolment, 1, 2), block="block-2")
    now = fresh(user).now
    assert (now.title, now.label) == ("Lesson 1.2", "Continue")
    assert (
        now.note == "3 minutes left in this lesson"
    )  # the last of three blocks of a lesson of ten minutes


def test_the_assessment_follows_the_lessons() -> None:
    user = UserFactory()
    read(join(user, a_course()))
    now = fresh(user).now
    assert now.url == "/courses/first-course/module-1/assessment/"


def test_an_open_attempt_comes_first() -> None:
    user = UserFactory()
    enrolment = join(user, a_course())
    attempt = start_attempt(enrolment=enrolment, assessment=assessment_of(enrolment))
    assert fresh(user).now.url == f"/attempts/{attempt.pk}/"


def test_after_a_failed_attempt_the_page_says_when_and_goes_on_with_the_next_module() -> None:
    user = UserFactory()
    enrolment = join(user, a_course(modules=2))
    read(enrolment)
    sit(enrolment, well=False)
    home = fresh(user)
    assert home.now.title == "Lesson 2.1"
    assert len(home.waiting) == 1
    assert "“Module 1” again from" in home.waiting[0]


def test_with_nothing_but_a_wait_the_course_says_what_is_missing() -> None:
    user = UserFactory()
    enrolment = join(user, a_course())
    read(enrolment)
    sit(enrolment, well=False)
    assert fresh(user).now.url == "/courses/first-course/"


def dated(enrolment: Enrolment, *, opens: int = 0, closes: int = 0, **more: Any) -> None:
    """Dates of the first module's assessment, in days from now; none at 0."""
    AssessmentWindow.objects.create(
        module_key=assessment_of(enrolment).module.key,
        opens_at=timezone.now() + timedelta(days=opens) if opens else None,
        closes_at=timezone.now() + timedelta(days=closes) if closes else None,
        reason="The hall.",
        decided_by=uuid4(),
        **more,
    )


def test_an_assessment_that_is_not_open_yet_says_when_and_is_not_offered() -> None:
    user = UserFactory()
    enrolment = join(user, a_course())
    read(enrolment)
    assert fresh(user).now.label == "Go to the assessment"
    dated(enrolment, opens=3)
    home = fresh(user)
    assert home.now.url == "/courses/first-course/"
    assert home.now.label == "See what is missing"
    day = date_format(timezone.localdate() + timedelta(days=3), "j F Y")
    assert len(home.waiting) == 1
    assert home.waiting[0].startswith("The assessment of “Module 1” opens at ")
    assert day in home.waiting[0]


def test_an_assessment_that_closed_is_not_offered_and_the_next_module_is() -> None:
    user = UserFactory()
    enrolment = join(user, a_course(modules=2))
    read(enrolment)
    dated(enrolment, closes=-1)
    home = fresh(user)
    assert home.now.title == "Lesson 2.1"
    assert "closed at" in home.waiting[0]
    assert "training officer" in home.waiting[0]


def test_the_newest_dates_count_and_a_cohorts_own_before_those_for_everybody() -> None:
    user = UserFactory()
    version = a_course()
    cohort = Cohort.objects.create(course=version.course, name="March")
    enrolment = join(user, version, cohort=cohort)
    read(enrolment)
    dated(enrolment, closes=-1, cohort=cohort)
    dated(enrolment, opens=-1, cohort=cohort)
    dated(enrolment, closes=-1)
    assert fresh(user).now.label == "Go to the assessment"
    assert not fresh(user).waiting


def test_a_passed_assessment_that_closed_is_not_spoken_of() -> None:
    user = UserFactory()
    enrolment = join(user, a_course(modules=2))
    read(enrolment)
    sit(enrolment)
    dated(enrolment, closes=-1)
    assert not fresh(user).waiting


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-3, "3 days late", "overdue"),
        (-1, "1 day late", "overdue"),
        (0, "Due today", "due"),
        (1, "Due tomorrow", "due"),
        (12, "12 days left", "due"),
    ],
)
def test_due_courses_say_the_date_and_the_days_left(days: int, words: str, state: str) -> None:
    user = UserFactory()
    join(user, a_course(), due_on=timezone.localdate() + timedelta(days=days))
    (row,) = fresh(user).due
    assert (row.state_text, row.state) == (words, state)
    assert row.meta[1] == "0 of 3 steps done"


def test_what_is_due_first_stands_first() -> None:
    user, today = UserFactory(), timezone.localdate()
    join(user, a_course("later"), due_on=today + timedelta(days=9))
    join(user, a_course("sooner"), due_on=today + timedelta(days=2))
    home = fresh(user)
    assert [row.title for row in home.due] == ["Course sooner", "Course later"]
    assert "sooner" in home.now.url


def test_a_completed_course_shows_its_certificate(client: Client) -> None:
    user = UserFactory()
    complete(join(user, a_course()))
    home = fresh(user)
    assert home.now.title == "You have completed every course you joined"
    (card,) = home.certificates
    assert card["worth"] == "Knowledge completed (unsupervised)"
    assert "The PDF is being made" in page(client, user)


def test_courses_joined_are_not_offered_again() -> None:
    user = UserFactory()
    join(user, a_course())
    a_course("second")
    assert [row.title for row in fresh(user).available] == ["Course second"]


def test_staff_of_the_judiciary_are_offered_nothing_about_answers() -> None:
    """Nobody grants a judge attempts, plans a sitting for one or prints what one answered."""
    held = [Role.TRAINING_OFFICER, Role.EXAMINER, Role.AUTHOR]
    of_police = {door.name for door in doors_for(UserFactory(roles=held))}
    judicial = AgencyFactory(kind="judiciary")
    of_judiciary = {door.name for door in doors_for(UserFactory(agency=judicial, roles=held))}
    assert of_police - of_judiciary == {
        "extra-attempts", "marking-queue", "attempt-records", "sittings", "time-arrangements"
    }  # fmt: skip
    assert {"wagtailusers_users:index", "to_collect:index"} < of_judiciary


@pytest.mark.parametrize("role", [Role.TRAINING_OFFICER, Role.ANALYST, Role.ADMINISTRATOR])
def test_staff_find_their_own_doors_before_their_learning(client: Client, role: str) -> None:
    html = page(client, of_role(role))
    assert html.index("Your work") < html.index("Your learning")
    for door in DOORS:
        assert (str(door.title) in html) is (role in door.roles)


@pytest.mark.parametrize("role", Role.ALL)
def test_every_door_opens_for_its_role(client: Client, role: str) -> None:
    client.force_login(of_role(role))
    for door in DOORS:
        if role in door.roles:
            assert client.get(door.url, follow=True).status_code == 200


def test_a_judge_sees_own_learning_and_no_assessment(client: Client) -> None:
    judge = a_judge()
    enrolment = join(judge, a_course(modules=2))
    read(enrolment)
    home = fresh(judge)
    assert home.now.title == "Lesson 2.1"
    assert "Your work" not in page(client, judge)
    complete(enrolment, modules=2)
    assert fresh(judge).certificates[0]["worth"] == "Attended"


def test_nobody_elses_learning_is_on_the_page(client: Client) -> None:
    other = UserFactory(full_name="Marker Person")
    complete(join(other, a_course()))
    html = page(client, UserFactory())
    assert "Marker" not in html
    assert "Download PDF" not in html


def test_home_offers_the_courses_meant_for_ones_agency(client: Client) -> None:
    police = a_course("for-police", meant_for=["police"])
    judges = a_course("for-judges", meant_for=["judiciary"])
    prosecutor = UserFactory(agency__kind="prosecution")
    assert "No course is meant for your agency yet." in page(client, prosecutor)
    everybody = a_course("for-all")

    def offered(person: User) -> list[str]:
        return [row.title for row in fresh(person).available]

    assert offered(UserFactory()) == [everybody.title, police.title]
    assert offered(a_judge()) == [everybody.title, judges.title]
    assert offered(UserFactory(agency__kind="prosecution")) == [everybody.title]
    assert len(offered(UserFactory(agency=None))) == 3
    user = UserFactory()
    join(user, police)
    join(user, everybody)
    assert offered(user) == []
    assert "No other course is meant for your agency." in page(client, user)
    join(user, judges)
    assert "You have joined every course there is." in page(client, user)


def test_home_makes_few_queries_whatever_is_on_it(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = of_role(Role.TRAINING_OFFICER)
    for number in range(3):
        enrolment = join(user, a_course(f"c-{number}", modules=2))
        read(enrolment)
    save_progress(place=place(enrolment, 2, 1), block="block-1")
    complete(join(user, a_course("done")))
    complete(join(user, a_course("done-too")))
    a_course("open")
    client.force_login(user)
    # The first visit reads what a process keeps: the versions begun, those offered, their trees.
    for most in (16, MOST_QUERIES):
        with django_assert_max_num_queries(most):
            assert client.get("/").status_code == 200


def test_reading_home_changes_nothing(client: Client) -> None:
    user = UserFactory()
    enrolment = join(user, a_course())
    page(client, user)
    with pytest.raises(ValidationError):
        save_progress(place=place(enrolment, 1, 1), block="nowhere")
    assert not enrolment.progress.exists()
