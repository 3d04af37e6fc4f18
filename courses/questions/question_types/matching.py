"""Matching: each left side finds its right side, among others that fit none."""

from collections.abc import Mapping
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import ARRANGING, Answer, Config, Grade, InvalidAnswer
from courses.questions.question_types.cleaning import different, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, place


class PairBlock(blocks.StructBlock):
    left = blocks.TextBlock(rows=1, help_text=gettext_lazy("What the learner starts from."))
    right = blocks.TextBlock(
        rows=1, help_text=gettext_lazy("What belongs to it. Two pairs may share the same one.")
    )
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner reads: why these two belong together.")
    )

    class Meta:
        label_format = "{left} – {right}"


class DistractorBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=1)
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner who chose it reads: why it fits none.")
    )

    class Meta:
        label_format = "{text}"


class MatchingBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(
        PairBlock(),
        default=[{"left": "", "right": "", "feedback": ""}] * 3,
        min_num=2,
        max_num=8,
        help_text=gettext_lazy("Both sides are shuffled at each attempt."),
    )
    distractors = blocks.ListBlock(
        DistractorBlock(),
        default=[],
        max_num=6,
        label=gettext_lazy("Right sides that fit none"),
        help_text=gettext_lazy("One or two keep the last pair from answering itself."),
    )


class Matching(FieldsType):
    """A response is a list: for each pair the position of a right side (`sides`) or none."""

    key = "matching"
    works_on_paper = True
    label = gettext_lazy("Matching")
    description = gettext_lazy("The learner finds what belongs to each entry of a list.")
    scoring = gettext_lazy("Each entry counts the same. What is matched wrongly takes nothing off.")
    icon = "redirect"
    group = ARRANGING
    parts = ("pairs", "distractors")
    sample = {
        "pairs": [
            {"left": "Memory", "right": "Seconds", "feedback": "Lost with the power."},
            {"left": "Log files", "right": "Days", "feedback": "Overwritten as they fill."},
            {"left": "Archived disk", "right": "Years", "feedback": "Kept until it ages."},
        ],
        "distractors": [{"text": "For ever", "feedback": "No medium lasts for ever."}],
    }
    sample_right = [0, 1, 2]
    sample_wrong = ([0, None, None], [1, 0, 3], [3, 3, 3])

    def block(self) -> blocks.Block:
        return MatchingBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        pairs = [
            _texts(row, ("left", "right", "feedback"), _("pair"), number)
            for number, row in enumerate(rows(config, "pairs", _("pairs"), least=2, most=8), 1)
        ]
        others = [
            _texts(row, ("text", "feedback"), _("right side that fits none"), number)
            for number, row in enumerate(
                rows(config, "distractors", _("right sides that fit none"), least=0, most=6), 1
            )
        ]
        different([pair["left"] for pair in pairs], _("The left side"))
        rights = list(dict.fromkeys(pair["right"] for pair in pairs))
        different(rights + [one["text"] for one in others], _("The right side"))
        if len(rights) + len(others) < 2:
            raise ValidationError(_("Give at least two different right sides."))
        return {"pairs": pairs, "distractors": others}

    def shown(self, config: Config, rng: Random) -> dict[str, list[int]]:
        left, right = list(range(len(config["pairs"]))), list(range(len(sides(config))))
        rng.shuffle(left)
        rng.shuffle(right)
        return {"left": left, "right": right}

    def read(self, config: Config, shown: Any, given: Mapping[str, Any]) -> Answer:
        chosen: list[int | None] = [None] * len(config["pairs"])
        for n, at in enumerate(shown["left"]):
            side = place(given.get(str(n)), len(shown["right"]))
            chosen[at] = None if side is None else shown["right"][side]
        return self.normalise(config, chosen)

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, list) or len(answer) != len(config["pairs"]):
            raise InvalidAnswer(_("Choose what belongs to each entry."))
        chosen = [place(value, len(sides(config))) for value in answer]
        return None if all(one is None for one in chosen) else chosen

    def answered(self, config: Config, response: Answer) -> bool:
        return response is not None and None not in response

    def grade(self, config: Config, response: Answer) -> Grade:
        if response is None:
            return Grade(0.0, False)
        right = sum(_fits(config, at, side) for at, side in enumerate(response))
        return Grade(right / len(config["pairs"]), right == len(config["pairs"]))

    def model_answer(self, config: Config) -> Answer:
        texts = sides(config)
        return [texts.index(pair["right"]) for pair in config["pairs"]]

    def asking(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        chosen, texts = response or [None] * len(config["pairs"]), sides(config)
        return {
            "rows": [
                {
                    "part": n,
                    "text": config["pairs"][at]["left"],
                    "options": [
                        {"value": m, "text": texts[side], "checked": chosen[at] == side}
                        for m, side in enumerate(shown["right"])
                    ],
                }
                for n, at in enumerate(shown["left"])
            ]
        }

    def telling(self, config: Config, shown: Any, response: Answer) -> dict[str, Any]:
        chosen, texts = response or [None] * len(config["pairs"]), sides(config)
        count = len(texts) - len(config["distractors"])
        told = []
        for at in shown["left"]:
            side = chosen[at]
            wrong = (
                config["distractors"][side - count] if side is not None and side >= count else {}
            )
            told.append(
                {
                    **config["pairs"][at],
                    "chosen": "" if side is None else texts[side],
                    "ok": side is not None and _fits(config, at, side),
                    "why_not": wrong.get("feedback", ""),
                }
            )
        return {"rows": told}


def sides(config: Config) -> list[str]:
    """The right sides, each once, those that fit none at the end."""
    rights = dict.fromkeys(pair["right"] for pair in config["pairs"])
    return [*rights, *(one["text"] for one in config["distractors"])]


def _fits(config: Config, at: int, side: int | None) -> bool:
    return side is not None and sides(config)[side] == config["pairs"][at]["right"]


def _texts(row: Config, names: tuple[str, ...], what: str, number: int) -> Config:
    return {
        name: words(
            row.get(name),
            _("“%(name)s” of %(what)s %(n)s") % {"name": name, "what": what, "n": number},
            most=300 if name != "feedback" else 2000,
        )
        for name in names
    }
