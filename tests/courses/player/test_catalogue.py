"""The catalogue and a course's page, for anybody and for whoever is in it."""

from django.test import Client
from django.urls import reverse

from courses.enrolment.models import Enrolment
from courses.progress.models import LessonProgress
from tests.factories.learning import a_course


def test_courses_are_readable_without_signing_in(learning) -> None:
    course = learning()
    for url in (reverse("catalogue"), course.url("course"), course.url("module", "module-1")):
        page = Client().get(url)
        assert page.status_code == 200
    page = Client().get(course.url("course")).content.decode()
    assert "Sign in to join" in page
    assert f"?next={course.url('course')}" in page
    assert course.lesson() not in Client().get(course.url("module", "module-1")).content.decode()


def test_a_lesson_asks_to_sign_in_and_then_to_join(learning) -> None:
    course = learning()
    assert reverse("account_login") in Client().get(course.lesson()).url
    page = course.client.get(course.lesson(), follow=True)
    assert page.redirect_chain[0][0] == course.url("course")
    assert "Join this course first" in page.content.decode()


def test_joining_leads_to_the_first_lesson_and_joining_again_to_where_one_is(learning) -> None:
    course = learning()
    assert course.client.post(course.url("course-join")).url == course.lesson(1)
    course.client.post(course.lesson(1, "lesson-done"))
    assert course.client.post(course.url("course-join")).url == course.lesson(2)
    assert Enrolment.objects.count() == 1


def test_a_closed_course_cannot_be_joined(learning) -> None:
    course = learning()
    course.version.course.live = False
    course.version.course.save()
    page = course.client.post(course.url("course-join"), follow=True)
    assert "closed" in page.content.decode()
    assert not Enrolment.objects.exists()


def test_unknown_courses_are_not_found(learning) -> None:
    course = learning()
    for name, args in (("course", ["no"]), ("module", ["no", "no"]), ("course-join", ["no"])):
        url = reverse(name, args=args)
        answer = course.client.post(url) if name == "course-join" else course.client.get(url)
        assert answer.status_code == 404
    course.join()
    assert course.client.get(course.url("lesson", "module-1", "none")).status_code == 404


def test_what_is_missing_is_named_with_links(learning) -> None:
    course = learning()
    course.join()
    page = course.client.get(course.url("course")).content.decode()
    assert "Not complete yet: you still need" in page
    for words, url in (
        ("Finish the lesson “Lesson 1.1”", course.lesson(1)),
        ("Pass the assessment of “Module 1”", course.url("assessment", "module-1")),
    ):
        assert words in page
        assert f'href="{url}"' in page


def test_states_in_the_catalogue(learning) -> None:
    course = learning()
    a_course("other")
    page = course.client.get(reverse("catalogue")).content.decode()
    assert "Not started" not in page
    course.join()
    assert "Not started" in course.client.get(reverse("catalogue")).content.decode()
    course.client.post(course.lesson(1, "lesson-done"))
    assert "In progress" in course.client.get(reverse("catalogue")).content.decode()


def test_courses_for_ones_agency_come_first_and_others_stay_open(learning) -> None:
    police = learning(slug="for-police", meant_for=["police"])
    judges = a_course("for-judges", meant_for=["judiciary"])
    a_course("for-all")
    html = police.client.get(reverse("catalogue")).content.decode()
    yours, _, others = html.partition("For others")
    assert "For you" in yours
    assert "Course for-police" in yours
    assert "Course for-all" in yours
    assert "Course for-judges" in others
    assert "You may read and join them too." in others
    page = police.client.post(reverse("course-join", args=["for-judges"]))
    assert page.status_code == 302
    assert Enrolment.objects.get().version == judges
    html = police.client.get(reverse("catalogue")).content.decode()
    assert "For others" not in html


def test_whoever_has_no_agency_or_no_course_of_their_own_sees_one_list(learning) -> None:
    course = learning(slug="for-judges", meant_for=["judiciary"])
    for client in (Client(), course.client):
        html = client.get(reverse("catalogue")).content.decode()
        assert "Course for-judges" in html
        assert "For you" not in html
        assert "For others" not in html


def test_reading_a_page_changes_nothing(learning) -> None:
    course = learning()
    course.join()
    LessonProgress.objects.all().delete()
    for url in (
        reverse("catalogue"), course.url("course"), course.url("module", "module-1"),
        course.lesson(1), course.lesson(2), course.url("assessment", "module-1"),
    ):  # fmt: skip
        assert course.client.get(url).status_code == 200
    assert not LessonProgress.objects.exists()
    assert not Enrolment.objects.get().attempts.exists()


def test_acts_are_posts_with_a_csrf_token(learning) -> None:
    course = learning()
    course.join()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(course.person)
    for url in (
        course.url("course-join"),
        course.lesson(1, "lesson-done"),
        course.lesson(1, "lesson-progress"),
    ):
        assert course.client.get(url).status_code == 405
        assert strict.post(url).status_code == 403
