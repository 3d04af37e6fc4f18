"""Custody forms: each field by its rule, signed lines that stay, corrections with a reason."""

import copy
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.interactions.custody.record import empty_record
from courses.interactions.custody.rules import KINDS, check
from courses.interactions.custody.sample import SAMPLE, field
from courses.questions.question_types import InvalidAnswer, question_type

KIND = question_type("custody_form")
assert KIND is not None
HASH = "7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"
RIGHT = KIND.sample_right
BLANK = empty_record(SAMPLE)
ITEM = {"key": "q", "stem": "S?", "explanation": "", "source": ""}


def one(kind: str, expected: str, **more: Any) -> dict[str, Any]:
    return field("F", kind, expected, "Feedback.", **more)


@pytest.mark.parametrize(
    ("kind", "expected", "value", "right", "says"),
    [
        ("identifier", "DG/2026/031-A1", "dg/2026/031-a1", True, ""),
        ("identifier", "DG/2026/031-A1", "DG/2026/031-A2", False, "1 character differs"),
        ("identifier", "DG/2026/031-A1", "phone", False, "narrative"),
        ("seal", "002158", " 002158 ", True, ""),
        ("seal", "002158", "2158", False, "zeros in front"),
        ("seal", "002158", "002185", False, "2 characters differ"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09|16:10|-06:00", True, ""),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09|22:10|+00:00", True, ""),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09|16:10|", False, "no UTC offset"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09|16:10|+00:00", False, "hours apart"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09|16:01|-06:00", False, "day is right"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-08|16:01|-06:00", False, "isn't the time"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-99-09|16:10|-06:00", False, "not a date"),
        ("datetime", "2026-03-09 16:10 -06:00", "2026-03-09||", False, "date and the time"),
        ("party", "custodian", "The exhibit custodian, Dangriga", True, ""),
        ("party", "custodian", "lab", False, "can't sign"),
        ("party", "custodian", "", False, "one party"),
        ("hash", HASH, HASH.upper().replace("7D1A", "7D1A "), True, ""),
        ("hash", HASH, HASH[:-1], False, "63 characters, and 64"),
        ("hash", HASH, HASH[:-1] + "b", False, "1 character differs"),
        ("hash", HASH, "sha-256", False, "figures 0 to 9"),
        ("algorithm", "SHA-256", "sha256", True, ""),
        ("algorithm", "SHA-256", "MD5", False, "32 characters"),
        ("algorithm", "SHA-256", "hash", False, "in full"),
        ("text", "002158 whole\n002158 intact", "Seal 002158, intact.", True, ""),
        ("text", "002158 whole", "OK", False, "narrative"),
        ("text", "whole", "wholesome", False, "narrative"),
        ("choice", "Storage", "Storage", True, ""),
        ("choice", "Storage", "To lab", False, "narrative"),
    ],
)
def test_each_field_is_checked_by_its_rule(
    kind: str, expected: str, value: str, right: bool, says: str
) -> None:
    found = check(one(kind, expected, choices="Storage\nTo lab"), value)
    assert found.right is right
    assert says in found.says
    assert bool(found.says) is not right


def test_an_authors_own_words_come_first() -> None:
    given = one("party", "custodian", mistakes=[{"value": "Store!", "feedback": "Who there?"}])
    assert check(given, "the store").says != "Who there?"
    assert check(given, "STORE").says == "Who there?"


@given(
    kind=st.sampled_from(KINDS),
    value=st.text(max_size=80) | st.from_regex(r"\A[0-9|: +-]{0,30}\Z"),
    expected=st.sampled_from(["002158", "2026-03-09 16:10 -06:00", HASH, "a\nb", "[("]),
)
def test_whatever_is_written_is_right_or_gets_a_sentence(
    kind: str, value: str, expected: str
) -> None:
    found = check(one(kind, expected), value)
    assert bool(found.says) is not found.right


