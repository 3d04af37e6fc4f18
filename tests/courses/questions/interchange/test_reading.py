"""What each format's reader takes, and what it says of the rest."""

import pytest

from courses.questions.interchange.formats import read_questions
from courses.questions.interchange.neutral import Item, Kind, Left
from courses.questions.interchange.refusals import FileRefused
from tests.courses.questions.interchange.samples import AIKEN, ITEM, MOODLE, package, sample


def only(text: str) -> Item | Left:
    (entry,) = read_questions(text.encode(), "gift").entries
    return entry


def test_gift_reads_single_choice_with_feedback_name_id_and_tags() -> None:
    item = only(
        "// [id:q-1] [tag:phones] [tag:power]\n"
        "::Off:: [html]A <b>phone</b> is off\\: what now? {\n"
        "=Leave it # Right.\n~Start it # It changes\\=bad.\n####Off stays off.}"
    )
    assert isinstance(item, Item)
    assert (item.kind, item.multiple, item.line) == (Kind.CHOICE, False, 2)
    assert (item.identifier, item.name, item.tags) == ("q-1", "Off", ["phones", "power"])
    assert item.stem == "A phone is off: what now?"
    assert [(c.text, c.share, c.feedback) for c in item.choices] == [
        ("Leave it", 100.0, "Right."),
        ("Start it", 0.0, "It changes=bad."),
    ]
    assert item.explanation == "Off stays off."
    assert item.notes == ["Formatting was left out: <b>."]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("#1822", [("1822", "0")]),
        ("#3.14:0.01", [("3.14", "0.01")]),
        ("#-3.142..-3.141", [("-3.1415", "0.0005")]),
        ("#=5:1 =%50%6:2", [("5", "1"), ("6", "2")]),
    ],
)
def test_gift_reads_numbers(answers: str, expected: list[tuple[str, str]]) -> None:
    item = only(f"How many? {{{answers}}}")
    assert isinstance(item, Item)
    assert item.kind == Kind.NUMERIC
    assert [(n.value, n.tolerance) for n in item.numbers] == expected


def test_gift_true_and_false_take_moodles_order_of_feedback() -> None:
    item = only("It is off.{FALSE#You thought it on.#Well seen.}")
    assert isinstance(item, Item)
    assert (item.kind, item.truth) == (Kind.TRUE_FALSE, False)
    assert [(c.text, c.share, c.feedback) for c in item.choices] == [
        ("True", 0.0, "You thought it on."),
        ("False", 100.0, "Well seen."),
    ]


def test_gift_reads_pairs_and_a_blank_in_the_middle() -> None:
    item = only("Match. {=a -> 1 =b -> 2 = -> 3}")
    assert isinstance(item, Item)
    assert (item.pairs, item.extra) == ([("a", "1"), ("b", "2")], ["3"])
    item = only("It is {~on =off} now.")
    assert isinstance(item, Item)
    assert item.stem == "It is _____ now."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only words.", "no answer part"),
        ("One {=a ~b} two {=c ~d}", "more than one answer part"),
        ("Broken {=a ~b", "do not match"),
        ("How many? {#many}", "number in it"),
        ("What? {%%%}", "none of the signs"),
        ("Match {=a -> 1 =b}", "no second half"),
        ("{=a ~b}", "asks something"),
    ],
)
def test_gift_keeps_what_it_cannot_read_with_line_and_reason(text: str, why: str) -> None:
    entries = read_questions(f"First? {{=a ~b}}\n\n{text}\n".encode(), "gift").entries
    assert isinstance(entries[0], Item)
    left = entries[-1]
    assert isinstance(left, Left)
    assert left.line == 3
    assert why in left.why


def test_one_broken_question_does_not_take_the_next_with_it() -> None:
    entries = read_questions(b"Open {=a\n\nNext? {=b ~c}\n\nLast? {\n=d\n\n~e}\n").entries
    assert [type(entry) for entry in entries] == [Left, Item, Item]


