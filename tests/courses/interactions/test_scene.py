"""An evidence scene: its content, its scores, and a log that is never rubbed out."""

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from courses.interactions.scene import NotAStep, joined, read_steps
from courses.interactions.scene.actions import NATIONAL
from courses.interactions.scene.procedure import acts_of, loop_in
from courses.questions.question_types import InvalidAnswer, question_type

KIND = question_type("scene")
STANDINGS = ["required", "optional", "harmful", "fatal"]
PICTURE = {"drawing": "living-room.svg", "image": None, "alt": "A living room."}


def an_object(key: str, actions: dict[str, str]) -> dict[str, Any]:
    told = {"consequence": "Somebody asks.", "feedback": "Because."}
    return {
        "name": f"Object {key}",
        "key": key,
        "seen": "It lies there.",
        "x": 10,
        "y": 10,
        "width": 20,
        "height": 20,
        "actions": [
            {"action": action, "standing": standing, **told} for action, standing in actions.items()
        ],
    }


def scene(
    objects: dict[str, dict[str, str]], rules: Sequence[tuple[str, str]] = (), **parts: Any
) -> Any:
    return {
        "picture": PICTURE,
        "objects": [an_object(key, actions) for key, actions in objects.items()],
        "order": [{"before": a, "after": b, "why": "Because."} for a, b in rules],
        **parts,
    }


@st.composite
def scenes(draw: st.DrawFn, *, ordered: bool = True) -> Any:
    """Scenes that are in order: rules go from an earlier step to a later one, so none is a loop."""
    actions = st.dictionaries(
        st.sampled_from(sorted(NATIONAL)), st.sampled_from(STANDINGS), min_size=1, max_size=4
    )
    objects = draw(st.dictionaries(st.sampled_from("abcd"), actions, min_size=1, max_size=3))
    objects.setdefault("z", {"photograph": "required"})
    good = [
        f"{key}.{action}"
        for key, acts in objects.items()
        for action, standing in acts.items()
        if standing in ("required", "optional")
    ]
    pairs = [(a, b) for at, a in enumerate(good) for b in good[at + 1 :]]
    rules = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5)) if pairs else []
    return KIND.clean(scene(objects, rules if ordered else [], seals=draw(st.booleans())))


def step(config: Any, name: str, number: int) -> dict[str, str]:
    key, _, action = name.partition(".")
    sealed = {"seal": f"BZ-{number}"} if acts_of(config)[name].asks_seal else {}
    return {"id": f"s{number}", "object": key, "action": action, **sealed}


def log(config: Any, names: list[str]) -> list[dict[str, str]]:
    return [step(config, name, number) for number, name in enumerate(names)]


@st.composite
def logs(draw: st.DrawFn, config: Any) -> list[dict[str, str]]:
    """Steps in any order, some of them corrected."""
    names = draw(st.lists(st.sampled_from(sorted(acts_of(config))), max_size=12))
    steps = log(config, names)
    for at in draw(st.sets(st.integers(0, max(0, len(names) - 1)), max_size=3)) if names else ():
        steps.append({"id": f"u{at}", "undo": f"s{at}"})
    return steps


@given(data=st.data())
def test_scores_lie_between_nothing_and_one_and_regrade_the_same(data: st.DataObject) -> None:
    config = data.draw(scenes())
    response = KIND.normalise(config, data.draw(logs(config)))
    grade = KIND.grade(config, response)
    assert 0.0 <= grade.score <= 1.0
    assert grade.right == (grade.score == 1.0)
    stored = json.loads(json.dumps(response))
    assert KIND.normalise(config, stored) == response
    assert KIND.grade(json.loads(json.dumps(config)), stored) == grade


@given(data=st.data())
def test_a_fatal_step_in_force_costs_everything(data: st.DataObject) -> None:
    config = data.draw(scenes())
    steps = data.draw(logs(config))
    gone = {one.get("undo") for one in steps} | {one["id"] for one in steps if "undo" in one}
    fatal = {name for name, act in acts_of(config).items() if act.standing == "fatal"}
    taken = {
        f"{s['object']}.{s['action']}" for s in steps if "undo" not in s and s["id"] not in gone
    }
    grade = KIND.grade(config, steps)
    assert grade.fatal == bool(fatal & taken)
    assert not (grade.fatal and (grade.score or grade.right))
    assert KIND.can_be_fatal(config) == bool(fatal)