def values_of(config: dict[str, Any]) -> st.SearchStrategy[str]:
    right = ["002158", "Custodian", "2026-03-09|16:10|-06:00", "SHA-256"]
    return st.sampled_from([*right, "", "store", "MD5", "2158", "|"])


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    value = values_of(SAMPLE)
    entries = [
        {
            "values": [draw(value) for _field in entry["fields"]],
            "signed": draw(st.booleans()),
        }
        for entry in SAMPLE["entries"]
    ]
    signed = [at for at, entry in enumerate(entries) if entry["signed"]]
    corrections = []
    for _n in range(draw(st.integers(0, 4)) if signed else 0):
        at = draw(st.sampled_from(signed))
        place = draw(st.integers(0, len(SAMPLE["entries"][at]["fields"]) - 1))
        right = draw(value.filter(bool))
        reason = draw(st.sampled_from(["", "Clock misread."]))
        corrections.append(
            {"entry": at, "field": place, "value": right, "reason": reason, "at": ""}
        )
    return {"entries": entries, "corrections": corrections}


@given(record=records())
def test_scores_lie_between_nothing_and_one_and_regrade_the_same(record: Any) -> None:
    response = KIND.normalise(SAMPLE, record)
    first = KIND.grade(SAMPLE, response)
    assert 0.0 <= first.score <= 1.0
    assert first.right == (first.score == 1.0)
    stored = json.loads(json.dumps(response))
    assert KIND.normalise(SAMPLE, stored) == response
    assert KIND.grade(SAMPLE, stored) == first
    told = KIND.telling(SAMPLE, {}, response)
    assert told["asked"] == 4
    html = render_to_string(KIND.result_template, {"item": ITEM, "grade": first, **told})
    assert "style=" not in html


@given(before=records(), after=records())
def test_what_is_signed_stays_and_corrections_only_grow(before: Any, after: Any) -> None:
    kept = KIND.joined(SAMPLE, before, after)
    if kept is None:
        assert BLANK in (before, after)
        return
    for old, new in zip(before["entries"], kept["entries"], strict=True):
        if old["signed"]:
            assert new == old
    assert kept["corrections"][: len(before["corrections"])] == before["corrections"]
    for fresh in kept["corrections"][len(before["corrections"]) :]:
        assert fresh["at"].endswith("+00:00")
    assert KIND.joined(SAMPLE, kept, kept) == kept


def test_a_correction_counts_and_its_reason_too() -> None:
    record = copy.deepcopy(RIGHT)
    record["entries"][0]["values"][0] = "002185"
    assert KIND.grade(SAMPLE, record).score == 0.75
    correction = {"entry": 0, "field": 0, "value": "002158", "reason": "Digits swapped.", "at": ""}
    record["corrections"] = [correction]
    assert KIND.grade(SAMPLE, record).right
    record["corrections"] = [{**correction, "reason": ""}]
    assert KIND.grade(SAMPLE, record).score == 0.875
    record = copy.deepcopy(RIGHT)
    record["entries"][1]["signed"] = False
    assert KIND.grade(SAMPLE, record).score == 0.75
    assert not KIND.answered(SAMPLE, record)


