"""How many questions of which kind an assessment asks, and the draw of one form from its pool.

Pure functions on frozen items. A line of a blueprint asks for so many questions that carry a tag,
address a statement, have a difficulty, or are critical; what a line leaves open is any. No
question fills two lines.

The draw can be repeated by anybody who has the seed: questions are taken in the order of the
SHA-256 of seed and key, those that the learner saw least recently first, and each is kept if
some arrangement of the lines can still hold it. Sets that lines can hold form a matroid, so this
simple order gives the form with the fewest questions seen before, exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks

Item = dict[str, Any]
Line = dict[str, Any]
DIFFICULTY = {
    "1": gettext_lazy("easy"),
    "2": gettext_lazy("middling"),
    "3": gettext_lazy("hard"),
}


class DrawBlock(blocks.StructBlock):
    """One line of a blueprint."""

    count = blocks.IntegerBlock(
        label=gettext_lazy("How many"), min_value=1, max_value=200, default=5
    )
    tag = blocks.CharBlock(
        required=False, max_length=60, help_text=gettext_lazy("Questions with this tag.")
    )
    statement = blocks.RegexBlock(
        r"^[A-Z]{1,3}\d{1,5}[A-Z]?$",
        required=False,
        max_length=20,
        help_text=gettext_lazy("Questions that address this statement, such as K0802."),
        error_messages={"invalid": gettext_lazy("Write an identifier such as K0802.")},
    )
    difficulty = blocks.ChoiceBlock(
        required=False,
        choices=[
            ("1", gettext_lazy("Easy")),
            ("2", gettext_lazy("Middling")),
            ("3", gettext_lazy("Hard")),
        ],
    )
    critical = blocks.BooleanBlock(
        required=False,
        label=gettext_lazy("Critical questions only"),
        help_text=gettext_lazy("Then critical questions are asked by such lines alone."),
    )

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Line")
        label_format = "{count} {tag} {statement}"


def fits(item: Item, line: Line) -> bool:
    """Whether a question is of the kind that a line asks for."""
    tag, statement = line.get("tag"), line.get("statement")
    return (
        (not tag or tag.casefold() in {one.casefold() for one in item.get("tags", [])})
        and (
            not statement or statement in {one["identifier"] for one in item.get("alignments", [])}
        )
        and (not line.get("difficulty") or str(item.get("difficulty")) == line["difficulty"])
        and (not line.get("critical") or bool(item.get("critical")))
    )


def _draws_critical(lines: Sequence[Line]) -> bool:
    return any(line.get("critical") for line in lines)


class _Form:
    """Questions that the lines hold together; a new one may move others to another line.

    Where a line draws critical questions, the other lines leave them alone.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.apart = _draws_critical(lines)
        self.held: list[list[Item]] = [[] for _line in lines]

    @property
    def full(self) -> bool:
        return all(len(h) == line["count"] for h, line in zip(self.held, self.lines, strict=True))

    def admits(self, item: Item, line: Line) -> bool:
        reserved = self.apart and item.get("critical") and not line.get("critical")
        return fits(item, line) and not reserved

    def take(self, item: Item) -> bool:
        return self._place(item, set())

    def _place(self, item: Item, visited: set[int]) -> bool:
        for at, line in enumerate(self.lines):
            if at in visited or not self.admits(item, line):
                continue
            visited.add(at)
            if len(self.held[at]) < line["count"]:
                self.held[at].append(item)
                return True
            for n, other in enumerate(self.held[at]):
                if self._place(other, visited):
                    self.held[at][n] = item
                    return True
        return False


def draw(
    items: Sequence[Item], lines: Sequence[Line], *, seed: str, seen: Sequence[Iterable[str]] = ()
) -> list[Item]:
    """One form, in the order in which it is asked. `seen`: keys of earlier forms, oldest first.

    Without lines it is the whole pool. What the pool lacks is missing: `gaps` tells beforehand.
    """
    order = sorted(items, key=lambda item: sha256(f"{seed}:{item['key']}".encode()).digest())
    if not lines:
        return order
    last_seen = {key: n for n, keys in enumerate(seen, start=1) for key in keys}
    always = [item for item in order if item.get("critical") and not _draws_critical(lines)]
    form, chosen = _Form(lines), {item["key"] for item in always}
    for item in always:
        form.take(item)
    rest = (item for item in order if item["key"] not in chosen)
    for item in sorted(rest, key=lambda item: last_seen.get(item["key"], 0)):
        if form.full:
            break
        if form.take(item):
            chosen.add(item["key"])
    return [item for item in order if item["key"] in chosen]


def asks(items: Sequence[Item], lines: Sequence[Line]) -> int:
    """How many questions one form has: the same in every draw."""
    return len(draw(items, lines, seed=""))


def asks_critical(items: Sequence[Item], lines: Sequence[Line]) -> int:
    """How many of them must be right."""
    return sum(bool(item.get("critical")) for item in draw(items, lines, seed=""))


def gaps(items: Sequence[Item], lines: Sequence[Line]) -> list[str]:
    """What the pool lacks, a sentence each; none when every form can be drawn in full.

    A draft's line may be unfinished: that is said first.
    """
    if not all(line["count"] for line in lines):
        return [_("A line of the blueprint does not say how many questions it asks for.")]
    form, found = _Form(lines), []
    for line in lines:
        there = sum(form.admits(item, line) for item in items)
        if there < line["count"]:
            found.append(
                ngettext(
                    "The blueprint asks for {n} question {of}, and the pool has {there}.",
                    "The blueprint asks for {n} questions {of}, and the pool has {there}.",
                    line["count"],
                ).format(n=line["count"], of=words(line), there=there)
            )
    if found or not lines:
        return found
    for item in items:
        form.take(item)
    short = sum(line["count"] for line in lines) - sum(len(held) for held in form.held)
    if short:
        found.append(
            _(
                "Lines of the blueprint ask for the same questions: each has enough alone, but "
                "together they lack {n}. Add questions, or ask for fewer."
            ).format(n=short)
        )
    return found


def words(line: Mapping[str, Any]) -> str:
    """What a line asks for, after "5 questions"."""
    parts = []
    if line.get("critical"):
        parts.append(_("that must be right"))
    if line.get("tag"):
        parts.append(_("tagged “{tag}”").format(tag=line["tag"]))
    if line.get("statement"):
        parts.append(_("on {statement}").format(statement=line["statement"]))
    if line.get("difficulty"):
        parts.append(_("of difficulty “{level}”").format(level=DIFFICULTY[line["difficulty"]]))
    return ", ".join(parts) or _("of any kind")
