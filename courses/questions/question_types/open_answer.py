"""An open answer in the learner's own words, marked by people with a rubric.

What is written awaits marking: `grade` says so and gives no score, `mark` works one out of marks.
Who marks, how often and when is no matter of the type.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import (
    MARKED,
    Answer,
    Config,
    Grade,
    Shown,
)
from courses.questions.question_types.cleaning import different, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, typed

LONGEST = 6000  # characters: about two pages, and well under what a page may send


class LevelBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        rows=2,
        help_text=gettext_lazy("What an answer at this level does, so that two people agree."),
    )
    points = blocks.IntegerBlock(min_value=0, max_value=20)

    class Meta:
        label_format = "{points}: {text}"


class CriterionBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, help_text=gettext_lazy("What is looked at."))
    levels = blocks.ListBlock(
        LevelBlock(),
        default=[{"text": "", "points": 2}, {"text": "", "points": 1}, {"text": "", "points": 0}],
        min_num=2,
        max_num=6,
        help_text=gettext_lazy("From the best to the poorest; the poorest earns nothing."),
    )

    class Meta:
        label_format = "{name}"


class OpenAnswerBlock(blocks.StructBlock):
    most_words = blocks.IntegerBlock(
        default=200,
        min_value=20,
        max_value=800,
        label=gettext_lazy("How many words at most"),
        help_text=gettext_lazy("Told to the learner. A longer answer is kept, and markers see it."),
    )
    criteria = blocks.ListBlock(
        CriterionBlock(),
        min_num=1,
        max_num=8,
        help_text=gettext_lazy("Learners read the names before they write."),
    )
    needed = blocks.IntegerBlock(
        default=1,
        min_value=1,
        max_value=160,
        label=gettext_lazy("Points that make it right"),
        help_text=gettext_lazy("For the count of right answers, and for a critical question."),
    )
    model = blocks.TextBlock(
        rows=5,
        label=gettext_lazy("A good answer"),
        help_text=gettext_lazy("Shown after marking, and to the people who mark."),
    )
    guidance = blocks.TextBlock(
        required=False,
        rows=3,
        label=gettext_lazy("For the people who mark"),
        help_text=gettext_lazy("What to accept, and where the line is. Learners never see it."),
    )


class OpenAnswer(FieldsType):
    """A response is the text. Marks are a list: for each criterion the position of its level."""

    key = "open"
    label = gettext_lazy("Open answer")
    description = gettext_lazy("A paragraph or two, which people mark with your rubric.")
    scoring = gettext_lazy("The points of the levels reached, out of the most there are.")
    icon = "openquote"
    group = MARKED
    parts = ("most_words", "criteria", "needed", "model", "guidance")
    awaits_marking = True
    sample = {
        "most_words": 150,
        "criteria": [
            {
                "name": "Order of actions",
                "levels": [
                    {"text": "Safe, record, isolate, package, in that order", "points": 2},
                    {"text": "One step out of order", "points": 1},
                    {"text": "No order that protects the evidence", "points": 0},
                ],
            },
            {
                "name": "Reasons",
                "levels": [
                    {"text": "Each step has its reason", "points": 2},
                    {"text": "Some have", "points": 1},
                    {"text": "None has", "points": 0},
                ],
            },
        ],
        "needed": 3,
        "model": "I make the scene safe, photograph the phone as it lies and isolate it.",
        "guidance": "Accept any means of isolating that the kit has.",
    }
    sample_right = "I keep people safe, photograph the phone, then isolate it from networks."
    sample_wrong = ("I switch it on.",)
    sample_marks = [0, 0]

    def block(self) -> blocks.Block:
        return OpenAnswerBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        criteria = [
            _criterion(row, n)
            for n, row in enumerate(rows(config, "criteria", _("criteria"), least=1, most=8), 1)
        ]
        different([one["name"] for one in criteria], _("The criterion"))
        most = sum(max(level["points"] for level in one["levels"]) for one in criteria)
        return {
            "most_words": _whole(config.get("most_words", 200), _("How many words"), 20, 800),
            "criteria": criteria,
            "needed": _whole(config.get("needed", most), _("What makes it right"), 1, most),
            "model": words(config.get("model"), _("A good answer"), most=4000),
            "guidance": words(
                config.get("guidance"), _("The words for markers"), required=False, most=4000
            ),
        }

    def read(self, config: Config, shown: Shown, given: Mapping[str, Any]) -> Answer:
        return self.normalise(config, given.get("text"))

    def normalise(self, config: Config, answer: Any) -> Answer:
        return typed(answer, most=LONGEST).replace("\r\n", "\n") or None

    def grade(self, config: Config, response: Answer) -> Grade:
        """No answer is nothing; anything written awaits marking and has no score yet."""
        return Grade(0.0, False, awaiting=response is not None)

    def mark(self, config: Config, response: Answer, marks: Any) -> Grade:
        criteria = config["criteria"]
        if not isinstance(marks, list) or len(marks) != len(criteria):
            raise ValidationError(_("Choose a level for each criterion."))
        points = sum(_points(one, level) for one, level in zip(criteria, marks, strict=True))
        return Grade(points / most_points(config), points >= config["needed"])

    def rubric(self, config: Config) -> list[Config]:
        return list(config["criteria"])

    def for_markers(self, config: Config) -> dict[str, Any]:
        return {name: config[name] for name in ("model", "guidance", "most_words")}

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        return {
            "value": response or "",
            "most_words": config["most_words"],
            "longest": LONGEST,
            "criteria": [one["name"] for one in config["criteria"]],
        }

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        """Until it is marked a learner sees the answer and by what it will be judged."""
        return {
            "given": response or "",
            "criteria": config["criteria"],
            "model": config["model"],
            "most": most_points(config),
        }


def most_points(config: Config) -> int:
    return sum(max(level["points"] for level in one["levels"]) for one in config["criteria"])


def _points(criterion: Config, level: Any) -> int:
    count = len(criterion["levels"])
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level < count:
        raise ValidationError(_("“%(name)s” has no such level.") % {"name": criterion["name"]})
    return int(criterion["levels"][level]["points"])


def _criterion(row: Config, n: int) -> Config:
    levels: list[Config] = [
        {
            "text": words(
                level.get("text"), _("Level %(m)s of criterion %(n)s") % {"m": m, "n": n}
            ),
            "points": _whole(level.get("points"), _("The points of level %(m)s") % {"m": m}, 0, 20),
        }
        for m, level in enumerate(rows(row, "levels", _("levels"), least=2, most=6), 1)
    ]
    points = [level["points"] for level in levels]
    if points != sorted(set(points), reverse=True) or points[-1] != 0:
        raise ValidationError(
            _("Criterion %(n)s: each level has fewer points than the one above, the last has 0.")
            % {"n": n}
        )
    return {
        "name": words(row.get("name"), _("Criterion %(n)s") % {"n": n}, most=120),
        "levels": levels,
    }


def _whole(value: Any, what: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValidationError(
            _("%(what)s: a whole number from %(least)s to %(most)s.")
            % {"what": what, "least": least, "most": most}
        )
    return value