@given(data=st.data())
def test_where_no_order_is_declared_none_counts(data: st.DataObject) -> None:
    config = data.draw(scenes(ordered=False))
    names = data.draw(st.lists(st.sampled_from(sorted(acts_of(config))), max_size=8))
    shuffled = data.draw(st.permutations(names))
    assert KIND.grade(config, log(config, names)) == KIND.grade(config, log(config, shuffled))


@given(config=scenes())
def test_all_that_is_required_in_its_order_earns_everything(config: Any) -> None:
    best = KIND.model_answer(config)
    assert KIND.normalise(config, best) == best
    assert KIND.grade(config, best).right


@given(data=st.data())
def test_what_is_corrected_counts_for_nothing_and_stays(data: st.DataObject) -> None:
    config = data.draw(scenes())
    steps = log(config, data.draw(st.lists(st.sampled_from(sorted(acts_of(config))), min_size=1)))
    undone = [*steps, *({"id": f"u-{one['id']}", "undo": one["id"]} for one in steps)]
    assert KIND.grade(config, undone).score == 0
    assert not KIND.grade(config, undone).fatal
    assert KIND.normalise(config, undone)[: len(steps)] == steps


@given(data=st.data())
def test_a_log_grows_and_never_shrinks(data: st.DataObject) -> None:
    config = data.draw(scenes())
    before, sent = data.draw(logs(config)), data.draw(logs(config))
    after = joined(before, sent)
    assert after[: len(before)] == before
    assert {one["id"] for one in after} == {one["id"] for one in [*before, *sent]}
    assert joined(after, sent) == after == joined(after, None)


def test_an_order_counts_once_the_later_step_is_taken() -> None:
    objects = {"a": {"photograph": "required", "seal": "optional"}}
    config = KIND.clean(scene(objects, [("a.photograph", "a.seal")]))
    assert KIND.grade(config, log(config, ["a.photograph"])).right
    assert KIND.grade(config, log(config, ["a.photograph", "a.seal", "a.photograph"])).right
    assert KIND.grade(config, log(config, ["a.seal", "a.photograph"])).score == 0.5
    again = [*log(config, ["a.seal", "a.photograph"]), {"id": "u", "undo": "s0"}]
    assert KIND.grade(config, [*again, {"id": "n", "object": "a", "action": "seal"}]).right


def test_a_harmful_step_costs_what_a_required_one_earns() -> None:
    objects = {"a": {"photograph": "required", "call": "required", "look-through": "harmful"}}
    config = KIND.clean(scene(objects))
    names = ["a.photograph", "a.call", "a.look-through"]
    assert KIND.grade(config, log(config, names)).score == 0.5
    assert KIND.grade(config, log(config, [*names, "a.look-through"])).score == 0.5
    assert KIND.grade(config, log(config, ["a.look-through"])).score == 0


def test_a_seal_has_a_number() -> None:
    config = KIND.clean(scene({"a": {"seal": "required"}}, seals=True))
    sealed = KIND.normalise(config, [{"object": "a", "action": "seal", "seal": "  BZ  12/a "}])
    assert sealed == [{"id": "1", "object": "a", "action": "seal", "seal": "BZ 12/a"}]
    for seal in (None, "", " ", "x" * 31, "<b>", 7, ["1"], "1\n2", "\0"):
        with pytest.raises(InvalidAnswer):
            KIND.normalise(config, [{"object": "a", "action": "seal", "seal": seal}])
    config["seals"] = False
    kept = KIND.normalise(config, [{"object": "a", "action": "seal", "seal": "<b>"}])
    assert kept == [{"id": "1", "object": "a", "action": "seal"}]


