"""Written answers on pages: from nothing to a certificate, and blind for examiners."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from courses.assessment.marking.models import Marking, WrittenAnswer
from courses.assessment.models import Attempt, Grading
from courses.catalogue.services import publish_version
from courses.completion.models import CourseCompletion
from courses.questions.models import Question
from courses.questions.question_types import question_type
from lms.accounts.api import Role
from lms.jobs.api import run_owed
from tests.courses.assessment.marking.conftest import BEST, FAIR, TEXT, Academy, open_item
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page
from tests.factories.learning import an_item, on_page
from tests.pdf_tools import run

pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def text_of(pdf: bytes) -> str:
    return run("pdftotext", "-layout", "-", "-", input=pdf, check=True).stdout.decode()


def marks(*levels: int, **more: Any) -> dict[str, Any]:
    return {f"criterion-{n}": level for n, level in enumerate(levels)} | {"do": "next"} | more


def enough(*more: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(an_item(f"i{n}") for n in range(9)), *more]


def take(examiner: Client) -> str:
    """The address of the next answer."""
    page = examiner.post(reverse("marking-next"))
    assert page.status_code == 302
    return str(page["Location"])


def test_from_nothing_to_a_certificate(chance) -> None:
    """An author's question, published, sat, handed in, read by two people, completed."""
    agency = AgencyFactory()
    examiners = [UserFactory(agency=agency, roles=[Role.EXAMINER]) for _n in range(2)]
    course = course_page()
    written = QuestionFactory(key="written", type_key="open", config=question_type("open").sample)
    module_with = module_page(course, [*QuestionFactory.create_batch(3), written])
    lesson_page(module_with)
    version = publish_version(course, by=None)
    officer = UserFactory(agency=agency, email="ana@police.example")
    client = client_of(officer)
    client.post(reverse("course-join", args=[course.slug]))
    module, lesson = version.modules.get(), version.modules.get().lessons.get()
    client.post(reverse("lesson-done", args=[course.slug, module.slug, lesson.slug]))
    start = reverse("assessment", args=[course.slug, module.slug])
    assert "read and marked by people" in text(client.get(start))
    client.post(start)
    attempt = Attempt.objects.get()
    page = reverse("attempt", args=[attempt.pk])
    assert "leave your name out" in text(client.get(page))
    form: dict[str, Any] = {"answer-written-text": TEXT}
    for question in Question.objects.exclude(key="written"):
        form[f"answer-{question.key}"] = on_page(attempt, question.key, "0")
    client.post(page, form)
    hand_in = reverse("attempt-hand-in", args=[attempt.pk])
    assert "People read and mark 1 of your answers" in text(client.get(hand_in))
    client.post(hand_in)

    result = reverse("attempt-result", args=[attempt.pk])
    waiting = text(client.get(result))
    assert "Being marked" in waiting
    assert "no result yet" in waiting
    for leak in ("Not right", "Right", "Leave it", "isolate it.", "100 %", "75 %"):
        assert leak not in waiting
    assert "Your answers are being read" in text(client.get(start))
    assert "People are marking your assessment" in text(client.get("/"))
    assert client.post(start).status_code == 302
    assert Attempt.objects.count() == 1
    assert "Wait for the result" in text(client.get(reverse("course", args=[course.slug])))
    record = text_of(client.get(reverse("attempt-record", args=[attempt.pk])).content)
    assert "None yet" in record
    assert not Certificate.objects.exists()

    chance(True)
    first, second = (client_of(one) for one in examiners)
    assert "1 answer waits for you" in text(first.get(reverse("marking-queue")))
    answer = take(first)
    sheet = text(first.get(answer))
    assert "isolate it from networks" in sheet
    assert "Accept any means of isolating" in sheet
    assert first.post(answer, marks(*BEST, comment="In order.")).status_code == 302
    assert not Grading.objects.exists()
    assert take(first) == reverse("marking-queue")
    answer = take(second)
    assert "In order." not in text(second.get(answer))
    second.post(answer, marks(*BEST, comment="Agreed.", do="stop"))

    assert Grading.objects.get().passed
    told = text(client.get(result))
    assert "Passed" in told
    assert "2 points of 2." in told
    assert "In order." in told
    assert "Agreed." not in told
    completion, certificate = CourseCompletion.objects.get(), Certificate.objects.get()
    assert completion.completed_at >= Grading.objects.get().graded_at
    assert certificate.source_key == f"course-completion:{completion.pk}"
    run_owed()
    (message,) = [one for one in mail.outbox if "was marked" in one.subject]
    assert message.to == ["ana@police.example"]
    record = text_of(client.get(reverse("attempt-record", args=[attempt.pk])).content)
    for words in ("Marked by 2 people", "Order of actions: 2 points of 2", "Comment: In order."):
        assert words in re.sub(r"\s+", " ", record)


