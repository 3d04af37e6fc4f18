"""The contract of every question type, and what each type promises about scores."""

import json
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import get_template, render_to_string
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import Block

from courses.questions.fields import BlockJSONFormField, plain
from courses.questions.question_types import (
    GROUPS,
    QUESTION_TYPES,
    InvalidAnswer,
    question_type,
)
from courses.questions.question_types.base import QuestionType
from courses.questions.question_types.options import OptionsType

types = pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.key)
OPTIONS = [kind for kind in QUESTION_TYPES if isinstance(kind, OptionsType)]
option_types = pytest.mark.parametrize("kind", OPTIONS, ids=lambda kind: kind.key)
ITEM = {"key": "q-1", "stem": "What do you do?", "explanation": "Off stays off.", "source": "A"}
MARK = "feedback-that-nobody-may-see-yet"


def marked(kind: OptionsType) -> Any:
    config = json.loads(json.dumps(kind.sample))
    for option in config["options"]:
        option["feedback"] = MARK
    return kind.clean(config)


def answers_to(kind: OptionsType) -> st.SearchStrategy[Any]:
    """Answers as a browser may send them, and nonsense."""
    count = len(kind.sample["options"])
    at = st.integers(min_value=0, max_value=count - 1)
    place = st.one_of(st.none(), st.integers(min_value=1, max_value=count))
    return st.one_of(
        at,
        st.lists(at, max_size=count),
        st.lists(place, min_size=count, max_size=count),
        st.permutations(range(1, count + 1)),
    )


def accepted(kind: QuestionType, answer: Any) -> Any:
    try:
        return kind.normalise(kind.sample, answer)
    except InvalidAnswer:
        return None


@types
def test_it_has_all_that_the_site_asks_of_it(kind: QuestionType) -> None:
    assert question_type(kind.key) is kind
    assert str(kind.label)
    assert str(kind.description)
    assert isinstance(kind.block(), Block)
    get_template(kind.template)
    get_template(kind.result_template)
    assert kind.group in GROUPS
    assert str(kind.scoring)
    assert set(kind.parts) == set(kind.block().child_blocks)


@types
def test_its_sample_is_clean_and_survives_its_form(kind: QuestionType) -> None:
    clean = kind.clean(kind.sample)
    assert kind.clean(json.loads(json.dumps(clean))) == clean
    field = BlockJSONFormField(block=kind.block())
    assert kind.clean(field.clean(field.prepare_value(clean))) == clean
    assert not field.has_changed(clean, field.prepare_value(clean))
    assert plain(kind.block(), kind.block().to_python(clean)) == clean


