"""True or false, and the reason that makes it so."""

from collections.abc import Mapping
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import Answer, Config, Grade, InvalidAnswer
from courses.questions.question_types.cleaning import choice, different, flag, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, place
from courses.questions.question_types.options import ShownOption

VERDICTS = ("true", "false")
LABELS = {"true": gettext_lazy("True"), "false": gettext_lazy("False")}


class ReasonBlock(blocks.StructBlock):
    text = blocks.TextBlock(form_classname="title", rows=2)
    right = blocks.BooleanBlock(required=False, label=gettext_lazy("This reason makes it so"))
    feedback = blocks.TextBlock(
        rows=2,
        help_text=gettext_lazy("What a learner reads after hand-in: why this reason holds or not."),
    )

    class Meta:
        label_format = "{text}"


class TrueFalseBlock(blocks.StructBlock):
    answer = blocks.ChoiceBlock(
        choices=[(key, LABELS[key]) for key in VERDICTS],
        label=gettext_lazy("The statement is"),
        help_text=gettext_lazy("Write the statement itself under “stem”, as one plain sentence."),
    )
    reasons = blocks.ListBlock(
        ReasonBlock(),
        default=[{"text": "", "right": False, "feedback": ""}] * 3,
        min_num=2,
        max_num=6,
        help_text=gettext_lazy(
            "Reasons for true and reasons for false, so that the list gives nothing away."
        ),
    )


class TrueFalse(FieldsType):
    """A response is `{"verdict": "true", "reason": position}`, either part perhaps none."""

    key = "true_false"
    works_on_paper = True
    label = gettext_lazy("True or false, with the reason")
    description = gettext_lazy("A statement: is it true or false, and what makes it so?")
    scoring = gettext_lazy(
        "Half for true or false, half for the reason. "
        "A reason under the wrong verdict earns nothing."
    )
    icon = "check"
    parts = ("answer", "reasons")
    sample = {
        "answer": "false",
        "reasons": [
            {
                "text": "Starting it changes files and may start encryption",
                "right": True,
                "feedback": "Right. Hundreds of files change while a computer starts.",
            },
            {
                "text": "Looking changes nothing as long as no file is opened",
                "right": False,
                "feedback": "The system writes as it starts, whoever looks.",
            },
            {
                "text": "It is allowed once the screen has been photographed",
                "right": False,
                "feedback": "A photograph records the state. It does not stop the change.",
            },
        ],
    }
    sample_right = {"verdict": "false", "reason": 0}
    sample_wrong = (
        {"verdict": "false", "reason": None},
        {"verdict": "true", "reason": 0},
        {"verdict": None, "reason": 0},
    )

    def block(self) -> blocks.Block:
        return TrueFalseBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        answer = config.get("answer")
        if isinstance(answer, bool):
            answer = "true" if answer else "false"
        found = [
            _reason(row, number)
            for number, row in enumerate(
                rows(config, "reasons", _("reasons"), least=2, most=6), start=1
            )
        ]
        different([reason["text"] for reason in found], _("The reason"))
        if sum(reason["right"] for reason in found) != 1:
            raise ValidationError(_("Mark exactly one reason as the one that makes it so."))
        return {"answer": choice(answer, _("The answer"), VERDICTS), "reasons": found}

    def shown(self, config: Config, rng: Random) -> list[int]:
        order = list(range(len(config["reasons"])))
        rng.shuffle(order)
        return order

    def read(self, config: Config, shown: list[int], given: Mapping[str, Any]) -> Answer:
        at = place(given.get("reason"), len(shown))
        return self.normalise(
            config,
            {
                "verdict": given.get("verdict") or None,
                "reason": None if at is None else shown[at],
            },
        )

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, dict):
            raise InvalidAnswer(_("Choose true or false, and a reason."))
        verdict = answer.get("verdict")
        if verdict is not None and verdict not in VERDICTS:
            raise InvalidAnswer(_("The answer is true or false."))
        reason = place(answer.get("reason"), len(config["reasons"]))
        if verdict is None and reason is None:
            return None
        return {"verdict": verdict, "reason": reason}

    def answered(self, config: Config, response: Answer) -> bool:
        return response is not None and None not in response.values()

    def grade(self, config: Config, response: Answer) -> Grade:
        if response is None or response["verdict"] != config["answer"]:
            return Grade(0.0, False)
        reason = response["reason"]
        right = reason is not None and config["reasons"][reason]["right"]
        return Grade(1.0 if right else 0.5, right)

    def model_answer(self, config: Config) -> Answer:
        reasons = [reason["right"] for reason in config["reasons"]]
        return {"verdict": config["answer"], "reason": reasons.index(True)}

    def choices(self, config: Config) -> list[Config]:
        """The reasons: a verdict alone is a coin that anybody may toss."""
        return [{"text": one["text"], "right": one["right"]} for one in config["reasons"]]

    def chosen(self, config: Config, response: Answer) -> list[int]:
        reason = response["reason"] if response else None
        return [] if reason is None else [reason]

    def asking(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        given = response or {"verdict": None, "reason": None}
        return {
            "verdicts": [
                {"value": key, "text": LABELS[key], "checked": key == given["verdict"]}
                for key in VERDICTS
            ],
            "options": [
                ShownOption(n, config["reasons"][at]["text"], chosen=at == given["reason"])
                for n, at in enumerate(shown)
            ],
        }

    def telling(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        given = response or {"verdict": None, "reason": None}
        return {
            "answer": LABELS[config["answer"]],
            "verdict": LABELS.get(given["verdict"], ""),
            "verdict_right": given["verdict"] == config["answer"],
            "options": [{**config["reasons"][at], "chosen": at == given["reason"]} for at in shown],
        }


def _reason(row: Config, number: int) -> Config:
    return {
        "text": words(row.get("text"), _("The text of reason %(n)s") % {"n": number}),
        "right": flag(row.get("right"), _("Whether reason %(n)s is right") % {"n": number}),
        "feedback": words(row.get("feedback"), _("The feedback of reason %(n)s") % {"n": number}),
    }
