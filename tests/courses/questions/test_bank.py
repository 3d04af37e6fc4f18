"""The bank in the admin: found, imported, exported, copied, retired, and where it is asked."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.assessment.usage import FEW, usage_of
from courses.enrolment.services import enrol
from courses.models import Attempt, Question, QuestionImport, Response
from courses.questions.queries import Status, status_of
from lms.accounts.api import Role
from lms.accounts.models import User
from tests.courses.questions.interchange.samples import MOODLE
from tests.factories.accounts import UserFactory
from tests.factories.courses import QuestionFactory, published_course
from tests.factories.nice_framework import StatementFactory

pytestmark = pytest.mark.django_db
GIFT = b"::A:: What now? {=Leave it#Right. ~Start it}\n\nHow much? {#many}\n"
LIST = "wagtailsnippets_courses_question:list"


def person(role: str) -> User:
    user = UserFactory(full_name="Alma Reyes")
    user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def author() -> Client:
    return client_of(person(Role.AUTHOR))


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def upload(client: Client, data: bytes, name: str = "a.gift", form: str = "") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("question-import"), {"file": file, "format": form})


def test_the_list_is_filtered_and_searched(author: Client) -> None:
    mine = person(Role.AUTHOR)
    tagged = QuestionFactory(stem="About custody", difficulty=3, created_by=mine.learner_id)
    tagged.tags.add("phones")
    tagged.alignments.create(statement=StatementFactory(identifier="K9001"))
    tagged.save()
    QuestionFactory(stem="About power", retired=True)
    lacking = QuestionFactory(stem="Half done", config={"options": []}, live=False)
    used = published_course(questions=1).modules.get().assessments.get().items[0]["key"]
    tag = tagged.tags.get().pk
    for query, found in (
        ({"q": "K9001"}, ["About custody"]),
        ({"q": "phones"}, ["About custody"]),
        ({"difficulty": 3}, ["About custody"]),
        ({"tag": tag}, ["About custody"]),
        ({"author": mine.learner_id}, ["About custody"]),
        ({"status": "retired"}, ["About power"]),
        ({"status": "draft"}, ["Half done"]),
        ({"status": "ready"}, ["About custody"]),
        ({"status": "in-use"}, [Question.objects.get(key=used).stem]),
        ({"complete": "no"}, ["Half done"]),
    ):
        html = page(author, LIST, **query)
        for stem in Question.objects.values_list("stem", flat=True):
            assert (f"{stem}" in html) == (stem in found), (query, stem)
    assert "Alma Reyes" in page(author, LIST, q="custody")
    assert status_of(lacking) == Status.DRAFT


def test_the_list_asks_as_much_for_fifty_as_for_five(
    author: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    published_course(questions=5)
    page(author, LIST)
    QuestionFactory.create_batch(40, created_by=person(Role.AUTHOR).learner_id)
    with django_assert_max_num_queries(30):
        page(author, LIST)


def test_an_import_shows_its_account_first_and_writes_when_told(author: Client) -> None:
    answer = upload(author, GIFT)
    html = answer.content.decode()
    assert not Question.objects.exists()
    for said in ("What now?", "No feedback on these options: 2.", "A number in it cannot be read."):
        assert said in html
    token, mark = answer.context["token"], answer.context["plan"].mark
    url = reverse("question-import-apply", args=[token])
    assert author.get(url).status_code == 302
    other = client_of(person(Role.AUTHOR))
    other.post(url, {"mark": mark})
    assert not Question.objects.exists()
    html = author.post(url, {"mark": mark}, follow=True).content.decode()
    assert "1 question was added." in html
    assert "No feedback on these options: 2." in html
    record = QuestionImport.objects.get()
    assert record.file_name == "a.gift"
    assert "a.gift" in page(author, "question-import")
    assert "Alma Reyes" in page(author, "question-import-account", record.pk)
    author.post(url, {"mark": mark})
    assert Question.objects.count() == 1
    assert "There is nothing to add." in upload(author, GIFT).content.decode()


def test_what_changed_since_the_preview_is_shown_again(author: Client) -> None:
    first, second = upload(author, GIFT).context, upload(author, GIFT).context
    for shown in (first, second):
        url = reverse("question-import-apply", args=[shown["token"]])
        html = author.post(url, {"mark": shown["plan"].mark}, follow=True).content.decode()
    assert "The bank changed meanwhile." in html
    assert Question.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"\x00", b"<quiz><question", b"PK\x03\x04", b"no"])
def test_a_file_that_cannot_be_read_gets_a_sentence(author: Client, data: bytes) -> None:
    answer = upload(author, data)
    assert answer.status_code in (200, 422)
    assert not Question.objects.exists()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINING_OFFICER, Role.LEGAL_REVIEWER])
def test_others_import_export_and_copy_nothing(role: str) -> None:
    question = QuestionFactory()
    client = client_of(person(role))
    assert upload(client, GIFT).status_code in (302, 403)
    for url in (
        reverse("question-export"),
        reverse("question-export-file", args=["gift"]),
        reverse("question-copy", args=[question.pk]),
    ):
        assert client.get(url).status_code in (302, 403)
    client.post(reverse("question-copy", args=[question.pk]))
    assert Question.objects.count() == 1


def test_what_the_filters_leave_is_exported_and_the_rest_is_named(author: Client) -> None:
    QuestionFactory(key="kept", difficulty=3)
    QuestionFactory(key="steps", type_key="ordering", difficulty=3)
    QuestionFactory(key="easy", difficulty=1)
    html = page(author, "question-export", difficulty=3)
    assert "2 questions, as the list is filtered." in html
    assert "steps: GIFT has no form for its type" in html
    url = reverse("question-export-file", args=["gift"])
    answer = author.get(url, {"difficulty": 3})
    assert answer["Content-Disposition"] == 'attachment; filename="questions.gift"'
    text = answer.content.decode()
    assert "[id:kept]" in text
    assert "easy" not in text
    assert author.get(reverse("question-export-file", args=["aiken"])).status_code == 404


def test_a_copy_has_a_key_of_its_own_and_keeps_the_rest(author: Client) -> None:
    upload_answer = upload(author, MOODLE.encode(), "a.xml")
    url = reverse("question-import-apply", args=[upload_answer.context["token"]])
    author.post(url, {"mark": upload_answer.context["plan"].mark})
    question = Question.objects.get()
    question.alignments.create(statement=StatementFactory(identifier="K9002"))
    question.save()
    assert "Make the copy" in page(author, "question-copy", question.pk)
    assert Question.objects.count() == 1
    author.post(reverse("question-copy", args=[question.pk]))
    copy = Question.objects.exclude(pk=question.pk).get()
    assert (copy.stem, copy.config) == (question.stem, question.config)
    assert [row.statement.identifier for row in copy.alignments.all()] == ["K9002"]
    assert {tag.name for tag in copy.tags.all()} == {"Power", "phones"}
    assert copy.import_hash == ""
    assert copy.created_by is not None
    assert copy.revisions.count() == 1


def test_a_retired_question_is_not_offered(author: Client) -> None:
    QuestionFactory(stem="Still good")
    QuestionFactory(stem="Gone by", retired=True)
    html = page(author, "wagtailsnippetchoosers_courses_question:choose")
    assert "Still good" in html
    assert "Gone by" not in html


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"q": "sofa phone"}, {"phone"}),
        ({"q": "SEIZ"}, {"phone"}),
        ({"kind": "single"}, {"phone"}),
        ({"q": "cabinet-1"}, {"server"}),
        ({"q": "a", "kind": "multiple"}, {"server"}),
        ({"q": "sofa", "kind": "multiple"}, set()),
        ({"q": "\x00"}, {"phone", "server"}),
        ({"q": "x" * 5000}, {"phone", "server"}),
        ({"kind": "gone"}, {"phone", "server"}),
        ({"q": "%_'"}, set()),
    ],
)
def test_a_question_is_chosen_by_words_key_tag_or_type(
    author: Client, sent: dict[str, str], found: set[str]
) -> None:
    phone = QuestionFactory(stem="A phone on the sofa")
    phone.tags.add("seizing")
    phone.save()
    QuestionFactory(stem="A server in a rack", key="cabinet-1", type_key="multiple")
    html = page(author, "wagtailsnippetchoosers_courses_question:choose_results", **sent)
    assert {one for one in ("phone", "server") if f"A {one}" in html} == found


def test_usage_counts_answers_and_names_nobody(author: Client) -> None:
    version = published_course(questions=1)
    question = Question.objects.get()
    for _n in range(FEW):
        enrolment = enrol(
            learner=UserFactory(full_name="Nobody Known").learner, course=version.course
        )
        attempt = Attempt.objects.create(
            enrolment=enrolment,
            assessment=version.modules.get().assessments.get(),
            module_key=version.modules.get().key,
            number=1,
            items=[],
            items_hash="",
        )
        for sequence in (1, 2):
            Response.objects.create(
                attempt=attempt,
                item_key=question.key,
                client_id=str(sequence),
                sequence=sequence,
                answer=0,
            )
    assert usage_of(question).answers == 0
    html = page(author, "question-usage", question.pk)
    assert "Never" in html
    attempts = list(Attempt.objects.all())
    for attempt in attempts[1:]:
        _hand_in(attempt)
    assert f"Fewer than {FEW} times" in page(author, "question-usage", question.pk)
    _hand_in(attempts[0])
    html = page(author, "question-usage", question.pk)
    assert "5 times" in html
    assert "Nobody Known" not in html
    assert f"{version.title}, version 1: Module 1" in html
    assert status_of(question) == Status.IN_USE


def _hand_in(attempt: Attempt) -> None:
    attempt.submitted_at = attempt.started_at
    attempt.save()