@pytest.mark.parametrize(
    "answer",
    [
        "photograph",
        {"object": "phone"},
        [1],
        [{"object": "phone", "action": "eat"}],
        [{"object": "laptop", "action": "photograph"}],
        [{"object": ["phone"], "action": {"photograph": 1}}],
        [{"undo": "1"}],
        [{"id": "a", "undo": "a"}],
        [{"id": "../x", "object": "phone", "action": "photograph"}],
        [{"id": 3, "object": "phone", "action": "photograph"}],
        [
            {"id": "a", "object": "phone", "action": "photograph"},
            {"id": "b", "undo": "a"},
            {"id": "c", "undo": "b"},
        ],
        [{"object": "phone", "action": "photograph"}] * 151,
    ],
)
def test_what_is_no_log_is_refused_with_a_sentence(answer: Any) -> None:
    with pytest.raises(NotAStep) as refusal:
        read_steps(KIND.sample, answer)
    assert str(refusal.value).endswith(".")
    with pytest.raises(InvalidAnswer):
        KIND.normalise(KIND.sample, answer)


def test_a_full_log_takes_no_more() -> None:
    many = [{"id": f"a{n}", "object": "phone", "action": "photograph"} for n in range(150)]
    with pytest.raises(InvalidAnswer, match="full"):
        KIND.joined(KIND.sample, many, [{**many[0], "id": "b"}])


ACTS = {"a": {"photograph": "required", "seal": "required", "switch-on": "fatal"}}


def changed(**parts: Any) -> Any:
    """A scene whose first object has other parts."""
    config = scene(ACTS)
    config["objects"][0] |= parts
    return config


