"""A course kept on a device, as text alone, and what is sent when there is a line again."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import CourseVersion, LessonVersion, ModuleVersion
from courses.completion.models import CourseCompletion
from courses.models import Enrolment, LessonProgress
from courses.player.kept import as_text, page_html, pages_of
from courses.printing.queries import wanted_of
from courses.printing.services import keep
from lms.accounts.sealing import seals_lifted
from tests.courses.player.test_lesson import report
from tests.factories.learning import a_course

pytestmark = pytest.mark.django_db


def test_the_list_names_every_lesson_with_its_size(learning) -> None:
    course = learning(version=a_course(modules=2, lessons=3))
    course.join()
    answer = course.client.get(course.url("device-list")).json()
    assert answer["version"] == str(course.version.pk)
    assert len(answer["pages"]) == 6
    assert all(page["size"] > 300 for page in answer["pages"])
    first = answer["pages"][0]
    assert first["keepAs"] == course.lesson()
    html = course.client.get(first["url"]).content
    assert abs(len(gzip.compress(html)) - first["size"]) < 200
    for asset in answer["assets"]:
        assert asset["url"].startswith(("/static/", "/offline/"))
    page = course.client.get(course.url("device")).content.decode()
    assert "6 lessons of this course" in page


def test_uploaded_pictures_and_cards_are_named_and_counted(learning) -> None:
    sizes = [
        {
            "path": default_storage.save(f"kept/{n}.png", ContentFile(b"x" * n)),
            "width": n,
            "height": n,
        }
        for n in (1000, 50_000)
    ]
    gone = {"path": "kept/gone.png", "width": 9, "height": 9}
    body = [
        {"type": "image", "id": one, "value": {"alt": "A desk", "image": 1, "caption": ""}}
        for one in ("here", "gone")
    ]
    course = learning(version=a_course(lessons=2, body=body))
    course.join()
    files = {
        "here": {"image": {"kind": "picture", "sizes": sizes}},
        "gone": {"image": {"kind": "picture", "sizes": [gone]}},
    }
    aid = {"title": "At the door", "intro": "Keep it.", "items": ["People first."]}
    with seals_lifted():
        LessonVersion.objects.filter(module__version=course.version).update(
            enclosed={"files": files}
        )
        ModuleVersion.objects.filter(version=course.version).update(job_aid=aid)
    for wanted in wanted_of(course.version):
        keep(wanted=wanted, content=b"%PDF " + b"x" * 70_000)
    answer = course.client.get(course.url("device-list")).json()
    assert [(one["url"], one["size"]) for one in answer["pictures"]] == [
        (default_storage.url(sizes[-1]["path"]), 50_000)
    ]
    assert [one["size"] for one in answer["cards"]] == [70_005]
    assert answer["cards"][0]["url"] == course.url("paper-card", "module-1", "card")
    kept = course.client.get(answer["pages"][0]["url"]).content.decode()
    assert "srcset" not in kept
    page = course.client.get(course.url("device")).content.decode()
    assert "50 KB are pictures" in page
    assert "70 KB are pocket cards" in page
    assert "Video and sound are not kept" in page


def test_a_kept_page_says_nothing_about_who_reads(learning) -> None:
    course = learning()
    course.join()
    person = course.person
    person.full_name, person.service_number = "Zzmarker Name", "ZZ-MARKER"
    person.save()
    report(course, "block-1")
    html = course.client.get(pages_of(course.version, course.slug)[0].url)
    text = html.content.decode()
    for mark in ("Zzmarker", "ZZ-MARKER", "csrfmiddlewaretoken", "data-signed-in", "data-resume"):
        assert mark not in text
    assert 'data-block="block-1"' in text
    assert text == page_html(course.version, course.slug, "module-1", "lesson-1")


def test_what_was_finished_without_a_line_counts_once_when_it_arrives(learning) -> None:
    course = learning(version=a_course(lessons=1, assessed=False))
    course.join()
    for _again in range(2):
        answer = report_done(course, {"block": "block-2", "done": True})
        assert answer.json() == {"saved": True}
    row = LessonProgress.objects.get()
    assert row.done_at
    done_at = row.done_at
    report_done(course, {"done": True})
    row.refresh_from_db()
    assert row.done_at == done_at


def test_a_block_that_is_gone_does_not_undo_what_was_finished(learning) -> None:
    course = learning()
    course.join()
    assert report_done(course, {"block": "of-another-version", "done": True}).status_code == 200
    assert LessonProgress.objects.get().done_at
    assert report_done(course, {"block": "of-another-version"}).status_code == 400


def test_what_was_finished_under_a_former_name_counts_for_the_same_lesson(learning) -> None:
    course = learning()
    sent_later = course.lesson(1, "lesson-progress")
    lesson = LessonVersion.objects.get(module__version=course.version, position=1)
    newer = a_course("newer")
    with seals_lifted():
        CourseVersion.objects.filter(pk=newer.pk).update(course=course.version.course, number=2)
        LessonVersion.objects.filter(module__version=newer, position=1).update(
            key=lesson.key, slug="renamed"
        )
    enrolment = course.join()
    Enrolment.objects.filter(pk=enrolment.pk).update(version=newer)
    answer = course.client.post(sent_later, {"done": True}, content_type="application/json")
    assert answer.json() == {"saved": True}
    assert LessonProgress.objects.get(done_at__isnull=False).lesson_key == lesson.key
    gone = sent_later.replace("lesson-1", "never-there")
    assert (
        course.client.post(gone, {"done": True}, content_type="application/json").status_code == 404
    )


def test_what_another_person_did_is_not_taken_as_this_one_s(learning) -> None:
    course = learning()
    course.join()
    mark = re.search(r'data-owner="(\w{32})"', course.client.get(course.lesson()).content.decode())
    assert mark
    assert str(course.person.learner_id).replace("-", "") != mark[1]
    other = learning(version=course.version)
    other.join()
    assert report_done(other, {"done": True, "owner": mark[1]}).status_code == 403
    assert not LessonProgress.objects.exists()
    assert report_done(course, {"done": True, "owner": mark[1]}).json() == {"saved": True}


def test_the_last_lesson_finished_late_completes_the_course(judge) -> None:
    course = judge
    course.join()
    for number in (1, 2):
        report_done(course, {"done": True}, number)
    assert CourseCompletion.objects.count() == 1


@pytest.mark.parametrize("sent", ["[]", '"x"', "5", "null", "{", '{"done": "yes"}', '{"done": 1}'])
def test_what_makes_no_sense_is_refused(learning, sent: str) -> None:
    course = learning()
    course.join()
    url = course.lesson(1, "lesson-progress")
    answer = course.client.post(url, sent, content_type="application/json")
    assert answer.status_code == 400
    assert not LessonProgress.objects.exists()


def test_nobody_keeps_a_course_not_joined(learning) -> None:
    course = learning()
    assert course.client.get(course.url("device")).status_code == 302
    assert course.client.get(course.url("device-list")).status_code == 403
    address = course.lesson(1, "kept-lesson")
    assert course.client.get(address).status_code == 404
    course.client.logout()
    assert course.client.get(address).status_code == 302


def test_text_alone_has_no_picture_and_little_weight(learning) -> None:
    course = learning()
    course.join()
    address = course.lesson(1, "text-lesson")
    html = course.client.get(address).content.decode()
    for mark in ("<svg", "<img", "<script", "style="):
        assert mark not in html
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', html)
    assert len(sheets) == html.count("<link") == 1
    sheet = Path(str(finders.find(sheets[0]))).read_bytes()
    assert len(gzip.compress(sheet)) < 1_000
    assert "I have finished this lesson" in html
    assert len(gzip.compress(html.encode())) < 15_000


def test_a_drawing_becomes_its_words() -> None:
    html = (
        '<figure><div class="figure-frame" tabindex="0"><svg><g><path/></g></svg></div>'
        "<details><summary>Read</summary><p>A phone in a bag.</p></details></figure>"
        '<p><svg class="icon"></svg>Warning</p><img src="/x.png" alt="A desk">'
        '<a href="practice/b/">Try it</a>'
    )
    text = as_text(html)
    assert "<details open>" in text
    assert "A phone in a bag." in text
    assert "<p>[A desk]</p>" in text
    assert "<svg" not in text
    assert "figure-frame" not in text
    assert 'href="../practice/b/"' in text


def test_an_untimed_attempt_may_be_kept_and_a_timed_one_not(learning) -> None:
    course = learning()
    course.join()
    attempt = course.start()
    page = reverse("attempt", args=[attempt.pk])
    assert course.client.get(page)["X-Keep"] == "attempt"
    attempt.ends_at = timezone.now() + timedelta(hours=1)
    attempt.save(update_fields=["ends_at"])
    assert "X-Keep" not in course.client.get(page)


def test_the_worker_and_the_app_stand_at_the_root(client) -> None:
    worker = client.get("/service-worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"navigate" in b"".join(worker.streaming_content)
    app = client.get("/app.webmanifest").json()
    assert app["start_url"] == "/"
    assert {icon["sizes"] for icon in app["icons"]} == {"192x192", "512x512"}
    assert "There is no connection" in client.get("/offline/").content.decode()


def report_done(course, sent: dict, number: int = 1):
    return course.client.post(
        course.lesson(number, "lesson-progress"), sent, content_type="application/json"
    )