def test_until_it_is_passed_neither_marks_nor_comments_are_told(academy, chance) -> None:
    school: Academy = academy(enough(open_item(critical=True)))
    attempt = school.sat()
    for n in range(2):
        school.mark(n, FAIR, comment="You forgot to isolate it.")
    assert not Grading.objects.get().passed
    client = client_of(school.officers[0])
    page = text(client.get(reverse("attempt-result", args=[attempt.pk])))
    assert "Not passed yet" in page
    record = text_of(client.get(reverse("attempt-record", args=[attempt.pk])).content)
    for words in ("You forgot", "Order of actions: ", "1 point of 2"):
        assert words not in page + record
    officer = client_of(UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER]))
    paper = officer.post(
        reverse("attempt-records"), {"attempt": attempt.pk, "reason": "An appeal."}
    )
    record = re.sub(r"\s+", " ", text_of(paper.content))
    assert "You forgot to isolate it." in record
    assert "1 point of 2" in record


def test_no_page_of_an_examiner_tells_whose_answer_it_is(academy) -> None:
    school: Academy = academy(enough(open_item()))
    attempt = school.sat(full_name="Zephyrina Quillmark", service_number="BPD-MARK-9")
    person = school.officers[0]
    client = client_of(school.examiners[0])
    queue = text(client.get(reverse("marking-queue")))
    sheet = text(client.get(take(client)))
    again = text(client.get(reverse("marking-queue")))
    hidden = (
        "Zephyrina", "BPD-MARK-9", school.agency.name, str(person.learner_id),
        str(attempt.pk), str(attempt.enrolment_id),
    )  # fmt: skip
    for page in (queue, sheet, again):
        body = page[page.index("<main") :]
        assert [one for one in hidden if one in body] == []
    assert "Go on with your answer" in again


def test_marks_left_out_are_asked_for_and_nothing_typed_is_lost(academy) -> None:
    school: Academy = academy(enough(open_item()))
    school.sat()
    client = client_of(school.examiners[0])
    answer = take(client)
    page = client.post(answer, {"criterion-0": "1", "comment": "Kept <b>words</b>", "do": "next"})
    body = text(page)
    assert "Your marks are not saved yet" in body
    assert "Choose a level." in body
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in body
    assert re.search(r'name="criterion-0" value="1"[^>]*checked', body)
    for bad in ({"criterion-0": "9", "criterion-1": "0"}, {"criterion-0": "x"}, {}):
        assert "Your marks are not saved yet" in text(client.post(answer, {**bad, "do": "next"}))
    long = client.post(answer, marks(0, 0, comment="x" * 1501))
    assert "at most 1500 characters" in text(long)
    assert not Marking.objects.exists()


def test_an_answer_taken_by_somebody_else_meanwhile_keeps_what_was_typed(
    academy, later, chance
) -> None:
    school: Academy = academy(enough(open_item()))
    school.sat()
    slow, quick = (client_of(one) for one in school.examiners[:2])
    answer = take(slow)
    assert take(quick) == reverse("marking-queue")
    later(46)
    slow.force_login(school.examiners[0])
    quick.force_login(school.examiners[1])
    assert take(quick) == answer
    page = text(slow.post(answer, marks(0, 0, comment="My thoughts on it.")))
    assert "somebody else reads it now" in page
    assert "My thoughts on it." in page
    assert not Marking.objects.exists()
    quick.post(answer, marks(0, 0))
    page = slow.post(answer, marks(0, 0), follow=True)
    assert "have this answer now" in text(page)


def test_giving_back_and_going_to_an_answer_one_does_not_hold(academy) -> None:
    school: Academy = academy(enough(open_item()))
    school.sat()
    mine, other = (client_of(one) for one in school.examiners[:2])
    answer = take(mine)
    assert other.get(answer).status_code == 302
    mine.post(answer, {"do": "back"})
    assert mine.get(answer).status_code == 302
    assert take(other) == answer