def form(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data[f"q-{name.replace('_', '-')}"] = value
    return data


def test_a_form_writes_signs_and_corrects() -> None:
    written = KIND.from_form(
        SAMPLE,
        {},
        form(v_0_0="002185", v_0_1="Custodian", v_0_2_day="2026-03-09", sign_0="yes"),
        "q",
        None,
    )
    assert written["entries"][0] == {
        "values": ["002185", "Custodian", "2026-03-09||"],
        "signed": True,
    }
    again = form(v_0_0="002158", c_0_0="002158", r_0_0="Digits swapped.", v_1_0="SHA-256")
    corrected = KIND.from_form(SAMPLE, {}, again, "q", written)
    assert corrected["entries"][0] == written["entries"][0]
    assert corrected["entries"][1] == {"values": ["SHA-256"], "signed": False}
    assert [one["reason"] for one in corrected["corrections"]] == ["Digits swapped."]
    twice = KIND.from_form(SAMPLE, {}, again, "q", corrected)
    assert len(twice["corrections"]) == 1
    assert KIND.from_form(SAMPLE, {}, form(), "q", None) is None


FIX = {"entry": 0, "field": 0, "value": "x", "reason": ""}


@pytest.mark.parametrize(
    "answer",
    [
        "x",
        [],
        {},
        {**BLANK, "more": 1},
        {**BLANK, "entries": []},
        {**BLANK, "entries": [1, 2]},
        {**BLANK, "corrections": "x"},
        {**BLANK, "corrections": [FIX]},
        {**BLANK, "entries": [{"values": ["x"] * 9, "signed": False}, BLANK["entries"][1]]},
        {**BLANK, "entries": [{"values": [1, 2, 3], "signed": False}, BLANK["entries"][1]]},
        {**BLANK, "entries": [{"values": ["x" * 301, "", ""], "signed": False}] * 2},
        {**BLANK, "entries": [{"values": ["\x00", "", ""], "signed": 1}, BLANK["entries"][1]]},
        {**RIGHT, "corrections": [{**FIX, "field": 9}]},
        {**RIGHT, "corrections": [{**FIX, "entry": True}]},
        {**RIGHT, "corrections": [{**FIX, "value": " "}]},
        {**RIGHT, "corrections": [{**FIX, "reason": "x" * 301}]},
        {**RIGHT, "corrections": [{**FIX, "who": "me"}]},
        {**RIGHT, "corrections": [FIX] * 61},
    ],
)
def test_what_is_no_record_is_refused(answer: Any) -> None:
    with pytest.raises(InvalidAnswer) as refusal:
        KIND.normalise(SAMPLE, answer)
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"narrative": " "}, "needs a narrative"),
        ({"entries": []}, "between 1 and 12 lines"),
        ({"entries": [{"title": "", "fields": []}]}, "Line 1 needs a title"),
        ({"entries": [{"title": "T", "fields": []}]}, "needs between 1 and 12 fields"),
        ({"entries": [{"title": "T", "fields": [one("magic", "x")]}]}, "what kind of field"),
        (
            {"entries": [{"title": "T", "fields": [one("datetime", "today")]}]},
            "“today” is not right by its own rule",
        ),
        ({"entries": [{"title": "T", "fields": [one("hash", "xyz")]}]}, "figures 0 to 9"),
        (
            {"entries": [{"title": "T", "fields": [one("choice", "A", choices="B\nC")]}]},
            "not among the choices",
        ),
        ({"entries": [{"title": "T", "fields": [one("seal", "1", mistakes="x")]}]}, "mistakes"),
    ],
)
def test_a_form_that_is_not_in_order_is_named(change: Any, said: str) -> None:
    config = {**copy.deepcopy(SAMPLE), **change}
    with pytest.raises(ValidationError) as refusal:
        KIND.clean(config)
    assert said in " ".join(refusal.value.messages)


def test_the_page_gives_nothing_away_and_shows_what_was_struck() -> None:
    record = copy.deepcopy(RIGHT)
    record["entries"][1]["signed"] = False
    record["entries"][0]["values"][0] = "009999"
    record["corrections"] = [
        {"entry": 0, "field": 0, "value": "008888", "reason": "<b>x", "at": "2026-99"}
    ]
    html = render_to_string(KIND.template, {"item": ITEM, **KIND.asking(SAMPLE, {}, record)})
    assert "Digit by digit" not in html
    assert "A store can" not in html
    assert "009999</s>" in html
    assert "008888" in html
    assert "<b>x" not in html
    assert 'name="answer-q-sign-0"' not in html
    assert 'name="answer-q-sign-1"' in html
