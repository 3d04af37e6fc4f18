"""Types whose answer has named parts: what each promises about forms, configs and scores."""

import json
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.pictures import drawing_choices
from courses.questions.question_types import QUESTION_TYPES, InvalidAnswer, question_type
from courses.questions.question_types.filling import FieldsType
from tests.factories.files import image

KINDS = [kind for kind in QUESTION_TYPES if isinstance(kind, FieldsType)]
kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
MARK = "told-only-after-hand-in"
ITEM = {"key": "q-1", "stem": "What do you do?", "explanation": "So.", "source": "A"}

words = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-3, 12).map(str), st.sampled_from(
        ["true", "false", "GB", "TB", "512", "0,512", "6", "signed", "hash value", "time zone", ""]
    )
)  # fmt: skip
forms = st.dictionaries(
    st.sampled_from(
        ["verdict", "reason", "number", "unit", "text", "region", "x", "y", *map(str, range(9))]
    ),
    words,
    max_size=9,
)


def marked(config: Any) -> Any:
    """The config with all its feedback replaced by a word to look for."""
    if isinstance(config, dict):
        return {
            key: MARK if key in ("feedback", "otherwise", "model", "guidance") else marked(value)
            for key, value in config.items()
        }
    return [marked(one) for one in config] if isinstance(config, list) else config


def read(kind: FieldsType, shown: Any, given: Any) -> Any:
    try:
        return kind.from_script(kind.sample, shown, given)
    except InvalidAnswer:
        return None


@kinds
@given(sent=forms, seed=st.integers())
def test_any_form_is_an_answer_or_refused_and_regrades_the_same(
    kind: FieldsType, sent: dict, seed: int
) -> None:
    shown = kind.shown(kind.sample, Random(seed))  # noqa: S311
    response = read(kind, shown, sent)
    grade = kind.grade(kind.sample, response)
    assert 0.0 <= grade.score <= 1.0
    assert not (grade.fatal and (grade.right or grade.score))
    if not kind.awaits_marking:
        assert grade.right == (grade.score == 1.0)
    stored = json.loads(json.dumps(response))
    assert kind.normalise(kind.sample, stored) == response
    assert kind.grade(kind.sample, stored) == grade
    form = {f"answer-q-{part}": value for part, value in sent.items() if value is not None}
    try:
        assert kind.from_form(kind.sample, shown, form, "answer-q", None) == response
    except InvalidAnswer:
        assert response is None


@kinds
@pytest.mark.parametrize("answer", [1, True, [1], "x", {"text": 1, "0": [], "number": {}}])
def test_nonsense_from_the_script_is_refused_or_nothing(kind: FieldsType, answer: Any) -> None:
    shown = kind.shown(kind.sample, Random(1))  # noqa: S311
    assert read(kind, shown, answer) is None


@kinds
@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 40_000])
def test_text_that_cannot_be_kept_is_refused(kind: FieldsType, text: str) -> None:
    shown = kind.shown(kind.sample, Random(1))  # noqa: S311
    parts = ("verdict", "reason", "number", "unit", "text", "region", "x", "y", "0", "1", "2")
    for part in parts:
        assert read(kind, shown, {part: text}) is None


@kinds
@given(seed=st.integers())
def test_the_page_gives_nothing_away(kind: FieldsType, seed: int) -> None:
    config = kind.clean(marked(kind.sample))
    shown = kind.shown(config, Random(seed))  # noqa: S311
    for response in (None, kind.sample_right):
        html = render_to_string(
            kind.template, {"item": ITEM, **kind.asking(config, shown, response)}
        )
        assert MARK not in html
        assert 'name="answer-q-1-' in html
        assert "onclick" not in html
        assert "style=" not in html


@kinds
def test_after_hand_in_every_part_teaches(kind: FieldsType) -> None:
    config = kind.clean(marked(kind.sample))
    shown = kind.shown(config, Random(1))  # noqa: S311
    for response in (None, kind.sample_right, *kind.sample_wrong):
        grade = kind.grade(config, response)
        telling = kind.telling(config, shown, response)
        html = render_to_string(kind.result_template, {"item": ITEM, "grade": grade, **telling})
        if not grade.awaiting:
            assert MARK in html
        assert ITEM["explanation"] in html


