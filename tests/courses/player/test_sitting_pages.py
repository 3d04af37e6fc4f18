"""Sittings through their pages: planned, held, sat, keyed; and who is shown what."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.assessment.granting import arrange_time
from courses.assessment.handing_in import submit_attempt
from courses.assessment.models import Attempt, Grading
from courses.assessment.sittings.models import (
    IdentityCheck,
    Irregularity,
    KeyedEntry,
    PaperFile,
    PaperForm,
    Sitting,
)
from courses.assessment.sittings.queries import seats_of
from lms.accounts.api import Role
from lms.accounts.models import AuditEntry, User
from lms.jobs.api import NeedsPerson, run_owed
from tests import pdf_tools
from tests.courses.sittings.conftest import Room, a_room
from tests.courses.sittings.test_papers import collected
from tests.factories.accounts import AgencyFactory
from tests.factories.learning import a_judge, an_item, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def said(response: Any) -> str:
    return str(response.content.decode())


def url(name: str, room: Room, *args: Any) -> str:
    return reverse(name, args=[room.sitting.pk, *args])


def act(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, values, follow=True)


def a_plan(at: Room, **changed: Any) -> dict[str, Any]:
    soon = timezone.localtime() + timedelta(minutes=20)
    values = {
        "module": at.version.modules.get(position=1).pk,
        "day": soon.date().isoformat(),
        "time": soon.strftime("%H:%M"),
        "room": "Training room 2",
        "invigilator": at.invigilator.service_number,
        "learners": "\n".join(one.service_number for one in at.learners),
    }
    return values | changed


def test_a_sitting_from_the_plan_to_the_result(room: Room) -> None:
    trainer, invigilator = browser(room.trainer), browser(room.invigilator)
    learner = browser(room.learners[0])
    page = trainer.post(reverse("sitting-new"), a_plan(room), follow=True)
    room.sitting = Sitting.objects.get()
    assert "Training room 2" in said(page)
    assert room.learners[0].full_name in said(page)
    assert "You are invited to" in said(learner.get(reverse("sittings")))

    act(invigilator, url("sitting-room", room), act="open")
    code = room.fresh().code
    assert f"{code[:3]} {code[3:]}" in said(invigilator.get(url("sitting-room", room)))
    start = url("sitting-start", room)
    assert code not in said(learner.get(start))
    assert "who you are" in said(learner.post(start, {"code": code}))
    seat = url("sitting-seat", room, room.invitation(room.learners[0]).pk)
    act(invigilator, seat, act="check", document="passport")
    assert IdentityCheck.objects.get().document == "passport"
    begun = learner.post(start, {"code": code}, follow=True)
    attempt = Attempt.objects.get()
    assert begun.redirect_chain[-1][0] == reverse("attempt", args=[attempt.pk])
    assert "X-Keep" not in begun, "what is asked in a room stays in it"
    room.answer(attempt)
    learner.post(reverse("attempt-hand-in", args=[attempt.pk]))
    page = act(
        invigilator, url("sitting-room", room), act="note", whom="room",
        happened_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M"), text="Fire drill.",
        done="Clock ran on.",
    )  # fmt: skip
    assert "Fire drill." in said(page)
    page = act(invigilator, url("sitting-room", room), act="close")
    assert "The sitting is closed" in said(page)
    detail = url("sitting", room)
    row = said(trainer.get(detail)).split(room.learners[0].full_name)[1].split("</li>")[0]
    assert ("Passed" if Grading.objects.get().passed else "Not passed") in row
    assert "assed" not in said(invigilator.get(url("sitting-room", room)))
    page = act(
        trainer, detail, act="hold", irregularity=Irregularity.objects.get().pk, held="yes",
        invitation=room.invitation(room.learners[0]).pk, reason="Talked outside.",
    )  # fmt: skip
    assert "Counts like a result without supervision" in said(page)
    pdf = learner.get(reverse("attempt-record", args=[attempt.pk])).content
    text = pdf_tools.run("pdftotext", "-", "-", input=pdf).stdout.decode()
    for words in ("Passport", "Fire drill.", "Talked outside.", "Grade B", "Training room 2"):
        assert words in text
    assert room.invigilator.full_name not in text


def test_a_plan_that_cant_be_says_why_and_keeps_what_was_typed(room: Room) -> None:
    trainer = browser(room.trainer)
    page = said(trainer.post(reverse("sitting-new"), a_plan(room, learners="NOBODY-1", room="")))
    assert "Room" in page
    page = said(trainer.post(reverse("sitting-new"), a_plan(room, learners="NOBODY-1, \0x")))
    assert "NOBODY-1: nobody of your agency" in page or "Null characters" in page
    assert "Training room 2" in page
    page = said(trainer.post(reverse("sitting-new"), a_plan(room, day="2020-01-01")))
    assert "past" in page
    assert 'id="id_day_error"' in page, "what is wrong with the moment stands at its day"
    page = said(
        trainer.post(reverse("sitting-new"), a_plan(room, invigilator="X-1", learners="X-2 X-3"))
    )
    for field in ("invigilator", "learners"):
        assert f'id="id_{field}_error"' in page
    assert "who could invigilate" in page
    assert "X-2: nobody of your agency" in page
    assert "X-3: nobody of your agency" in page, "each that is wrong, not only the first"
    assert not Sitting.objects.exists()


def test_pages_are_found_by_those_they_are_for_and_by_nobody_else(room: Room) -> None:
    room.plan()
    seat = room.invitation(room.learners[0]).pk
    other = an_officer(agency=AgencyFactory(), roles=[Role.TRAINING_OFFICER])
    judge = a_judge(roles=[Role.TRAINING_OFFICER])
    pages = [
        url("sitting", room), url("sitting-room", room), url("sitting-seat", room, seat),
        url("sitting-start", room), url("sitting-papers", room),
    ]  # fmt: skip
    seen = {
        "trainer": (room.trainer, {0, 4}),
        "invigilator": (room.invigilator, {1, 2, 4}),
        "learner": (room.learners[0], {3}),
        "other": (other, set()),
        "judge": (judge, set()),
    }
    for who, (person, mine) in seen.items():
        client = browser(person)
        found = {n for n, address in enumerate(pages) if client.get(address).status_code == 200}
        assert found == mine, who


def test_extra_time_of_one_is_on_no_page_of_another_and_shown_when_asked_for() -> None:
    room = a_room(2, time_limit=30)
    slow, other = room.learners
    arrange_time(learner=slow.learner, by=room.trainer, reason="Agreed.", extra_percent=100)
    room.plan()
    room.open()
    for one in room.learners:
        room.check(one)
        room.start(one)
    until = max(seat.may_go_on_until for seat in seats_of(room.sitting))
    moment = timezone.localtime(until).strftime("%H:%M")
    invigilator = browser(room.invigilator)
    assert moment not in said(invigilator.get(url("sitting-room", room)))
    assert moment in said(invigilator.get(url("sitting-room", room) + "?times=1"))
    assert moment in said(invigilator.get(url("sitting-seat", room, room.invitation(slow).pk)))
    assert moment not in said(browser(room.trainer).get(url("sitting", room)))
    assert moment not in said(browser(other).get(url("sitting-start", room)))


def test_papers_through_their_pages(room: Room) -> None:
    room.plan()
    trainer, invigilator = browser(room.trainer), browser(room.invigilator)
    papers = url("sitting-papers", room)
    assessment = room.version.modules.get().assessments.get().pk
    page = act(trainer, papers, act="draw", count=3, assessment=assessment)
    assert "3 papers are drawn" in said(page)
    file = url("sitting-papers-file", room, 1)
    assert "isn&#x27;t made yet" in said(trainer.get(file, follow=True))
    assert not AuditEntry.objects.filter(action="papers-printed").exists()
    run_owed()
    content = b"".join(trainer.get(file).streaming_content)
    text = pdf_tools.run("pdftotext", "-layout", "-", "-", input=content).stdout.decode()
    assert AuditEntry.objects.get(action="papers-printed").detail == {"first": 1, "last": 3}
    for n in (1, 2, 3):
        assert f"{room.sitting.reference}-00{n}" in text
    ends = [page.split()[-1] for page in text.split("\f") if page.strip()]
    assert ends.count("1") == 3, "each paper counts its own pages"
    act(invigilator, url("sitting-room", room), act="open")
    seat = url("sitting-seat", room, room.invitation(room.learners[0]).pk)
    act(invigilator, seat, act="check", document="service")
    form = PaperForm.objects.get(number=1)
    act(invigilator, seat, act="hand_out", paper=form.pk)
    act(invigilator, seat, act="collect")
    act(invigilator, papers, act="unused")
    act(invigilator, url("sitting-room", room), act="close")
    key = url("sitting-paper", room, 1)
    first = {f"blank-{one['key']}": "1" for one in form.items if one["key"] != "a"}
    at = next(one["shown"] for one in form.items if one["key"] == "a")
    assert "Key it" in said(trainer.get(papers))
    page = said(trainer.post(key, {one: "1" for one in first if one != "blank-b"}))
    assert page.count("Key what stands on the paper, or tick") == 2, "overlooked, not left blank"
    assert page.count(' value="1" checked') == 1, "what was ticked stays ticked"
    assert not KeyedEntry.objects.exists()
    trainer.post(key, first | {"answer-a": str(at.index(0))})
    again = invigilator.get(key)
    assert "checked" not in said(again), "the second reads nothing of the first"
    page = invigilator.post(key, first | {"answer-a": str(at.index(2))}, follow=True)
    assert "differ" in said(page)
    page = said(trainer.get(key))
    assert "First reading" in page
    assert "Left blank: question" in page
    answer = {"answer-a": str(at.index(0))}
    assert "in hand" in said(trainer.post(key, answer))
    assert not Grading.objects.exists()
    trainer.post(key, answer | {"in-hand": "1"})
    assert Attempt.objects.get().paper == form
    assert KeyedEntry.objects.count() == 3
    result = reverse("attempt-result", args=[Attempt.objects.get().pk])
    assert browser(room.learners[0]).get(result).status_code == 200


def test_an_order_that_nobody_keyed_is_no_answer(room: Room) -> None:
    form = collected(room)
    trainer, key = browser(room.trainer), reverse("sitting-paper", args=[form.sitting_id, 1])
    [order] = re.findall(r'<select[^>]*name="answer-c-0".*?</select>', said(trainer.get(key)), re.S)
    assert '<option value="">' in order
    assert "selected" not in order
    kept = {f"answer-c-{n}": str(n + 1) for n in range(4)} | {"blank-a": "1", "blank-b": "1"}
    trainer.post(key, kept)
    assert list(KeyedEntry.objects.get().answers) == ["c"], "the printed order may be the answer"


def test_each_draw_has_files_of_its_own_that_are_made_once(room: Room) -> None:
    room.plan()
    trainer, papers = browser(room.trainer), url("sitting-papers", room)
    assessment = room.version.modules.get().assessments.get().pk
    act(trainer, papers, act="draw", count=2, assessment=assessment)
    assert "Being made" in said(trainer.get(papers))
    run_owed()
    made = PaperFile.objects.get()
    page = said(act(trainer, papers, act="draw", count=11, assessment=assessment))
    assert "Papers 1 to 2" in page
    assert "Papers 3 to 12" in page
    assert "Paper 13" in page
    run_owed()
    assert PaperFile.objects.get(first=1).name == made.name
    assert "Being made" not in said(trainer.get(papers))
    assert PaperFile.objects.filter(name="").count() == 0
    for stranger in (room.learners[0], an_officer(agency=AgencyFactory())):
        file = url("sitting-papers-file", room, 1)
        assert browser(stranger).get(file).status_code == 404


def test_a_file_that_could_not_be_made_is_asked_for_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.plan()
    trainer, papers = browser(room.trainer), url("sitting-papers", room)
    act(
        trainer,
        papers,
        act="draw",
        count=1,
        assessment=room.version.modules.get().assessments.get().pk,
    )

    def broken(_file: PaperFile) -> bytes:
        raise NeedsPerson("The letters are missing.")

    with monkeypatch.context() as patch:
        patch.setattr("courses.tasks.papers_pdf", broken)
        run_owed()
    page = said(trainer.get(papers))
    assert "It could not be made." in page
    assert "Make the missing PDFs" in page
    page = said(act(trainer, papers, act="make"))
    assert "Being made" in page
    run_owed()
    assert (
        b"".join(trainer.get(url("sitting-papers-file", room, 1)).streaming_content)[:4] == b"%PDF"
    )


def test_papers_drawn_before_there_were_files_get_them(room: Room) -> None:
    room.plan()
    trainer, papers = browser(room.trainer), url("sitting-papers", room)
    act(
        trainer,
        papers,
        act="draw",
        count=2,
        assessment=room.version.modules.get().assessments.get().pk,
    )
    PaperFile.objects.all().delete()
    assert "Make the missing PDFs" in said(trainer.get(papers))
    act(trainer, papers, act="make")
    assert PaperFile.objects.get().last == 2


def test_pages_take_as_many_queries_for_many_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    for count, slug in ((2, "few"), (12, "many")):
        room = a_room(count, slug=slug, items=[an_item("a")])
        room.plan()
        room.open()
        for one in room.learners[: count // 2]:
            room.check(one)
            attempt = room.start(one)
            submit_attempt(learner=one.learner, attempt_id=attempt.pk)
        for person, name in ((room.invigilator, "sitting-room"), (room.trainer, "sitting")):
            client = browser(person)
            client.get(url(name, room))
            with django_assert_max_num_queries(22):
                client.get(url(name, room))


def test_nonsense_in_addresses_and_forms_is_answered(room: Room) -> None:
    room.plan()
    invigilator, trainer = browser(room.invigilator), browser(room.trainer)
    room.open()
    address = url("sitting-room", room)
    for values in (
        {"act": "nothing"}, {}, {"act": "note"}, {"act": "note", "whom": "x", "text": "\0"},
        {"act": "code", "x": "y" * 10_000},
    ):  # fmt: skip
        assert invigilator.post(address, values, follow=True).status_code == 200
    for first in (0, 1, 99999):
        assert trainer.get(url("sitting-papers-file", room, first)).status_code == 404
    assert trainer.get(url("sitting-paper", room, 7)).status_code == 404
    assert (
        browser(room.learners[0]).post(url("sitting-start", room), {"code": "\0" * 500}).status_code
        == 200
    )
