"""A trainer's screen, the group's phones, and what is left when the class is over."""

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from courses.models import ClassPresence, ClassSession, Hand, LessonVersion
from lms.accounts.api import Role
from lms.accounts.models import AgencyKind
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.learning import a_course

pytestmark = pytest.mark.django_db

CHECK = {
    "type": "self_check",
    "id": str(uuid4()),
    "value": {
        "stem": "A phone lights up. What do you do?",
        "options": [
            {"text": "Photograph it", "right": True, "feedback": "It may lock soon."},
            {"text": "Answer it", "right": False, "feedback": "That changes it."},
        ],
        "after": "The screen is evidence.",
    },
}
TEXT = {"type": "text", "id": str(uuid4()), "value": "<p>Why this matters.</p>"}


@pytest.fixture
def police():
    return AgencyFactory(name="Police", slug="police", kind=AgencyKind.POLICE)


@pytest.fixture
def trainer(police) -> Client:
    return signed_in(UserFactory(agency=police, roles=[Role.TRAINING_OFFICER]))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def held(trainer) -> ClassSession:
    version = a_course(lessons=1, body=[TEXT, CHECK])
    lesson = LessonVersion.objects.get(module__version=version)
    answer = trainer.post(
        reverse("class-begin", args=[version.course.slug, lesson.module.slug, lesson.slug])
    )
    session = ClassSession.objects.get()
    assert answer.url == reverse("class-screen", args=[session.pk])
    return session


def act(client: Client, session: ClassSession, **data):
    return client.post(reverse("class-screen", args=[session.pk]), data, follow=True)


def joined(session: ClassSession, **about) -> Client:
    client = signed_in(UserFactory(**about))
    answer = client.post(reverse("class-join"), {"code": f" {session.code.lower()} "})
    assert answer.url == reverse("class-phone", args=[session.pk])
    return client


def phone(client: Client, session: ClassSession, **data):
    url = reverse("class-phone", args=[session.pk])
    answer = client.post(url, data, follow=True) if data else client.get(url)
    return answer.content.decode()


def test_a_class_from_the_code_to_the_end(trainer, held, police) -> None:
    one, two = joined(held, agency=police, full_name="Ana Choc"), joined(held)
    screen = trainer.get(reverse("class-screen", args=[held.pk])).content.decode()
    assert held.code in screen
    assert "2 here" in screen
    assert "Look at the screen" in phone(one, held)
    before = one.get(reverse("class-state", args=[held.pk])).json()
    act(trainer, held, act="next")
    assert one.get(reverse("class-state", args=[held.pk])).json() != before
    page = phone(one, held)
    assert "Photograph it" in page
    assert "It may lock soon." not in page
    assert "Your answer is in" in phone(one, held, block=CHECK["id"], option="1")
    phone(one, held, block=CHECK["id"], option="0")
    phone(two, held, block=CHECK["id"], option="1")
    shown = act(trainer, held, act="reveal", hands=["3", ""]).content.decode()
    assert "4 chose this" in shown
    assert "1 chose this" in shown
    assert "It may lock soon." in phone(two, held)
    assert "This question is over" in phone(two, held, block=CHECK["id"], option="0")
    listed = act(trainer, held, act="end").content.decode()
    assert "Ana Choc" in listed
    assert "1 more is of another agency" in listed
    assert not Hand.objects.exists()
    held.refresh_from_db()
    assert held.counts == {CHECK["id"]: [4, 1]}
    assert "The class has ended" in phone(one, held)


def test_what_was_held_is_sealed(trainer, held) -> None:
    joined(held)
    act(trainer, held, act="end")
    for change in (
        lambda: ClassSession.objects.update(place="Elsewhere"),
        lambda: ClassPresence.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert "has ended" in act(trainer, held, act="next").content.decode()


def test_nobody_else_moves_the_screen_or_sees_the_list(trainer, held, police) -> None:
    other = signed_in(UserFactory(agency=police, roles=[Role.TRAINING_OFFICER]))
    for name in ("class-screen", "class-present"):
        assert other.get(reverse(name, args=[held.pk])).status_code == 404
    assert other.post(reverse("class-screen", args=[held.pk]), {"act": "end"}).status_code == 404
    officer = signed_in(UserFactory(agency=police))
    lesson = held.lesson
    begin = reverse(
        "class-begin", args=[lesson.module.version.course.slug, lesson.module.slug, lesson.slug]
    )
    assert officer.post(begin).status_code == 403
    assert officer.get(reverse("class-phone", args=[held.pk])).status_code == 404


def test_a_judge_among_others_is_a_number(trainer, held) -> None:
    bench = AgencyFactory(name="Bench", slug="bench", kind=AgencyKind.JUDICIARY)
    judge = joined(held, agency=bench, full_name="Zzmarker Judge")
    act(trainer, held, act="next")
    phone(judge, held, block=CHECK["id"], option="1")
    hand = Hand.objects.get()
    assert str(judge.user.learner_id) not in json.dumps([hand.phone, hand.block])
    act(trainer, held, act="reveal")
    listed = act(trainer, held, act="end").content.decode()
    assert "Zzmarker" not in listed
    assert "1 person joined" in listed
    assert not Hand.objects.exists()


@pytest.mark.parametrize("code", ["", "XXXXXX", "<b>", "é" * 20, "A" * 5000, "\x00"])
def test_a_wrong_code_gets_a_sentence(held, code: str) -> None:
    client = signed_in(UserFactory())
    page = client.post(reverse("class-join"), {"code": code}).content.decode()
    assert "No class has this code now" in page
    assert not ClassPresence.objects.exists()


@pytest.mark.parametrize("option", ["", "2", "-1", "x", "9" * 30, "²"])
def test_a_hand_that_is_none_is_refused(trainer, held, option: str) -> None:
    client = joined(held)
    act(trainer, held, act="next")
    page = phone(client, held, block=CHECK["id"], option=option)
    assert "Choose one of the answers" in page
    assert not Hand.objects.exists()


@pytest.mark.parametrize("hands", [["x", "1"], ["-1"], ["1.5"], ["99999"]])
def test_hands_are_counted_in_numbers(trainer, held, hands: list[str]) -> None:
    act(trainer, held, act="next")
    page = act(trainer, held, act="reveal", hands=hands).content.decode()
    assert "as a number" in page
    held.refresh_from_db()
    assert not held.revealed


def test_reading_the_pages_changes_nothing(trainer, held) -> None:
    client = signed_in(UserFactory())
    client.get(reverse("class-join"), {"code": held.code})
    assert not ClassPresence.objects.exists()


def test_the_module_offers_it_to_trainers_only(trainer, held) -> None:
    module = held.lesson.module
    url = reverse("module", args=[module.version.course.slug, module.slug])
    assert "Show to a class" in trainer.get(url).content.decode()
    assert "Show to a class" not in signed_in(UserFactory()).get(url).content.decode()