def _without(config: Any, path: tuple) -> Any:
    config = json.loads(json.dumps(config))
    inner = config
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = ""
    return config


def _texts(config: Any, path: tuple = ()) -> list[tuple]:
    if isinstance(config, dict | list):
        pairs = config.items() if isinstance(config, dict) else enumerate(config)
        return [found for key, value in pairs for found in _texts(value, (*path, key))]
    return [path] if isinstance(config, str) else []


@kinds
def test_each_missing_text_is_filled_in_or_refused_with_a_sentence(kind: FieldsType) -> None:
    said = [
        message
        for path in _texts(kind.sample)
        for message in _refused(kind, _without(kind.sample, path))
    ]
    assert said
    assert all(message.endswith((".", "”")) for message in said), said


def _refused(kind: FieldsType, config: Any) -> list[str]:
    try:
        kind.clean(config)
    except ValidationError as refusal:
        return refusal.messages
    return []


@kinds
@pytest.mark.parametrize("wrong", [5, "many", [1], {"a": 1}, [{}], [{"text": ["x"]}] * 3])
def test_a_config_of_the_wrong_shape_is_refused_with_a_sentence(
    kind: FieldsType, wrong: Any
) -> None:
    for part in kind.parts:
        if isinstance(kind.sample[part], list):
            with pytest.raises(ValidationError) as refusal:
                kind.clean({**kind.sample, part: wrong})
            assert all(one.endswith((".", "”")) for one in refusal.value.messages)


def test_true_or_false_counts_halves_and_no_reason_under_the_wrong_verdict() -> None:
    kind = question_type("true_false")
    assert kind.grade(kind.sample, {"verdict": "false", "reason": None}).score == 0.5
    assert kind.grade(kind.sample, {"verdict": "false", "reason": 1}).score == 0.5
    assert kind.grade(kind.sample, {"verdict": "true", "reason": 0}).score == 0
    with pytest.raises(ValidationError, match="exactly one reason"):
        kind.clean(
            {**kind.sample, "reasons": [{**one, "right": True} for one in kind.sample["reasons"]]}
        )
    assert kind.clean({**kind.sample, "answer": False})["answer"] == "false"


@given(data=st.data())
def test_a_fatal_step_always_fails(data: st.DataObject) -> None:
    kind = question_type("fatal_ordering")
    places = data.draw(st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=6, max_size=6))
    response = kind.normalise(kind.sample, places)
    grade = kind.grade(kind.sample, response)
    shielded, carried, switched_on = places[2], places[3], places[4]
    fatal = bool(switched_on) or bool(carried and (not shielded or carried < shielded))
    assert grade.fatal == (fatal and response is not None)
    if fatal:
        assert (grade.score, grade.right) == (0.0, False)


def test_a_procedure_counts_order_and_what_does_not_belong() -> None:
    kind = question_type("fatal_ordering")
    assert kind.can_be_fatal(kind.sample)
    assert kind.grade(kind.sample, [1, 2, 4, 6, None, None]).right
    assert kind.grade(kind.sample, [1, 2, 3, 4, None, 5]).score == 0.75
    assert 0 < kind.grade(kind.sample, [2, 1, 3, 4, None, None]).score < 1
    assert not kind.answered(kind.sample, [1, 1, 2, 3, None, None])
    harmless = {
        "steps": [{**one, "fatal_before": None} for one in kind.sample["steps"]],
        "traps": [{**one, "fatal": False} for one in kind.sample["traps"]],
    }
    assert not kind.can_be_fatal(kind.clean(harmless))
    steps = [{**one, "fatal_before": 4} for one in kind.sample["steps"]]
    with pytest.raises(ValidationError, match="a step above it"):
        kind.clean({**kind.sample, "steps": steps})


@given(order=st.permutations([0, 1, 2]))
def test_matching_is_the_same_in_whatever_order_it_was_shown(order: list[int]) -> None:
    kind = question_type("matching")
    shown = {"left": order, "right": [3, *order]}
    given = {str(n): str(shown["right"].index(at)) for n, at in enumerate(order)}
    response = kind.from_script(kind.sample, shown, dict(reversed(given.items())))
    assert response == [0, 1, 2]
    assert kind.grade(kind.sample, response).right


