"""Reads Moodle's question XML."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_answers import NotRead, figure, plain
from courses.questions.interchange.neutral import (
    Choice,
    Entry,
    Item,
    Kind,
    Left,
    Number,
    Parsed,
)
from courses.questions.interchange.plain_text import TextTooLong, from_marked
from courses.questions.interchange.refusals import (
    MAX_BYTES,
    FileRefused,
    check_count,
    shorten,
    too_large,
)
from courses.questions.interchange.safe_xml import Element, read_xml

COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle_xml(data: bytes) -> Parsed:
    if len(data) > MAX_BYTES:
        raise FileRefused(too_large())
    root = read_xml(data)
    if root.tag != "quiz":
        raise FileRefused(_("This XML is no Moodle question file: its first element is not quiz."))
    entries: list[Entry] = []
    category = ""
    for question in root.all("question"):
        if question.get("type") == "category":
            path = _said(question, "category", [])
            category = path.rpartition("/")[2].strip()[:100]
            why = _("A category. The questions after it get its last part as a tag.")
            entries.append(Left(question.line, shorten(path), why, harmless=True))
        else:
            entries.append(_question(question, category))
        check_count(len(entries))
    return Parsed("moodle-xml", entries)


def _question(element: Element, category: str) -> Entry:
    kind = element.get("type")
    try:
        if kind not in READERS:
            raise NotRead(
                _("Questions of Moodle's type “%(kind)s” are not read.") % {"kind": shorten(kind)}
            )
        item = Item(Kind.ESSAY, element.line, "", identifier=_word(element, "idnumber"))
        _common(item, element, category)
        READERS[kind](item, element)
        if not item.stem:
            raise NotRead(_("It has no text that asks something."))
    except NotRead as error:
        return Left(element.line, _title(element), str(error))
    except TextTooLong:
        return Left(element.line, _title(element), _("A text in it is too long."))
    return item


def _title(element: Element) -> str:
    return shorten(_word(element, "name") or element.text)


def _word(element: Element, tag: str) -> str:
    found = element.first(tag)
    return found.text.strip() if found else ""


def _said(element: Element, tag: str, notes: list[str], form: str = "html") -> str:
    """The text of `<tag format="…"><text>…</text></tag>`; `form` where it names none."""
    found = element.first(tag)
    return _text_in(found, notes, form) if found else ""


def _text_in(found: Element, notes: list[str], form: str = "html") -> str:
    inner = found.first("text")
    for file in found.within("file"):
        sentence = _("The file “%(name)s” was left out.") % {"name": shorten(file.get("name"))}
        if sentence not in notes:
            notes.append(sentence)
    form = found.get("format", "plain_text" if found.tag in ("name", "category") else form)
    return from_marked((inner or found).text, form.removesuffix("_text"), notes)


def _common(item: Item, element: Element, category: str) -> None:
    item.name = shorten(_word(element, "name"))
    item.stem = _said(element, "questiontext", item.notes)
    item.explanation = _said(element, "generalfeedback", item.notes)
    tags = [tag.text.strip()[:100] for holder in element.all("tags") for tag in holder.all("tag")]
    item.tags = list(dict.fromkeys(tag for tag in [category, *tags] if tag))
    if any(_said(element, name, []) for name in COMBINED):
        item.notes.append(_("The feedback on the answer as a whole was left out."))
    if element.all("hint"):
        item.notes.append(_("Its hints were left out."))
    if _word(element, "hidden") == "1":
        item.notes.append(_("It was hidden in Moodle."))


def _answers(item: Item, element: Element) -> list[Choice]:
    return [
        Choice(
            _text_in(answer, item.notes),
            _share(answer.get("fraction", "0")),
            _said(answer, "feedback", item.notes),
        )
        for answer in element.all("answer")
    ]


def _share(text: str) -> float:
    share = figure(text)
    if not -100 <= share <= 100:
        raise NotRead(_("One of its answers is worth more than 100 per cent."))
    return float(share)


def _multichoice(item: Item, element: Element) -> None:
    item.kind = Kind.CHOICE
    item.multiple = _word(element, "single").lower() in ("false", "0")
    item.choices = _answers(item, element)


def _truefalse(item: Item, element: Element) -> None:
    item.kind = Kind.TRUE_FALSE
    answers = {answer.text.lower(): answer for answer in _answers(item, element)}
    if set(answers) != {"true", "false"}:
        raise NotRead(_("Its answers are not “true” and “false”."))
    item.truth = answers["true"].share > answers["false"].share
    item.choices = [answers["true"], answers["false"]]
    for choice, text in zip(item.choices, ("True", "False"), strict=True):
        choice.text = text


def _shortanswer(item: Item, element: Element) -> None:
    item.kind = Kind.SHORT_TEXT
    item.choices = _answers(item, element)
    item.case_matters = _word(element, "usecase") == "1"


def _numerical(item: Item, element: Element) -> None:
    item.kind = Kind.NUMERIC
    for answer in element.all("answer"):
        text = _text_in(answer, item.notes)
        if text == "*":
            item.notes.append(_("Feedback for any other number was left out."))
            continue
        item.numbers.append(
            Number(
                plain(figure(text)),
                plain(abs(figure(_word(answer, "tolerance") or "0"))),
                _share(answer.get("fraction", "0")),
                _said(answer, "feedback", item.notes),
            )
        )
    units = [name.text.strip() for name in element.within("unit_name")]
    if any(units):
        item.notes.append(
            _("Its units were left out: %(units)s.") % {"units": shorten(", ".join(units))}
        )


def _matching(item: Item, element: Element) -> None:
    item.kind = Kind.MATCHING
    for pair in element.all("subquestion"):
        left = _text_in(pair, item.notes)
        # Moodle keeps what is matched as plain words and says no format.
        right = _said(pair, "answer", item.notes, "plain_text")
        if left:
            item.pairs.append((left, right))
        elif right:
            item.extra.append(right)


def _ordering(item: Item, element: Element) -> None:
    """Moodle's answers stand in their right order; their fractions count from one."""
    item.kind = Kind.ORDERING
    answers = element.all("answer")
    places = [figure(answer.get("fraction", "0")) for answer in answers]
    if any(places) and len(set(places)) == len(places):
        answers = [answer for _place, answer in sorted(_pairs(places, answers), key=_first)]
    item.choices = [
        Choice(_text_in(answer, item.notes), 0, _said(answer, "feedback", item.notes))
        for answer in answers
    ]


def _pairs(places: list[Decimal], answers: list[Element]) -> list[tuple[Decimal, Element]]:
    return list(zip(places, answers, strict=True))


def _first(pair: tuple[Decimal, Element]) -> Decimal:
    return pair[0]


def _essay(item: Item, element: Element) -> None:
    item.kind = Kind.ESSAY
    marking = _said(element, "graderinfo", item.notes)
    if marking:
        item.choices = [Choice(marking, 100)]


def _nothing(item: Item, element: Element) -> None:
    raise NotRead(_("It is a text, not a question."))


READERS: dict[str, Callable[[Item, Element], None]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _nothing,
}
