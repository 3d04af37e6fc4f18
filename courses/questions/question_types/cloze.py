"""Gaps in running text: words, numbers and choices."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import (
    WRITING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    Shown,
)
from courses.questions.question_types.cleaning import (
    choice,
    different,
    lines,
    mapping,
    rows,
    words,
)
from courses.questions.question_types.filling import FieldsType, typed
from courses.questions.question_types.reading import Folding, number, shown_pattern

MARKER = re.compile(r"\{\{\s*(\d{1,2})\s*\}\}")
KINDS = ("text", "number", "choice")
FOLDING = Folding()


class GapBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("text", gettext_lazy("A word or a few")),
            ("number", gettext_lazy("A number")),
            ("choice", gettext_lazy("A choice")),
        ],
        default="text",
    )
    accepted = blocks.ListBlock(
        blocks.CharBlock(max_length=200),
        default=[""],
        min_num=1,
        max_num=8,
        label=gettext_lazy("What is right"),
        help_text=gettext_lazy(
            "The first is shown as the answer. Words may hold * for anything; "
            "a number and a choice have one right entry."
        ),
    )
    wrong = blocks.ListBlock(
        blocks.CharBlock(max_length=200),
        default=[],
        max_num=6,
        label=gettext_lazy("Other choices"),
        help_text=gettext_lazy("For a choice only: what else is offered."),
    )
    tolerance = blocks.CharBlock(
        default="0",
        max_length=30,
        label=gettext_lazy("How far off still counts"),
        help_text=gettext_lazy("For a number only."),
    )
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner reads after hand-in: why this fits.")
    )

    class Meta:
        label_format = "{kind}: {feedback}"


class ClozeBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        rows=5,
        help_text=gettext_lazy(
            "Write {{1}} where the first gap stands, {{2}} for the second. "
            "An empty line begins a new paragraph."
        ),
    )
    gaps = blocks.ListBlock(GapBlock(), min_num=1, max_num=12)


class Cloze(FieldsType):
    """A response is a list: for each gap what was filled in, or none."""

    key = "cloze"
    works_on_paper = True
    label = gettext_lazy("Gaps in a text")
    description = gettext_lazy("Running text with gaps: words, numbers or choices.")
    scoring = gettext_lazy(
        "Each gap counts the same. Capital letters, accents and punctuation don’t matter."
    )
    icon = "pilcrow"
    group = WRITING
    parts = ("text", "gaps")
    sample = {
        "text": "Belize is {{1}} hours behind UTC.\n\nThe record names the {{2}} and is {{3}}.",
        "gaps": [
            {
                "kind": "number",
                "accepted": ["6"],
                "wrong": [],
                "tolerance": "0",
                "feedback": "All year: there is no summer time.",
            },
            {
                "kind": "text",
                "accepted": ["time zone", "zone*", "offset"],
                "wrong": [],
                "tolerance": "0",
                "feedback": "Without it a time says nothing in court.",
            },
            {
                "kind": "choice",
                "accepted": ["signed"],
                "wrong": ["typed again", "shredded"],
                "tolerance": "0",
                "feedback": "By both parties.",
            },
        ],
    }
    sample_right = ["6", "Time-zone", "signed"]
    sample_wrong = (["5", "time zone", "signed"], ["6", None, None], ["six", "x", "shredded"])

    def block(self) -> blocks.Block:
        return ClozeBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        text = words(config.get("text"), _("The text with its gaps"), most=4000)
        gaps = [
            _gap(row, n)
            for n, row in enumerate(rows(config, "gaps", _("gaps"), least=1, most=12), 1)
        ]
        marked = [int(at) for at in MARKER.findall(text)]
        for at in range(1, len(gaps) + 1):
            if marked.count(at) != 1:
                raise ValidationError(
                    _("Write {{%(n)s}} once in the text, where gap %(n)s stands.") % {"n": at}
                )
        extra = [at for at in marked if not 0 < at <= len(gaps)]
        if extra:
            raise ValidationError(
                _("The text has {{%(n)s}}, but there is no gap %(n)s.") % {"n": extra[0]}
            )
        return {"text": text, "gaps": gaps}

    def read(self, config: Config, shown: Shown, given: Mapping[str, Any]) -> Answer:
        count = len(config["gaps"])
        return self.normalise(config, [given.get(str(at)) for at in range(1, count + 1)])

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, list) or len(answer) != len(config["gaps"]):
            raise InvalidAnswer(_("Fill the gaps of the text."))
        filled = [_filled(gap, value) for gap, value in zip(config["gaps"], answer, strict=True)]
        return filled if any(filled) else None

    def answered(self, config: Config, response: Answer) -> bool:
        return response is not None and all(response)

    def grade(self, config: Config, response: Answer) -> Grade:
        if response is None:
            return Grade(0.0, False)
        pairs = zip(config["gaps"], response, strict=True)
        right = sum(_fits(gap, value) for gap, value in pairs)
        return Grade(right / len(response), right == len(response))

    def model_answer(self, config: Config) -> Answer:
        return [gap["accepted"][0].replace("*", "") for gap in config["gaps"]]

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        given = response or [None] * len(config["gaps"])
        return {
            "paragraphs": _paragraphs(
                config["text"],
                [
                    {"n": n, "kind": gap["kind"], "value": value or "", "options": _options(gap)}
                    for n, (gap, value) in enumerate(zip(config["gaps"], given, strict=True), 1)
                ],
            )
        }

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        given = response or [None] * len(config["gaps"])
        gaps = [
            {
                "n": n,
                "value": value or "",
                "ok": _fits(gap, value),
                "answers": [shown_pattern(one) for one in gap["accepted"]],
                "feedback": gap["feedback"],
            }
            for n, (gap, value) in enumerate(zip(config["gaps"], given, strict=True), 1)
        ]
        return {"paragraphs": _paragraphs(config["text"], gaps), "gaps": gaps}


def _paragraphs(text: str, gaps: list[Config]) -> list[list[Config]]:
    """Each paragraph as pieces: `{"text": …}` or `{"gap": …}`."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        pieces: list[Config] = []
        for at, piece in enumerate(MARKER.split(paragraph)):
            pieces.append({"gap": gaps[int(piece) - 1]} if at % 2 else {"text": piece})
        found.append(pieces)
    return found


