"""A blueprint draws what its lines ask for, repeats nothing it need not, and names its gaps."""

from itertools import combinations
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import nested_form_data

from courses.catalogue.blueprint import asks, draw, fits, gaps
from courses.catalogue.changes import pending
from courses.catalogue.refusals import PublishRefused
from courses.catalogue.services import publish_version
from courses.models import AssessmentVersion, ModulePage
from tests.courses.catalogue.test_admin import signed_in
from tests.factories.courses import published_course

TAGS, STATEMENTS = ["phones", "custody"], ["K0802", "S0607"]


def item(key: str, **about: Any) -> dict[str, Any]:
    return {"key": key, "critical": False, "difficulty": 2, "alignments": [], "tags": []} | about


@st.composite
def pools(draw_one: Any, most: int = 9) -> list[dict[str, Any]]:
    return [
        item(
            f"q{n}",
            critical=draw_one(st.booleans()),
            difficulty=draw_one(st.integers(1, 3)),
            tags=draw_one(st.lists(st.sampled_from(TAGS), unique=True)),
            alignments=[
                {"release": "2.2.0", "identifier": one}
                for one in draw_one(st.lists(st.sampled_from(STATEMENTS), unique=True))
            ],
        )
        for n in range(draw_one(st.integers(1, most)))
    ]


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "count": st.integers(1, 3),
            "tag": st.sampled_from(["", "Phones", "custody"]),
            "statement": st.sampled_from(["", *STATEMENTS]),
            "difficulty": st.sampled_from(["", "", "1", "2"]),
            "critical": st.sampled_from([False, False, False, True]),
        }
    ),
    min_size=1,
    max_size=3,
)


def holds(form: list[dict[str, Any]], lines: list[dict[str, Any]]) -> bool:
    """Whether the questions fill the lines, tried in every way."""
    if not lines:
        return True
    apart = any(line["critical"] for line in lines)
    return _holds(form, [line for line in lines for _n in range(line["count"])], apart)


def _holds(form: list[dict[str, Any]], places: list[dict[str, Any]], apart: bool) -> bool:
    if not places:
        return True
    line, rest = places[0], places[1:]
    return any(
        _holds([other for other in form if other is not one], rest, apart)
        for one in form
        if fits(one, line) and not (apart and one["critical"] and not line["critical"])
    )


@given(pools(), LINES, st.text(max_size=4))
def test_every_form_fills_every_line_unless_the_gap_is_named(
    pool: list[dict[str, Any]], lines: list[dict[str, Any]], seed: str
) -> None:
    form = draw(pool, lines, seed=seed)
    assert len({one["key"] for one in form}) == len(form) == asks(pool, lines)
    assert holds(form, lines) is not bool(gaps(pool, lines))
    apart = any(line["critical"] for line in lines)
    if not apart:
        assert {one["key"] for one in pool if one["critical"]} <= {one["key"] for one in form}
    assert form == draw(list(reversed(pool)), lines, seed=seed)


@given(pools(most=7), LINES, st.text(max_size=4), st.sets(st.integers(0, 6)))
def test_no_form_shares_fewer_questions_with_earlier_ones(
    pool: list[dict[str, Any]], lines: list[dict[str, Any]], seed: str, before: set[int]
) -> None:
    seen = {f"q{n}" for n in before}
    form = draw(pool, lines, seed=seed, seen=[seen])
    always = [] if any(line["critical"] for line in lines) else [o for o in pool if o["critical"]]
    shared = sum(one["key"] in seen for one in form)
    if gaps(pool, lines):
        return
    possible = [
        sum(one["key"] in seen for one in other)
        for other in combinations(pool, len(form))
        if all(one in other for one in always) and holds(list(other), lines)
    ]
    assert shared == min(possible)


@given(st.integers(5, 12), st.integers(0, 30), st.text(max_size=4))
def test_a_second_form_shares_at_most_three_in_ten_where_the_pool_allows(
    count: int, more: int, seed: str
) -> None:
    pool = [item(f"q{n}") for n in range(count + more)]
    line = [{"count": count}]
    first = {one["key"] for one in draw(pool, line, seed=seed)}
    second = {one["key"] for one in draw(pool, line, seed=seed + "2", seen=[first])}
    assert len(first & second) == max(0, count - more)
    if more >= 0.7 * count:
        assert len(first & second) <= 0.3 * count
    third = {one["key"] for one in draw(pool, line, seed=seed + "3", seen=[first, second])}
    assert len(third & (first | second)) == max(0, count - max(0, more - count))
    if more < count:
        assert len(third & second) <= len(third & first) + count - more


