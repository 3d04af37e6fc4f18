"""Writes Moodle's question XML, by hand: it is little, and stays in order."""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from courses.questions.interchange.gift_writing import share
from courses.questions.interchange.neutral import Choice, Item, Kind, Left
from courses.questions.interchange.plain_text import CONTROL
from courses.questions.interchange.refusals import shorten

PLAIN = 'format="plain_text"'


def write_moodle_xml(items: list[Item], left: list[Left]) -> str:
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for entry in left:
        said = shorten(f"{entry.text} ({entry.why})", 200).replace("--", "- -")
        parts.append(f"<!-- Left out: {escape(said)} -->")
    return "\n".join([*parts, *(_question(item) for item in items), "</quiz>"]) + "\n"


def _question(item: Item) -> str:
    kind, inner = WRITERS[item.kind]
    tags = "".join(f"\n<tag>{_text(tag)}</tag>" for tag in item.tags)
    return (
        f'<question type="{kind}">\n'
        f"<name>{_text(item.name or shorten(item.stem))}</name>\n"
        f"<questiontext {PLAIN}>{_text(item.stem)}</questiontext>\n"
        f"<generalfeedback {PLAIN}>{_text(item.explanation)}</generalfeedback>\n"
        f"<idnumber>{escape(item.identifier)}</idnumber>\n"
        f"{inner(item)}"
        f"<tags>{tags}</tags>\n</question>"
    )


def _text(text: str) -> str:
    return f"<text>{escape(CONTROL.sub('', text))}</text>"


def _answer(choice: Choice, worth: str, extra: str = "") -> str:
    return (
        f"<answer fraction={quoteattr(worth)} {PLAIN}>{_text(choice.text)}"
        f"<feedback {PLAIN}>{_text(choice.feedback)}</feedback>{extra}</answer>\n"
    )


def _choices(item: Item) -> str:
    single = "false" if item.multiple else "true"
    answers = "".join(_answer(choice, share(choice.share)) for choice in item.choices)
    return f"<single>{single}</single>\n<shuffleanswers>true</shuffleanswers>\n{answers}"


def _truth(item: Item) -> str:
    return "".join(
        _answer(Choice(text, 0, choice.feedback), share(choice.share))
        for text, choice in zip(("true", "false"), item.choices, strict=True)
    )


def _short(item: Item) -> str:
    answers = "".join(_answer(choice, share(choice.share)) for choice in item.choices)
    return f"<usecase>{int(item.case_matters)}</usecase>\n{answers}"


def _numbers(item: Item) -> str:
    return "".join(
        _answer(
            Choice(number.value, 0, number.feedback),
            share(number.share),
            f"<tolerance>{number.tolerance}</tolerance>",
        )
        for number in item.numbers
    )


def _pairs(item: Item) -> str:
    pairs = [*item.pairs, *(("", text) for text in item.extra)]
    return "".join(
        f"<subquestion {PLAIN}>{_text(left)}<answer>{_text(right)}</answer></subquestion>\n"
        for left, right in pairs
    )


def _steps(item: Item) -> str:
    return "<layouttype>VERTICAL</layouttype>\n<selecttype>ALL</selecttype>\n" + "".join(
        _answer(choice, f"{place}.0") for place, choice in enumerate(item.choices, start=1)
    )


def _essay(item: Item) -> str:
    marking = item.choices[0].text if item.choices else ""
    return f"<graderinfo {PLAIN}>{_text(marking)}</graderinfo>\n"


WRITERS: dict[Kind, tuple[str, Callable[[Item], str]]] = {
    Kind.CHOICE: ("multichoice", _choices),
    Kind.TRUE_FALSE: ("truefalse", _truth),
    Kind.SHORT_TEXT: ("shortanswer", _short),
    Kind.NUMERIC: ("numerical", _numbers),
    Kind.MATCHING: ("matching", _pairs),
    Kind.ORDERING: ("ordering", _steps),
    Kind.ESSAY: ("essay", _essay),
}
