"""A learner tries a question out: as in an assessment, and for nothing."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Attempt, PracticeRun
from courses.questions.question_types import QUESTION_TYPES
from tests.courses.practice.conftest import BLOCK, Trying
from tests.factories.learning import an_item, an_officer

Make = Callable[..., Trying]


def test_a_go_is_kept_told_at_once_and_sealed(trying: Make) -> None:
    officer = trying(an_officer())
    told = officer.choose(1)
    [run] = officer.runs
    assert told.url == f"{officer.url}{run.pk}/"
    assert (run.response, run.score, run.right, run.fatal) == (1, 0.0, False, False)
    assert run.question_hash == officer.item["hash"]
    page = officer.client.get(told.url).content.decode()
    assert "try feedback 1" in page
    assert "try feedback 0" in page
    assert "Because of try." in page
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeRun.objects.filter(pk=run.pk).update(score=1.0)
    with pytest.raises(DatabaseError), transaction.atomic():
        run.delete()


def test_doing_it_again_is_a_new_go_and_the_first_stays(trying: Make) -> None:
    officer = trying(an_officer())
    officer.choose(1)
    officer.choose(0)
    assert sorted(run.score or 0 for run in officer.runs) == [0.0, 1.0]
    earlier = officer.open().context["earlier"]
    assert [one["words"] for one in earlier] == ["Right", "Not right"]
    assert not Attempt.objects.exists()


def test_the_page_says_nothing_of_what_is_right(trying: Make) -> None:
    officer = trying(an_officer(), an_item("o", "ordering"))
    page = officer.open()
    text = page.content.decode()
    assert "feedback" not in text
    assert json.dumps(officer.places(page)) not in text
    assert not officer.runs  # looking changes nothing


def test_the_same_page_sent_twice_is_one_go(trying: Make) -> None:
    officer = trying(an_officer())
    page = officer.open()
    sent = {"seed": page.context["seed"], "answer-try": "0", "go": "finish"}
    first = officer.client.post(officer.url, sent)
    again = officer.client.post(officer.url, {**sent, "answer-try": "2"})
    assert first.url == again.url
    [run] = officer.runs
    assert run.response == officer.places(page)[0]


def test_what_is_half_answered_is_kept_and_not_handed_in(trying: Make) -> None:
    officer = trying(an_officer(), an_item("o", "ordering"))
    seed = officer.seed()
    half = {"answer-o-0": "1", "answer-o-1": "2"}
    back = officer.client.post(officer.url, {"seed": seed, **half}, follow=True)
    assert "This isn’t finished" in back.content.decode().replace("&#x27;", "’")
    [run] = officer.runs
    assert run.finished_at is None
    assert run.response is not None
    assert back.context["seed"] == seed
    assert back.context["asked"].answer == run.response
    rest = {"answer-o-2": "3", "answer-o-3": "4"}
    officer.client.post(officer.url, {"seed": seed, **half, **rest})
    [run] = officer.runs
    assert run.finished_at is not None


def test_a_step_stays_on_the_page(trying: Make) -> None:
    officer = trying(an_officer())
    sent = {"answer-try": "0", "go": "stay"}
    assert officer.send(officer.seed(), **sent).url == f"{officer.url}#question-try"
    [run] = officer.runs
    assert (run.finished_at, run.response is not None) == (None, True)


def test_a_script_sends_its_whole_answer(trying: Make) -> None:
    officer = trying(an_officer(), an_item("o", "ordering"))
    page = officer.open()
    order = [str(officer.places(page).index(at)) for at in range(4)]
    officer.send(page.context["seed"], **{"answer-json": json.dumps(order)})
    [run] = officer.runs
    assert (run.right, run.response) == (True, [1, 2, 3, 4])


@pytest.mark.parametrize(
    "fields",
    [
        {"answer-try": "9"},
        {"answer-try": "x" * 50},
        {"answer-try": "-1"},
        {"answer-json": "{"},
        {"answer-json": "[" * 20_000},
        {"answer-json": '"' + "x" * 40_000 + '"'},
        {"answer-json": '{"a": 1}'},
        {"answer-try": "0", "seed": ""},
        {"answer-try": "0", "seed": "../../etc/passwd"},
        {"answer-try": "0", "seed": "a" * 5000},
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(trying: Make, fields: dict[str, str]) -> None:
    officer = trying(an_officer())
    officer.send(officer.seed(), **{"answer-try": "0", "go": "stay"})
    before = [(run.pk, run.response) for run in officer.runs]
    reply = officer.client.post(
        officer.url, {"seed": officer.seed(), "go": "finish", **fields}, follow=True
    )
    assert reply.status_code == 200
    assert [str(one) for one in reply.context["messages"]]
    assert [(run.pk, run.response) for run in officer.runs] == before


def test_nobody_opens_what_another_did(trying: Make) -> None:
    first = trying(an_officer())
    first.choose(0)
    [run] = first.runs
    other = trying(an_officer(), first.item, version=first.version)
    assert other.client.get(f"{other.url}{run.pk}/").status_code == 404
    assert other.open().context["earlier"] == []
    assert other.client.get(f"{other.url}{uuid.uuid4()}/").status_code == 404


def test_a_stranger_is_sent_to_join_and_an_unknown_block_is_not_found(trying: Make) -> None:
    first = trying(an_officer())
    first.client.force_login(an_officer())
    assert first.open().url == reverse("course", args=first.slugs[:1])
    first.client.force_login(first.person)
    assert first.client.get(first.url.replace(BLOCK, "block-1")).status_code == 404
    first.client.logout()
    assert "/account/login/" in first.open().url


def test_a_question_of_a_type_that_is_gone_leads_back_to_the_lesson(trying: Make) -> None:
    officer = trying(an_officer(), an_item("try", type="telepathy"))
    reply = officer.open()
    assert reply.url == reverse("lesson", args=officer.slugs[:3])
    assert officer.send("a" * 22).url == reply.url
    assert not officer.runs


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.key)
def test_every_type_can_be_tried_out(trying: Make, kind: object) -> None:
    item = an_item("try") | {"type": kind.key, "config": kind.sample}  # type: ignore[attr-defined]
    officer = trying(an_officer(), item)
    with CaptureQueriesContext(connection) as queries:
        page = officer.open()
    assert page.status_code == 200
    assert 'data-item="try"' in page.content.decode()
    assert len(queries) <= 12


def test_a_practice_can_be_done_only_so_often(
    trying: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.practice.services.MOST_RUNS", 2)
    officer = trying(an_officer())
    for _go in range(4):
        officer.choose(0)
    assert len(officer.runs) == 2


def test_a_page_opened_with_the_seed_of_a_kept_answer_shows_the_same_order(trying: Make) -> None:
    learner = trying(an_officer())
    page = learner.open()
    seed = page.context["seed"]
    again = learner.client.get(learner.url, {"seed": seed})
    assert again.context["seed"] == seed
    assert learner.places(again) == learner.places(page)
    assert f'data-keep="{learner.enrolment.pk}:' in again.content.decode()


@pytest.mark.parametrize("seed", ["", "short", "x" * 500, "<script>alert(1)</script>", "\x00" * 20])
def test_a_seed_that_is_none_is_let_pass(trying: Make, seed: str) -> None:
    learner = trying(an_officer())
    page = learner.client.get(learner.url, {"seed": seed})
    assert page.status_code == 200
    assert page.context["seed"] != seed


def test_the_seed_of_a_go_that_was_handed_in_begins_a_new_one(trying: Make) -> None:
    learner = trying(an_officer())
    told = learner.choose(0)
    seed = learner.runs[0].seed
    assert learner.client.get(learner.url, {"seed": seed}).context["seed"] != seed
    shown = learner.client.get(told.url).content.decode()
    assert f'data-practice-done="{learner.enrolment.pk}:' in shown