def with_action(**parts: Any) -> Any:
    config = scene(ACTS)
    config["objects"][0]["actions"][0] |= parts
    return config


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (scene({"a": {"photograph": "optional"}}), "Nothing is required"),
        (scene(ACTS, [("a.photograph", "b.seal")]), "no object has"),
        (scene(ACTS, [("a.photograph", "a.switch-on")]), "nobody should do"),
        (scene(ACTS, [("a.photograph", "a.seal"), ("a.seal", "a.photograph")]), "in a circle"),
        (scene(ACTS, [("a.seal", "a.seal")]), "in a circle"),
        (scene(ACTS, [("a.photograph", "a.seal")] * 2), "stands twice"),
        (scene(ACTS, seals="yes"), "true or false"),
        (scene({}), "between 1 and 20"),
        ({**scene(ACTS), "picture": {"drawing": "", "image": None, "alt": "A"}}, "one of the two"),
        ({**scene(ACTS), "picture": {**PICTURE, "image": 3}}, "one of the two"),
        ({**scene(ACTS), "picture": {**PICTURE, "drawing": "../x.svg"}}, "cannot be shown"),
        ({**scene(ACTS), "picture": {**PICTURE, "alt": ""}}, "needs its alt"),
        ({**scene(ACTS), "objects": scene(ACTS)["objects"] * 2}, "Rename one"),
        (changed(name=""), "needs its name"),
        (changed(seen=7), "needs its seen"),
        (changed(name="!!", key=""), "short name"),
        (changed(width=0), "no size"),
        (changed(x=90, width=20), "beyond the picture"),
        (changed(x="10"), "whole number"),
        (changed(y=101), "whole number"),
        (changed(outline="1,2 3,4"), "write corners"),
        (changed(outline="1,2 3,4 500,6"), "write corners"),
        (changed(actions=[]), "between 1 and 15"),
        (changed(actions=changed()["objects"][0]["actions"][:1] * 2), "stands twice"),
        (with_action(action="eat"), "no action of the list"),
        (with_action(action="own"), "needs its label"),
        (with_action(standing="nice"), "required, optional, harmful or fatal"),
        (with_action(consequence=""), "needs its consequence"),
        (with_action(feedback="x" * 601), "more than 600"),
        (with_action(point="PP-1"), "can only be optional"),
        (with_action(point="LR-1"), "PP- and a number"),
    ],
)
def test_what_is_wrong_with_a_scene_is_said(config: Any, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        KIND.clean(config)
    (message,) = refusal.value.messages
    assert said in message
    assert message.endswith(".")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(data=st.data(), value=json_values)
def test_whatever_stands_in_a_scene_is_cleaned_or_refused(data: st.DataObject, value: Any) -> None:
    config = deepcopy(KIND.sample)
    part: Any = config
    while isinstance(part, dict | list) and part:
        keys = sorted(part) if isinstance(part, dict) else range(len(part))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(part[key], dict | list) or data.draw(st.booleans()):
            if key != "image":  # a number there is looked up in the library of pictures
                part[key] = value
            break
        part = part[key]
    try:
        clean = KIND.clean(config)
    except ValidationError as refusal:
        said = refusal.messages
    else:
        said = []
        assert KIND.clean(json.loads(json.dumps(clean))) == clean
        KIND.grade(clean, None)
    assert all(message.endswith((".", "”")) for message in said)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_a_loop_is_found_when_there_is_one_and_only_then(pairs: list[tuple[str, str]]) -> None:
    loop = loop_in(pairs)
    left = list(pairs)
    while any(free := [pair for pair in left if pair[0] not in {after for _, after in left}]):
        left = [pair for pair in left if pair not in free]
    assert bool(loop) == bool(left)
    for before, after in zip(loop, [*loop[1:], *loop[:1]], strict=True):
        assert (before, after) in pairs


def post(**given: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for part, value in given.items():
        data[f"item-q-{part}"] = value
    return data


def test_a_form_adds_one_step_and_keeps_what_stands() -> None:
    config, read = KIND.sample, KIND.from_form
    one = read(config, {}, post(**{"add": "phone", "do-phone": "photograph"}), "item-q", None)
    assert [(s["object"], s["action"]) for s in one] == [("phone", "photograph")]
    sealing = post(**{"add": "phone", "do-phone": "seal", "seal-phone": "BZ-1"})
    two = read(config, {}, sealing, "item-q", one)
    assert two[0] == one[0]
    assert two[1]["seal"] == "BZ-1"
    three = read(config, {}, post(undo=two[0]["id"]), "item-q", two)
    assert three[2]["undo"] == two[0]["id"]
    # A choice that was not added is none, and neither is an empty form.
    for idle in (post(**{"do-phone": "seal", "seal-phone": "BZ-2"}), post()):
        assert read(config, {}, idle, "item-q", three) == three
        assert not KIND.touched(config, {}, idle, "item-q")
    assert KIND.touched(config, {}, sealing, "item-q")


def test_a_form_that_says_too_little_is_refused() -> None:
    for sent in (
        {"add": "phone"},
        {"add": "sofa", "do-phone": "eat"},
        {"add": "phone", "do-phone": "seal"},
        {"undo": "nothing"},
    ):
        with pytest.raises(InvalidAnswer):
            KIND.from_form(KIND.sample, {}, post(**sent), "item-q", None)


def test_enter_in_a_field_adds_what_was_chosen() -> None:
    """A browser then presses the form's first button, which may be another object's."""
    config = KIND.clean(scene({"a": {"photograph": "required"}, "b": {"seal": "optional"}}))
    steps = KIND.from_form(config, {}, post(**{"add": "a", "do-b": "seal"}), "item-q", None)
    assert steps[0]["object"] == "b"


def test_objects_offer_actions_in_one_order_that_says_nothing() -> None:
    config = KIND.clean(
        scene({"a": {"seal": "fatal", "photograph": "required", "call": "harmful"}})
    )
    (thing,) = KIND.asking(config, {}, None)["things"]
    assert [offer.key for offer in thing.offers] == ["photograph", "call", "seal"]


def test_consequences_are_told_at_the_end_only() -> None:
    config = KIND.clean(scene(ACTS, [("a.photograph", "a.seal")]))
    steps = log(config, ["a.switch-on", "a.seal", "a.photograph"])
    assert "Somebody asks." not in json.dumps(KIND.asking(config, {}, steps), default=str)
    told = KIND.telling(config, {}, steps)
    assert [one.kind for one in told["consequences"]] == ["fatal", "order"]
    assert [row.standing for row in told["log"]] == ["fatal", "required", "required"]
    assert {one.kind for one in KIND.telling(config, {}, None)["consequences"]} == {"missing"}