def test_two_entries_may_share_what_belongs_to_them() -> None:
    kind = question_type("matching")
    pairs = [{**one, "right": "Seconds"} for one in kind.sample["pairs"]]
    config = kind.clean({**kind.sample, "pairs": pairs})
    assert kind.grade(config, [0, 0, 0]).right
    twice = [{"text": "Seconds", "feedback": "No."}]
    with pytest.raises(ValidationError, match="stands twice"):
        kind.clean({**kind.sample, "distractors": twice})


@pytest.mark.parametrize(
    ("typed", "unit", "score"),
    [
        ("512", "GB", 1.0),
        ("512,0", "gigabytes", 1.0),
        ("515", "GB", 1.0),
        ("0.512", "TB", 1.0),
        ("0,512", "TB", 1.0),
        ("512", "gb", 1.0),
        ("512", "TB", 0.0),
        ("512", "Gbit", 0.5),
        ("512", "", 0.5),
        ("512", "apples", 0.5),
        ("600", "GB", 0.0),
        ("five hundred", "GB", 0.0),
    ],
)
def test_a_number_is_taken_as_people_write_it(typed: str, unit: str, score: float) -> None:
    kind = question_type("numeric")
    response = kind.normalise(kind.sample, {"number": typed, "unit": unit})
    assert kind.grade(kind.sample, response).score == score


def test_a_unit_nobody_asked_for_is_left_out_and_an_unread_number_is_not_an_answer() -> None:
    kind = question_type("numeric")
    plain = kind.clean({"value": 1234.5, "tolerance": 0.5, "feedback": "Count."})
    assert kind.normalise(plain, {"number": "1 234,9", "unit": "kg"})["unit"] == ""
    assert kind.grade(plain, {"number": "1,234.9", "unit": ""}).right
    unread = kind.normalise(plain, {"number": "lots", "unit": ""})
    assert not kind.answered(plain, unread)
    assert kind.asking(plain, {}, unread)["unread"]


def test_short_text_takes_the_best_that_fits_whatever_its_place() -> None:
    kind = question_type("short_text")
    accepted = [
        {"text": "*", "credit": "0", "feedback": "Anything."},
        {"text": "write*block*", "credit": "100", "feedback": "Right."},
        {"text": "blocker", "credit": 50, "feedback": "Which?"},
    ]
    with pytest.raises(ValidationError, match="accept anything"):
        kind.clean({**kind.sample, "accepted": accepted})
    for rows in (accepted[1:], accepted[:0:-1]):
        config = kind.clean({**kind.sample, "accepted": rows})
        assert kind.grade(config, "Write-Blocker").score == 1
        assert kind.grade(config, "the write blocker").score == 0
        assert kind.grade(config, "BLOCKER!").score == 0.5
    with pytest.raises(ValidationError, match="must be right"):
        kind.clean({**kind.sample, "accepted": accepted[2:]})


def test_gaps_and_their_markers_must_agree() -> None:
    kind = question_type("cloze")
    for text in ("No gap", "{{1}} {{2}}", "{{1}} {{2}} {{3}} {{3}}", "{{1}} {{2}} {{3}} {{4}}"):
        with pytest.raises(ValidationError):
            kind.clean({**kind.sample, "text": text})
    assert kind.grade(kind.sample, ["6,0", "ZONE of time", None]).score == pytest.approx(2 / 3)
    html = render_to_string(
        kind.template, {"item": ITEM, **kind.asking(kind.sample, {}, ["<b>", None, "signed"])}
    )
    assert "&lt;b&gt;" in html
    assert "offset" not in html


def test_a_good_answer_is_told_once_it_is_marked_or_where_nobody_marks() -> None:
    kind = question_type("open")
    telling = kind.telling(kind.sample, {}, "I would look first.")
    waiting = {"item": ITEM, "grade": kind.grade(kind.sample, "I would look first."), **telling}
    html = render_to_string(kind.result_template, waiting)
    assert "Waiting to be marked" in html
    assert kind.sample["model"] not in html
    assert kind.sample["guidance"] not in html
    for more in ({"tried": True}, {"grade": kind.mark(kind.sample, "…", [1, 1])}):
        html = render_to_string(kind.result_template, {**waiting, **more})
        assert kind.sample["model"] in html
        assert "Waiting" not in html


