"""The part of a GIFT question in braces."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_signs import masked, unescape
from courses.questions.interchange.neutral import Choice, Item, Kind, Number
from courses.questions.interchange.plain_text import from_marked

TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(#|$)", re.IGNORECASE)
SHARE = re.compile(r"\s*%(-?\d{1,3}(?:\.\d+)?)%")
FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
FIGURE = re.compile(r"-?\d{1,30}(\.\d{1,30})?([eE]-?\d{1,2})?$|-?\.\d{1,30}$")


class NotRead(ValueError):
    """One question that cannot be read, with the reason in a sentence."""


def read_answers(item: Item, text: str, form: str) -> None:
    """Fill the item's kind and answers."""
    text = _general_feedback(item, text, form)
    mask = masked(text)
    if not text.strip():
        item.kind = Kind.ESSAY
    elif mask.lstrip().startswith("#"):
        item.kind = Kind.NUMERIC
        start = mask.index("#") + 1
        item.numbers = _numbers(item, text[start:], form)
    elif TRUTH.match(mask):
        _true_false(item, text, form)
    elif not re.match(r"\s*[~=]", mask):
        raise NotRead(_("Its answer part begins with none of the signs that GIFT knows."))
    elif "~" not in mask and any("->" in _parted(rest)[0] for _sign, rest in _pieces(text)):
        _matching(item, text, form)
    else:
        _choices(item, text, form)


def _general_feedback(item: Item, text: str, form: str) -> str:
    at = masked(text).find("####")
    if at < 0:
        return text
    item.explanation = _text(item, text[at + 4 :], form)
    return text[:at]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Answers with the sign each begins with."""
    places = [found.start() for found in re.finditer(r"[~=]", masked(text))]
    ends = [*places[1:], len(text)]
    return [(text[at], text[at + 1 : end]) for at, end in zip(places, ends, strict=True)]


def _parted(text: str) -> tuple[str, str]:
    """An answer and its feedback."""
    at = masked(text).find("#")
    return (text, "") if at < 0 else (text[:at], text[at + 1 :])


def _text(item: Item, text: str, form: str) -> str:
    found = FORM.match(text)
    if found:
        text, form = text[found.end() :], found.group(1)
    return from_marked(unescape(text), form, item.notes)


def _shared(text: str, otherwise: float) -> tuple[float, str]:
    found = SHARE.match(text)
    if not found:
        return otherwise, text
    share = float(found.group(1))
    if not -100 <= share <= 100:
        raise NotRead(_("One of its answers is worth more than 100 per cent."))
    return share, text[found.end() :]


def _choices(item: Item, text: str, form: str) -> None:
    pieces = _pieces(text)
    signs = {sign for sign, _rest in pieces}
    item.kind = Kind.CHOICE if "~" in signs else Kind.SHORT_TEXT
    item.multiple = signs == {"~"}
    for sign, rest in pieces:
        share, rest = _shared(rest, 100.0 if sign == "=" else 0.0)
        answer, feedback = _parted(rest)
        item.choices.append(Choice(_text(item, answer, form), share, _text(item, feedback, form)))
    if item.multiple and not any(choice.share > 0 for choice in item.choices):
        item.notes.append(_("None of its answers is marked as right."))


def _true_false(item: Item, text: str, form: str) -> None:
    """Moodle's first feedback is for who answers wrongly, its second for who is right."""
    item.kind = Kind.TRUE_FALSE
    verdict, rest = _parted(text)
    item.truth = verdict.strip().upper().startswith("T")
    wrong, right = _parted(rest)
    told = {False: _text(item, wrong, form), True: _text(item, right, form)}
    item.choices = [
        Choice("True", 100.0 if item.truth else 0.0, told[item.truth]),
        Choice("False", 0.0 if item.truth else 100.0, told[not item.truth]),
    ]


def _matching(item: Item, text: str, form: str) -> None:
    item.kind = Kind.MATCHING
    for _sign, rest in _pieces(text):
        answer, feedback = _parted(rest)
        left, arrow, right = answer.partition("->")
        if not arrow or not right.strip():
            raise NotRead(_("One of its pairs has no second half after “->”."))
        if feedback.strip():
            item.notes.append(_("Feedback on a pair was left out."))
        if left.strip():
            item.pairs.append((_text(item, left, form), _text(item, right, form)))
        else:
            item.extra.append(_text(item, right, form))


def _numbers(item: Item, text: str, form: str) -> list[Number]:
    pieces = _pieces(text) if masked(text).lstrip()[:1] in ("=", "~") else [("=", text)]
    numbers = []
    for _sign, rest in pieces:
        share, rest = _shared(rest, 100.0)
        answer, feedback = _parted(rest)
        if not answer.strip() and len(pieces) > 1:  # what is said to every other answer
            item.notes.append(_("Feedback for any other number was left out."))
            continue
        value, tolerance = _range(answer.strip())
        numbers.append(Number(value, tolerance, share, _text(item, feedback, form)))
    return numbers


def _range(text: str) -> tuple[str, str]:
    """`5`, `5:0.1` or `4.9..5.1` as a value and a tolerance."""
    if ".." in text:
        low, _dots, high = text.partition("..")
        least, most = figure(low), figure(high)
        if most < least:
            raise NotRead(_("A range in it ends before it begins."))
        return plain((least + most) / 2), plain((most - least) / 2)
    value, _colon, tolerance = text.partition(":")
    return plain(figure(value)), plain(abs(figure(tolerance or "0")))


def figure(text: str) -> Decimal:
    text = text.strip()
    if not FIGURE.match(text):
        raise NotRead(_("A number in it cannot be read."))
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise NotRead(_("A number in it cannot be read.")) from error


def plain(number: Decimal) -> str:
    """Without an exponent or idle noughts."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