@option_types
@pytest.mark.parametrize(
    "config",
    [
        None,
        [],
        {},
        {"options": []},
        {"options": "many"},
        {"options": [{}]},
        {"options": [1, 2]},
        {"options": [{"text": "One", "feedback": ""}, {"text": "Two", "feedback": "F"}]},
        {"options": [{"text": "One", "feedback": "F", "right": True}] * 2},
    ],
)
def test_a_wrong_config_is_refused_with_a_sentence(kind: QuestionType, config: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        kind.clean(config)
    assert all(message.endswith((".", "”")) for message in refusal.value.messages)


@types
@pytest.mark.parametrize("config", [None, [], {}, 1, "x", {"options": "many"}, {"": None}])
def test_what_is_no_config_is_refused_with_a_sentence(kind: QuestionType, config: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        kind.clean(config)
    assert all(message.endswith((".", "”")) for message in refusal.value.messages)


@types
def test_its_samples_earn_what_they_should(kind: QuestionType) -> None:
    assert kind.normalise(kind.sample, kind.sample_right) == kind.sample_right
    best = kind.grade(kind.sample, kind.sample_right)
    if kind.awaits_marking:
        assert (best.score, best.right, best.awaiting) == (0.0, False, True)
        best = kind.mark(kind.sample, kind.sample_right, kind.sample_marks)
    assert (best.score, best.right, best.fatal) == (1.0, True, False)
    assert not best.awaiting
    assert kind.answered(kind.sample, kind.sample_right)
    assert kind.sample_wrong
    for answer in kind.sample_wrong:
        assert kind.normalise(kind.sample, answer) == answer
        grade = kind.grade(kind.sample, answer)
        assert 0.0 <= grade.score <= 1.0
        assert not grade.right


@types
def test_its_model_answer_earns_everything(kind: QuestionType) -> None:
    best = kind.model_answer(kind.sample)
    if kind.key in ("open", "scenario"):
        assert best is None, "there is more than one, or people judge"
    else:
        assert kind.grade(kind.sample, kind.normalise(kind.sample, best)).right


@pytest.mark.django_db
@types
def test_which_question_of_how_many_is_the_page_s_to_say(kind: QuestionType) -> None:
    shown = kind.shown(kind.sample, Random(1))  # noqa: S311
    frozen = kind.frozen(kind.clean(kind.sample))
    told = {**kind.asking(frozen, shown, None), **kind.telling(frozen, shown, None)}
    assert not {"item", "number", "total", "error", "grade"} & set(told)


@types
@given(seed=st.integers())
def test_what_is_shown_can_be_kept_and_looks_the_same_again(kind: QuestionType, seed: int) -> None:
    shown = kind.shown(kind.sample, Random(seed))  # noqa: S311
    kept = json.loads(json.dumps(shown))
    assert kept == shown
    for answer in (None, kind.sample_right, *kind.sample_wrong):
        asking = render_to_string(
            kind.template, {"item": ITEM, **kind.asking(kind.sample, kept, answer)}
        )
        assert 'data-item="q-1"' in asking
        assert "data-kind=" in asking
        assert "<script" not in asking
        assert "style=" not in asking
        telling = render_to_string(
            kind.result_template,
            {
                "item": ITEM,
                "grade": kind.grade(kind.sample, answer),
                **kind.telling(kind.sample, kept, answer),
            },
        )
        assert ITEM["explanation"] in telling


@option_types
@given(data=st.data())
def test_scores_lie_between_nothing_and_one_and_regrade_the_same(
    kind: OptionsType, data: st.DataObject
) -> None:
    response = accepted(kind, data.draw(answers_to(kind)))
    first = kind.grade(kind.sample, response)
    assert 0.0 <= first.score <= 1.0
    assert first.right == (first.score == 1.0)
    stored = json.loads(json.dumps(response))
    assert kind.normalise(kind.sample, stored) == response
    assert kind.grade(kind.sample, stored) == first


@types
@given(
    answer=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=6,
    )
)
def test_whatever_is_sent_is_an_answer_or_refused(kind: QuestionType, answer: Any) -> None:
    kind.grade(kind.sample, accepted(kind, answer))


@option_types
@given(seed=st.integers())
def test_options_are_shown_once_each(kind: OptionsType, seed: int) -> None:
    order = kind.shown(kind.sample, Random(seed))  # noqa: S311
    assert sorted(order) == list(range(len(kind.sample["options"])))


@types
def test_no_answer_scores_nothing(kind: QuestionType) -> None:
    grade = kind.grade(kind.sample, None)
    assert (grade.score, grade.right) == (0.0, False)
    assert not kind.answered(kind.sample, None)


@option_types
def test_the_page_shows_nothing_of_what_is_right(kind: OptionsType) -> None:
    config = marked(kind)
    order = list(range(len(config["options"])))
    html = render_to_string(
        kind.template,
        {"item": ITEM, "options": kind.options(config, order, None)},
    )
    assert MARK not in html
    assert 'name="answer-q-1' in html
    assert "<script" not in html
    assert "style=" not in html
    for option in config["options"]:
        assert option["text"] in html


@option_types
def test_after_hand_in_every_option_has_its_feedback(kind: OptionsType) -> None:
    config = marked(kind)
    order = list(range(len(config["options"])))
    feedback = kind.feedback(config, order, None)
    html = render_to_string(
        kind.result_template,
        {"item": ITEM, "options": feedback, "grade": kind.grade(config, None)},
    )
    assert html.count(MARK) == len(config["options"])
    assert ITEM["explanation"] in html


def form(*pairs: tuple[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return data


def test_single_reads_its_form() -> None:
    kind = question_type("single")
    assert kind.parse(kind.sample, form(("item-q", "1")), "item-q") == 1
    assert kind.parse(kind.sample, form(), "item-q") is None
    with pytest.raises(InvalidAnswer):
        kind.parse(kind.sample, form(("item-q", "2")), "item-q")


def test_multiple_reads_its_form_and_counts_wrong_choices_against_right_ones() -> None:
    kind = question_type("multiple")
    both = kind.parse(kind.sample, form(("item-q", "1"), ("item-q", "0")), "item-q")
    assert both == [0, 1]
    assert kind.grade(kind.sample, both).right
    assert kind.grade(kind.sample, [0]).score == 0.5
    assert kind.grade(kind.sample, [0, 2]).score == 0
    assert kind.grade(kind.sample, [0, 1, 2]).score == 0.5
    assert not kind.grade(kind.sample, [0, 1, 2]).right


def test_ordering_reads_its_form_and_keeps_a_half_finished_answer() -> None:
    kind = question_type("ordering")
    half = kind.parse(kind.sample, form(("i-2", ""), ("i-0", "1"), ("i-1", "")), "i")
    assert half == [1, None, None]
    assert not kind.answered(kind.sample, half)
    whole = kind.parse(kind.sample, form(("i-2", "3"), ("i-0", "1"), ("i-1", "2")), "i")
    assert kind.answered(kind.sample, whole)
    assert kind.grade(kind.sample, whole).right
    assert kind.grade(kind.sample, [3, 2, 1]).score == 0
    assert 0 < kind.grade(kind.sample, [2, 1, 3]).score < 1
    with pytest.raises(InvalidAnswer):
        kind.parse(kind.sample, form(("i-0", "9")), "i")
    assert kind.received(kind.sample, ["2", "0", "1"]) == [2, 3, 1]
    with pytest.raises(InvalidAnswer):
        kind.received(kind.sample, ["2", "2", "1"])


@given(seed=st.integers())
def test_ordering_is_never_shown_in_the_right_order(seed: int) -> None:
    kind = question_type("ordering")
    assert kind.shown(kind.sample, Random(seed)) != [0, 1, 2]  # noqa: S311