def test_marks_by_rubric_come_to_a_score() -> None:
    kind = question_type("open")
    assert kind.mark(kind.sample, "Some text.", [0, 1]).score == 0.75
    assert kind.mark(kind.sample, "Some text.", [0, 1]).right
    assert not kind.mark(kind.sample, "Some text.", [1, 1]).right
    assert kind.mark(kind.sample, "Some text.", [2, 2]).score == 0
    for marks in (None, [], [0], [0, 3], [0, -1], ["0", 0], [True, 0], [0, 0, 0]):
        with pytest.raises(ValidationError):
            kind.mark(kind.sample, "Some text.", marks)
    rising = [{"text": "A", "points": 1}, {"text": "B", "points": 2}]
    with pytest.raises(ValidationError, match="fewer points"):
        kind.clean({**kind.sample, "criteria": [{"name": "Order", "levels": rising}]})


@given(x=st.floats(0, 100), y=st.floats(0, 100))
def test_a_mark_is_the_place_it_lies_in(x: float, y: float) -> None:
    kind = question_type("hotspot")
    response = kind.from_script(kind.sample, [2, 0, 1], {"x": x, "y": y})
    assert kind.normalise(kind.sample, json.loads(json.dumps(response))) == response
    at = kind.region(kind.sample, response)
    inside = 5 < response["x"] < 22 and 15 < response["y"] < 56
    edge = response["x"] in (5, 22) or response["y"] in (15, 56)
    assert edge or (at == 0) == inside
    assert kind.grade(kind.sample, response).right == (at == 0)


def test_a_place_of_the_list_counts_before_a_mark_that_a_form_carries_along() -> None:
    kind = question_type("hotspot")
    form = {"answer-q-x": "90", "answer-q-y": "20", "answer-q-region": "1"}
    assert kind.from_form(kind.sample, [2, 0, 1], form, "answer-q", None) == {"region": 0}
    del form["answer-q-region"]
    assert kind.from_form(kind.sample, [2, 0, 1], form, "answer-q", None) == {"x": 90.0, "y": 20.0}
    form = {"answer-q-x": "", "answer-q-y": ""}
    assert kind.from_form(kind.sample, [2, 0, 1], form, "answer-q", None) is None
    for wrong in ("nan", "inf", "-1", "101", "left", "1e400"):
        with pytest.raises(InvalidAnswer):
            kind.from_script(kind.sample, [2, 0, 1], {"x": wrong, "y": "5"})


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("here", "write corners"),
        ("10,20", "write corners"),
        ("10,20 x", "write corners"),
        ("10,20 130,60", "beyond the picture"),
        ("10,20 11,60", "too small"),
    ],
)
def test_an_area_nobody_could_hit_is_refused(area: str, said: str) -> None:
    kind = question_type("hotspot")
    regions = [{**kind.sample["regions"][0], "area": area}, *kind.sample["regions"][1:]]
    with pytest.raises(ValidationError, match=said):
        kind.clean({**kind.sample, "regions": regions})
    with pytest.raises(ValidationError, match="one of the two"):
        kind.clean({**kind.sample, "figure": ""})
    with pytest.raises(ValidationError, match="cannot be shown"):
        kind.clean({**kind.sample, "figure": "../../secret.svg"})


def test_every_drawing_offered_can_be_asked_about_under_one_name() -> None:
    kind, names = question_type("hotspot"), [name for name, _label in drawing_choices()]
    assert len(names) == len(set(names))
    assert "back-office.svg" in names
    for name in names:
        config = kind.frozen(kind.clean({**kind.sample, "figure": name}))
        assert kind.asking(config, [0, 1, 2], None)["picture"].width > 0


@pytest.mark.django_db
def test_a_version_keeps_its_own_copy_of_an_uploaded_picture() -> None:
    kind = question_type("hotspot")
    picture = image()
    config = kind.clean({**kind.sample, "figure": "", "image": picture.pk})
    frozen = json.loads(json.dumps(kind.frozen(config)))
    picture.delete()
    html = render_to_string(kind.template, {"item": ITEM, **kind.asking(frozen, [0, 1, 2], None)})
    assert "<img src=" in html
    with pytest.raises(ValidationError, match="no longer in the library"):
        kind.clean(config)
    gone = render_to_string(kind.template, {"item": ITEM, **kind.asking(config, [0, 1, 2], None)})
    assert "<img" not in gone
    assert "The door on the left" in gone