def test_ones_own_marks_are_changed_on_a_page_with_a_reason(academy) -> None:
    school: Academy = academy()
    school.sat()
    client = client_of(school.examiners[0])
    client.post(take(client), marks(*FAIR, comment="Fair."))
    queue = text(client.get(reverse("marking-queue")))
    assert 'Change<span class="w-sr-only"> marks 1</span>' in queue
    change = reverse("marking-correct", args=[Marking.objects.get().pk])
    page = text(client.get(change))
    assert "Fair." in page
    assert page.count("checked") == 2
    assert "Your marks are not saved yet" in text(client.post(change, marks(*BEST)))
    assert client.post(change, marks(*BEST, reason="Overlooked a line.")).status_code == 302
    assert Marking.objects.count() == 2
    other = client_of(school.examiners[1])
    assert other.get(change).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.LEARNER, Role.TRAINING_OFFICER, Role.AUTHOR, Role.ANALYST, Role.ADMINISTRATOR]
)
def test_only_examiners_get_to_the_queue(academy, role) -> None:
    school: Academy = academy(enough(open_item()))
    school.sat()
    client = client_of(UserFactory(agency=school.agency, roles=[role]))
    answer = reverse("marking-answer", args=[WrittenAnswer.objects.get().pk])
    for page in (
        client.get(reverse("marking-queue")),
        client.post(reverse("marking-next")),
        client.get(answer),
        client.post(answer, marks(0, 0)),
    ):
        assert page.status_code in (302, 403)
        assert page.get("Location", "") not in (answer, reverse("marking-queue"))
    assert not Marking.objects.exists()
    assert WrittenAnswer.objects.get().claimed_by is None


def test_an_examiner_without_an_agency_is_told_so(academy) -> None:
    client = client_of(UserFactory(agency=None, roles=[Role.EXAMINER]))
    assert "belongs to no agency" in text(client.get(reverse("marking-queue")))


def test_the_queue_costs_the_same_however_much_waits(
    academy, chance, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    school: Academy = academy(enough(open_item(), open_item("o2")))
    client = client_of(school.examiners[0])
    school.sat()
    client.get(reverse("marking-queue"))
    with django_assert_max_num_queries(25) as few:
        client.get(reverse("marking-queue"))
    for _n in range(12):
        school.sat()
    with django_assert_num_queries(len(few)):
        page = client.get(reverse("marking-queue"))
    assert "26 answers wait for you" in text(page)
    chance(True)
    for _n in range(2):
        school.mark(0, BEST)
    with django_assert_max_num_queries(len(few) + 1):
        client.get(reverse("marking-queue"))


def test_the_menu_and_home_lead_an_examiner_there(academy) -> None:
    school: Academy = academy()
    client = client_of(school.examiners[0])
    assert reverse("marking-queue") in text(client.get("/"))
    assert reverse("marking-queue") in text(client.get("/admin/"))


def test_an_administrator_reviews_marks_by_the_reference_on_the_record(academy, chance) -> None:
    school: Academy = academy()
    attempt = school.sat(full_name="Zephyrina Quillmark")
    for n in range(2):
        school.mark(n, FAIR)
    officer = client_of(UserFactory(agency=school.agency, roles=[Role.TRAINING_OFFICER]))
    paper = officer.post(reverse("attempt-records"), {"attempt": attempt.pk, "reason": "Appeal."})
    reference = re.search(r"Reference of this answer:\s+([0-9a-f-]{36})", text_of(paper.content))[1]
    client = client_of(UserFactory(roles=[Role.ADMINISTRATOR]))
    find = reverse("marking-find")
    for nonsense in ("x", str(attempt.pk), "\x00", "1" * 300):
        assert "No graded answer" in text(client.get(find, {"ref": nonsense}))
    page = client.get(find, {"ref": f" {reference} "}, follow=True)
    body = text(page)
    assert TEXT in body
    assert "Zephyrina" not in body
    here = page.redirect_chain[-1][0]
    assert client.post(here, marks(*BEST, reason="All there.")).status_code == 302
    assert Grading.objects.count() == 2
    for role in (Role.EXAMINER, Role.TRAINING_OFFICER, Role.AUTHOR):
        other = client_of(UserFactory(agency=school.agency, roles=[role]))
        assert other.get(find).status_code in (302, 403)
        assert other.post(here, marks(*FAIR, reason="No.")).status_code in (302, 403)
    assert Grading.objects.count() == 2
