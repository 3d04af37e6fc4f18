"""Files into the bank: all or nothing, once only, and out again without a loss."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.catalogue.services import publish_version
from courses.questions.completeness import gaps
from courses.questions.interchange import services
from courses.questions.interchange.formats import FORMATS, Format, format_of
from courses.questions.interchange.gift_answers import plain
from courses.questions.interchange.mapping import GIVE
from courses.questions.interchange.planning import Fate
from courses.questions.interchange.refusals import FileRefused
from courses.questions.interchange.services import apply_import, export_questions, plan_import
from courses.questions.models import Question, QuestionImport
from courses.questions.question_types import QUESTION_TYPES, question_type
from lms.accounts.models import AuditEntry
from tests.courses.questions.interchange.samples import MOODLE, sample
from tests.factories.accounts import UserFactory
from tests.factories.courses import QuestionFactory, course_page, lesson_page, module_page

pytestmark = pytest.mark.django_db
GIFT = "::A:: What now? {=Leave it#Right. ~Start it}\n\nBroken {=a\n\nOnly words.\n"
WRITTEN = [form for form in FORMATS if form.write]


def test_a_file_comes_in_as_drafts_with_their_gaps_named() -> None:
    author = UserFactory()
    plan, record = apply_import(data=GIFT.encode(), file_name="a.gift", by=author)
    question = Question.objects.get()
    assert question.created_by == author.learner_id
    assert question.latest_revision is not None
    assert question.config["options"][1] == {"text": "Start it", "right": False, "feedback": ""}
    assert [line.fate for line in plan.lines] == [Fate.NEW, Fate.LEFT, Fate.LEFT]
    assert plan.lines[0].gaps == ["No feedback on these options: 2."]
    assert gaps(question) == ["Option 2 needs its feedback."]
    assert record is not None
    assert [line["fate"] for line in record.account] == ["new", "left", "left"]
    assert AuditEntry.objects.filter(action="questions.imported").count() == 1


def test_a_second_import_changes_nothing_even_after_somebody_filled_the_gaps() -> None:
    apply_import(data=GIFT.encode(), file_name="a.gift")
    question = Question.objects.get()
    question.stem = "What do you do now?"
    question.save()
    before = list(Question.objects.values())
    plan, record = apply_import(data=GIFT.encode(), file_name="a.gift")
    assert record is None
    assert plan.count(Fate.HERE) == 1
    assert list(Question.objects.values()) == before
    assert QuestionImport.objects.count() == 1


def test_a_key_that_another_question_has_is_not_taken_from_it() -> None:
    mine = QuestionFactory(key="phone-off")
    plan, _record = apply_import(data=MOODLE.encode(), file_name="a.xml")
    line = plan.new[0]
    assert line.key.startswith("moodle-xml-")
    assert any("another question with the key phone-off" in note for note in line.notes)
    mine.refresh_from_db()
    assert mine.import_hash == ""
    new = Question.objects.get(key=line.key)
    assert sorted(tag.name for tag in new.tags.all()) == ["Power", "phones"]
    assert gaps(new) == []


def test_an_import_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    two = b"One? {=a ~b}\n\nTwo? {=a ~b}\n"
    original, calls = services._add, []

    def add(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise OSError
        original(*args)

    monkeypatch.setattr(services, "_add", add)
    with pytest.raises(OSError):
        apply_import(data=two, file_name="a.gift")
    assert not Question.objects.exists()
    assert not QuestionImport.objects.exists()


def test_a_course_that_asks_an_incomplete_question_is_not_published() -> None:
    apply_import(data=GIFT.encode(), file_name="a.gift")
    course = course_page()
    Question.objects.update(live=True)
    module = module_page(course, [Question.objects.get()])
    lesson_page(module)
    with pytest.raises(ValidationError) as refusal:
        publish_version(course, by=None)
    assert "Option 2 needs its feedback." in refusal.value.messages[0]


def test_a_retired_question_is_left_out_of_the_next_version_and_stays_in_the_last() -> None:
    course = course_page()
    questions = QuestionFactory.create_batch(2)
    lesson_page(module_page(course, questions))
    first = publish_version(course, by=None)
    Question.objects.filter(pk=questions[0].pk).update(retired=True)
    second = publish_version(course, by=None)
    keys = [
        [item["key"] for item in version.modules.get().assessments.get().items]
        for version in (first, second)
    ]
    assert keys == [[q.key for q in questions], [questions[1].key]]


WORDS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
SIGNS = (
    st.text("ab{}=~#%:>-\\/ [plain]<b>&amp;//::T1", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
TEXT = WORDS | SIGNS


@st.composite
def options(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    texts = draw(st.lists(TEXT, min_size=2, max_size=6, unique=True))
    right = draw(st.integers(0, len(texts) - 1))
    several = draw(st.integers(1, len(texts) - 1))
    made: list[dict[str, Any]] = [{"text": text, "feedback": draw(TEXT)} for text in texts]
    for at, option in enumerate(made):
        if kind == "single":
            option["right"] = at == right
        elif kind == "multiple":
            option["right"] = at < several
    return {"options": made}


NUMBERS = st.decimals(-9999, 9999, places=3).map(lambda number: plain(abs(number)))
UNLESS_ARROW = TEXT.filter(lambda text: "->" not in text)


@st.composite
def short_text(draw: st.DrawFn) -> dict[str, Any]:
    signs = st.text("abcdefgh {}=~#:", min_size=1, max_size=9).filter(re.compile("[a-h]").search)
    words = signs.map(lambda text: " ".join(text.split()))
    texts = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    credits = ["100", *(draw(st.sampled_from(["100", "50", "0"])) for _text in texts[1:])]
    accepted = [
        {"text": text, "credit": credit, "feedback": draw(TEXT)}
        for text, credit in zip(texts, credits, strict=True)
    ]
    flags = {"case": False, "accents": False, "punctuation": False}
    return {"accepted": accepted, "otherwise": draw(TEXT), **flags}


@st.composite
def numeric(draw: st.DrawFn) -> dict[str, Any]:
    near = draw(st.lists(NUMBERS, max_size=3, unique=True))
    return {
        "value": draw(NUMBERS),
        "tolerance": draw(NUMBERS),
        "tolerance_kind": "amount",
        "unit_entry": "none",
        "units": [],
        "near": [{"value": value, "feedback": draw(TEXT)} for value in near],
        "feedback": draw(TEXT),
    }


@st.composite
def matching(draw: st.DrawFn) -> dict[str, Any]:
    """Without feedback, which neither format keeps."""
    lefts = draw(st.lists(UNLESS_ARROW, min_size=2, max_size=5, unique_by=str.casefold))
    rights = draw(
        st.lists(UNLESS_ARROW, min_size=len(lefts), max_size=len(lefts) + 2, unique_by=str.casefold)
    )
    return {
        "pairs": [
            {"left": left, "right": right, "feedback": ""}
            for left, right in zip(lefts, rights, strict=False)
        ],
        "distractors": [{"text": text, "feedback": ""} for text in rights[len(lefts) :]],
    }


CONFIGS = {kind: options(kind) for kind in ("single", "multiple", "ordering")}
CONFIGS |= {"short_text": short_text(), "numeric": numeric(), "matching": matching()}
LOSSY = {"matching"}


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.key)
@pytest.mark.parametrize("kind", sorted(GIVE))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_exported_comes_back_the_same(form: Format, kind: str, data: st.DataObject) -> None:
    """Into a bank that does not have it: type, text, content and explanation as they were."""
    config = data.draw(CONFIGS[kind])
    with suppress(ValidationError):
        config = question_type(kind).clean(config)
    question = Question(
        key="round-trip",
        type_key=kind,
        stem=data.draw(TEXT),
        config=config,
        explanation=data.draw(TEXT | st.just("")),
    )
    made = export_questions([question], form)
    if made.left:
        assert (kind, form.key) == ("ordering", "gift")
        return
    plan = plan_import(data=made.text.encode(), form=form.key)
    (line,) = plan.lines
    assert (line.fate, line.notes, bool(line.gaps)) == (Fate.NEW, [], kind in LOSSY)
    assert line.question is not None
    for name in ("key", "type_key", "stem", "config", "explanation"):
        assert getattr(line.question, name) == getattr(question, name), name


def test_what_is_matched_in_moodle_is_plain_words() -> None:
    pairs = [("0", "0"), ("1", "<C>"), ("2", "a <b>bold</b> & plain")]
    texts = "".join(
        f"<subquestion format='html'><text>{left}</text>"
        f"<answer><text><![CDATA[{right}]]></text></answer></subquestion>"
        for left, right in pairs
    )
    text = f"""<quiz><question type='matching'><name><text>m</text></name>
      <questiontext><text>Match them.</text></questiontext>{texts}</question></quiz>"""
    (line,) = plan_import(data=text.encode(), form="moodle-xml").lines
    assert line.question is not None
    assert line.notes == []
    assert [(pair["left"], pair["right"]) for pair in line.question.config["pairs"]] == pairs


def test_the_banks_own_export_is_here_already() -> None:
    QuestionFactory(tags=[])
    for form in WRITTEN:
        text = export_questions(list(Question.objects.all()), form).text
        plan = plan_import(data=text.encode(), form=form.key)
        assert [line.fate for line in plan.lines] == [Fate.HERE]


def test_what_a_format_cannot_hold_is_named_in_the_file() -> None:
    question = QuestionFactory(type_key="ordering")
    gift = format_of("gift")
    assert gift is not None
    made = export_questions([question], gift)
    assert made.left[0].text == question.key
    assert made.text.startswith(f"// Left out: {question.key}")


@pytest.mark.parametrize("kind", QUESTION_TYPES, ids=lambda kind: kind.key)
def test_every_types_sample_is_exported_or_named(kind: Any) -> None:
    question = QuestionFactory(type_key=kind.key, config=kind.sample)
    for form in WRITTEN:
        made = export_questions([question], form)
        assert question.key in made.text
        if not made.left and not made.partly:
            (line,) = plan_import(data=made.text.encode(), form=form.key).lines
            assert line.fate == Fate.HERE, (form.key, line)


@pytest.mark.parametrize(
    "path",
    [
        ("gift", "moodle-examples.gift.txt"),
        ("moodle-xml", "nested_categories_with_questions.xml"),
        ("qti", "qti21-incident_response.zip"),
    ],
)
def test_files_of_others_come_in_once(path: tuple[str, str]) -> None:
    data = sample(*path)
    plan, _record = apply_import(data=data, file_name=path[1])
    assert Question.objects.count() == len(plan.new)
    for line in plan.lines:
        assert line.fate == Fate.NEW or line.why
    again, record = apply_import(data=data, file_name=path[1])
    assert (again.new, record) == ([], None)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, len(MOODLE)), put=st.sampled_from(["", "<", "&", "]]>", "</quiz>", "\0"]))
def test_a_spoilt_file_is_imported_whole_or_not_at_all(cut: int, put: str) -> None:
    before = Question.objects.count()
    data = (MOODLE[:cut] + put + MOODLE[cut:][: len(MOODLE) // 2]).encode()
    try:
        plan, _record = apply_import(data=data, file_name="spoilt.xml", form="moodle-xml")
    except FileRefused:
        assert Question.objects.count() == before
    else:
        assert Question.objects.count() == before + len(plan.new)
        json.dumps([line.as_json() for line in plan.lines])