def test_aiken_says_line_by_line_what_is_wrong() -> None:
    entries = read_questions(AIKEN.encode()).entries
    first = entries[0]
    assert isinstance(first, Item)
    assert [(c.text, c.share) for c in first.choices] == [
        ("Make the scene safe", 100.0),
        ("Photograph", 0.0),
    ]
    left = [(entry.line, entry.why) for entry in entries[1:] if isinstance(entry, Left)]
    assert left == [
        (6, "Its answer names none of its options."),
        (9, "Its answer names none of its options."),
        (14, "It has no line “ANSWER:” after its options."),
    ]


def test_moodle_xml_takes_words_and_names_what_it_leaves_out() -> None:
    category, item, calculated, description = read_questions(MOODLE.encode()).entries
    assert isinstance(category, Left)
    assert category.harmless
    assert isinstance(item, Item)
    assert item.stem == "A phone is off.\n\nWhat now?"
    assert (item.identifier, item.tags) == ("phone-off", ["Power", "phones"])
    assert item.explanation == "Off stays off."
    assert item.notes == [
        "Formatting was left out: <b>.",
        "A picture or recording was left out: A phone.",
    ]
    assert isinstance(calculated, Left)
    assert (calculated.line, calculated.text) == (15, "Sums")
    assert "calculated" in calculated.why
    assert isinstance(description, Left)


def test_qti_reads_an_item_and_a_package_in_the_manifests_order() -> None:
    (item,) = read_questions(ITEM.format(name="one").encode()).entries
    assert isinstance(item, Item)
    assert item.stem == "What about one?"
    assert [(c.text, c.share, c.feedback) for c in item.choices] == [
        ("Leave it", 100.0, "Right."),
        ("Start it", 0.0, "No."),
    ]
    manifest = (
        '<manifest xmlns="m"><resources><resource href="b.xml"/><resource href="a.xml"/>'
        "</resources></manifest>"
    )
    parts = {"imsmanifest__xml": manifest, "a__xml": ITEM.format(name="a"), "x__xml": "<broken"}
    data = package(**parts, b__xml=ITEM.format(name="b"), picture__png=b"\x89PNG")
    entries = read_questions(data).entries
    assert [entry.place for entry in entries] == ["b.xml", "a.xml", "x.xml"]
    assert isinstance(entries[2], Left)


@pytest.mark.parametrize(
    ("file", "taken", "left"),
    [
        ("moodle-examples.gift.txt", 33, 0),
        ("own-cyber-sample.gift", 6, 0),
        ("escapeAll.gift", 1, 0),
        ("numerical1.gift", 10, 0),
        ("totara_moodle_multichoice_multi.gift", 1, 0),
    ],
)
def test_gift_files_of_others_are_read(file: str, taken: int, left: int) -> None:
    entries = read_questions(sample("gift", file)).entries
    assert sum(isinstance(entry, Item) for entry in entries) == taken
    assert sum(isinstance(entry, Left) for entry in entries) == left


def test_moodles_own_xml_is_read() -> None:
    entries = read_questions(sample("moodle-xml", "nested_categories_with_questions.xml")).entries
    items = [entry for entry in entries if isinstance(entry, Item)]
    assert [(item.kind, item.tags) for item in items] == [
        (Kind.TRUE_FALSE, ["Iota"]),
        (Kind.ESSAY, ["Kappa"]),
        (Kind.TRUE_FALSE, ["Kappa"]),
    ]


def test_a_qti_package_of_others_is_read_and_other_versions_are_named() -> None:
    items = read_questions(sample("qti", "qti21-incident_response.zip")).items
    kinds = [(item.kind, item.multiple) for item in items]
    assert kinds == [
        (Kind.CHOICE, False),
        (Kind.CHOICE, True),
        (Kind.NUMERIC, False),
        (Kind.MATCHING, False),
    ]
    assert items[2].numbers[0].value == "32"
    assert items[3].pairs[0] == ("phishing", "email")
    for name, said in (("qti12", "QTI 1.2"), ("qti30", "QTI 3.0")):
        with pytest.raises(FileRefused) as refusal:
            read_questions(sample("qti", f"{name}-incident_response.zip"))
        assert said in refusal.value.sentence