def _options(gap: Config) -> list[str]:
    """In the order of the alphabet, which says nothing."""
    if gap["kind"] != "choice":
        return []
    return sorted([*gap["accepted"], *gap["wrong"]], key=str.casefold)


def _filled(gap: Config, value: Any) -> str | None:
    text = typed(value)
    if text and gap["kind"] == "choice" and text not in _options(gap):
        raise InvalidAnswer(_("That is not one of the choices."))
    return text or None


def _fits(gap: Config, value: str | None) -> bool:
    if value is None:
        return False
    if gap["kind"] == "choice":
        return value in gap["accepted"]
    if gap["kind"] == "text":
        return any(FOLDING.matches(one, value) for one in gap["accepted"])
    given = number(value)
    if given is None:
        return False
    return abs(given - Decimal(gap["accepted"][0])) <= Decimal(gap["tolerance"])


def _gap(row: Config, n: int) -> Config:
    kind = choice(row.get("kind") or "text", _("The kind of gap %(n)s") % {"n": n}, KINDS)
    accepted = lines(
        row.get("accepted"), _("What is right in gap %(n)s") % {"n": n}, least=1, most=8
    )
    wrong = lines(row.get("wrong"), _("Other choices of gap %(n)s") % {"n": n}, most=6)
    tolerance = row.get("tolerance")
    if kind != "text" and len(accepted) != 1:
        raise ValidationError(_("Gap %(n)s has exactly one right entry.") % {"n": n})
    if kind == "text" and any(FOLDING.empty(one) for one in accepted):
        raise ValidationError(_("Gap %(n)s would accept anything.") % {"n": n})
    if (kind == "choice") != bool(wrong):
        raise ValidationError(
            _("Gap %(n)s: a choice has other choices, and nothing else has.") % {"n": n}
        )
    different(accepted + wrong, _("In gap %(n)s") % {"n": n})
    if kind == "number":
        accepted = [_decimal(accepted[0], n)]
    tolerance = "0" if tolerance in (None, "") else _decimal(tolerance, n)
    if Decimal(tolerance) < 0:
        raise ValidationError(_("Gap %(n)s: the tolerance is 0 or more.") % {"n": n})
    return {
        "kind": kind,
        "accepted": accepted,
        "wrong": wrong,
        "tolerance": tolerance,
        "feedback": words(row.get("feedback"), _("The feedback of gap %(n)s") % {"n": n}),
    }


def _decimal(value: Any, n: int) -> str:
    found = number(words(value, _("The number of gap %(n)s") % {"n": n}, most=30))
    if found is None:
        raise ValidationError(_("The number of gap %(n)s cannot be read.") % {"n": n})
    return format(found, "f")
