"""Writes GIFT. What GIFT has no form for is named in comments."""

from courses.questions.interchange.gift_signs import escape
from courses.questions.interchange.neutral import Choice, Item, Kind, Left
from courses.questions.interchange.refusals import shorten

KINDS = {
    Kind.CHOICE,
    Kind.TRUE_FALSE,
    Kind.MATCHING,
    Kind.NUMERIC,
    Kind.SHORT_TEXT,
    Kind.ESSAY,
}


def write_gift(items: list[Item], left: list[Left]) -> str:
    parts = [f"// Left out: {shorten(entry.text)} ({shorten(entry.why)})" for entry in left]
    return "\n\n".join([*parts, *(_question(item) for item in items)]) + "\n"


def _question(item: Item) -> str:
    marks = f"// [id:{item.identifier}]"
    marks += "".join(f" [tag:{shorten(tag, 100).replace(']', ')')}]" for tag in item.tags)
    inner = _answers(item)
    if item.explanation:
        inner += f"\n\t####{_text(item.explanation)}"
    return f"{marks}\n::{escape(item.identifier)}::{_text(item.stem)} {{{inner}\n}}"


def _answers(item: Item) -> str:
    if item.kind == Kind.TRUE_FALSE:
        right, wrong = item.choices if item.truth else item.choices[::-1]
        told = f"#{_text(wrong.feedback)}#{_text(right.feedback)}"
        return ("TRUE" if item.truth else "FALSE") + (told if right.feedback else told[:-1])
    if item.kind == Kind.MATCHING:
        pairs = [f"\n\t={_text(left)} -> {_text(right)}" for left, right in item.pairs]
        return "".join(pairs + [f"\n\t= -> {_text(text)}" for text in item.extra])
    if item.kind == Kind.NUMERIC:
        return "#" + "".join(
            f"\n\t=%{share(n.share)}%{n.value}:{n.tolerance}{_feedback(n.feedback)}"
            for n in item.numbers
        )
    return "".join(
        f"\n\t{_sign(item, c)}{_text(c.text)}{_feedback(c.feedback)}" for c in item.choices
    )


def _sign(item: Item, choice: Choice) -> str:
    if item.multiple:
        return f"~%{share(choice.share)}%"
    if choice.share == 100:
        return "="
    if item.kind == Kind.SHORT_TEXT:
        return f"=%{share(choice.share)}%"
    return f"~%{share(choice.share)}%" if choice.share else "~"


def _feedback(text: str) -> str:
    return f"#{_text(text)}" if text else ""


def _text(text: str) -> str:
    """Plain text: our questions hold no markup, and none may be read into them."""
    return f"[plain]{escape(text)}" if text else ""


def share(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