def test_the_gap_is_named_in_a_sentence() -> None:
    pool = [item("a", tags=["phones"], critical=True), item("b", tags=["phones"])]
    wanted = {"count": 3, "tag": "phones", "difficulty": "2"}
    assert gaps(pool, [wanted]) == [
        "The blueprint asks for 3 questions tagged “phones”, of difficulty “middling”, "
        "and the pool has 2."
    ]
    both = [{"count": 2, "tag": "phones"}, {"count": 1, "difficulty": "2"}]
    assert "together they lack 1." in gaps(pool, both)[0]
    assert gaps(pool, [{"count": 1, "critical": True}, {"count": 1}]) == []
    assert "and the pool has 1." in gaps(pool, [{"count": 1, "critical": True}, {"count": 2}])[0]


@pytest.mark.django_db
def test_publishing_freezes_the_blueprint_and_refuses_a_gap() -> None:
    version = published_course(questions=3)
    page = ModulePage.objects.child_of(version.course).get()
    page.blueprint = [{"count": 4, "tag": "", "statement": "", "difficulty": "", "critical": False}]
    page.time_limit, page.certainty = 20, "ask"
    page.save_revision().publish()
    with pytest.raises(PublishRefused, match="4 questions of any kind, and the pool has 3"):
        publish_version(version.course, by=None)
    page.blueprint[0]["count"] = 2
    page.save_revision().publish()
    assert "changed rules of the assessment" in [one.what for one in pending(version.course)[1]]
    newer = publish_version(version.course, by=None)
    frozen = AssessmentVersion.objects.get(module__version=newer)
    assert (frozen.blueprint[0]["count"], frozen.time_limit, frozen.certainty) == (2, 20, "ask")
    assert AssessmentVersion.objects.get(module__version=version).blueprint == []


@pytest.mark.django_db
def test_the_author_sees_what_the_blueprint_lacks() -> None:
    page = ModulePage.objects.child_of(published_course(questions=3).course).get()
    page.blueprint = [
        {"count": 9, "tag": "", "statement": "K0802", "difficulty": "3", "critical": False}
    ]
    page.save_revision().publish()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = signed_in("Administrators").get(url).content.decode()
    assert "asks for 9 questions on K0802, of difficulty “hard”, and the pool has 0." in text
    assert "cannot be published like this" in text


@pytest.mark.django_db
def test_an_author_writes_a_blueprint_in_the_editor() -> None:
    page = ModulePage.objects.child_of(published_course(questions=3).course).get()
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    names = ("title", "slug", "code", "extra_minutes", "pass_mark", "evidence_level")
    line = {"count": "2", "tag": "", "statement": "K0802", "difficulty": "2"}
    values = {
        **{name: getattr(page, name) for name in (*names, "max_attempts", "wait_minutes")},
        "objectives": "Decide.", "mistakes": "", "sources": "", "certainty": "ask",
        "time_limit": "25", "roles": empty, "items": empty, "comments": empty,
        "job_aid": {"title": "", "intro": "", "items-count": "0"},
        "blueprint-count": "1", "blueprint-0-deleted": "", "blueprint-0-order": "0",
        "blueprint-0-type": "item", "blueprint-0-id": "", "blueprint-0-value": line,
    }  # fmt: skip
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = signed_in("Administrators")
    answer = client.post(url, nested_form_data(values), follow=True)
    draft = ModulePage.objects.get().get_latest_revision_as_object()
    assert draft.blueprint == [line | {"count": 2, "critical": False}], answer.content.decode()
    assert (draft.time_limit, draft.certainty) == (25, "ask")
    for wrong in ({"count": "0"}, {"count": "x"}, {"statement": "not one"}):
        refused = client.post(url, nested_form_data(values | {"blueprint-0-value": line | wrong}))
        assert refused.status_code == 200, wrong
    kept = ModulePage.objects.get().get_latest_revision_as_object()
    assert kept.blueprint == draft.blueprint
    unfinished = {"blueprint-0-value": line | {"count": ""}}
    text = client.post(url, nested_form_data(values | unfinished), follow=True).content.decode()
    assert "does not say how many questions it asks for" in text
