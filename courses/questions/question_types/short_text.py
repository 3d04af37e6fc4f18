"""A short answer in the learner's own words, compared with the answers that are accepted."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from courses.questions.question_types.base import WRITING, Answer, Config, Grade, Shown
from courses.questions.question_types.cleaning import choice, flag, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, typed
from courses.questions.question_types.reading import Folding, shown_pattern

CREDITS = ("100", "50", "0")
DIFFERENCES = ("case", "accents", "punctuation")


class AcceptedBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        max_length=200,
        help_text=gettext_lazy(
            "The answer as people write it. * stands for anything: “write*block*”."
        ),
    )
    credit = blocks.ChoiceBlock(
        choices=[
            ("100", gettext_lazy("Right")),
            ("50", gettext_lazy("Half right")),
            ("0", gettext_lazy("A known mistake")),
        ],
        default="100",
    )
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner who wrote this reads.")
    )

    class Meta:
        label_format = "{text}"


class ShortTextBlock(blocks.StructBlock):
    accepted = blocks.ListBlock(
        AcceptedBlock(),
        default=[{"text": "", "credit": "100", "feedback": ""}],
        min_num=1,
        max_num=12,
        label=gettext_lazy("Answers you expect"),
        help_text=gettext_lazy("Where several fit, the one that earns most counts."),
    )
    otherwise = blocks.TextBlock(
        rows=2,
        label=gettext_lazy("Feedback on any other answer"),
        help_text=gettext_lazy("What to look at again. It counts as not right."),
    )
    case = blocks.BooleanBlock(
        required=False,
        label=gettext_lazy("Capital letters matter"),
        help_text=gettext_lazy("Spaces at the ends and in a row never matter."),
    )
    accents = blocks.BooleanBlock(required=False, label=gettext_lazy("Accents matter"))
    punctuation = blocks.BooleanBlock(required=False, label=gettext_lazy("Punctuation matters"))


class ShortText(FieldsType):
    """A response is the text as it was typed."""

    key = "short_text"
    works_on_paper = True
    label = gettext_lazy("Short text")
    description = gettext_lazy("A word or a few, compared with the answers you accept.")
    scoring = gettext_lazy("Each answer you expect earns all, half or nothing, as you say.")
    icon = "edit"
    group = WRITING
    parts = ("accepted", "otherwise", "case", "accents", "punctuation")
    sample = {
        "accepted": [
            {"text": "hash*", "credit": "100", "feedback": "Right: a fingerprint of the data."},
            {"text": "SHA-256", "credit": "50", "feedback": "One of them. What is it called?"},
            {"text": "encryption", "credit": "0", "feedback": "That hides; it compares nothing."},
        ],
        "otherwise": "It is a short value worked out from all the bytes of a file.",
        "case": False,
        "accents": False,
        "punctuation": False,
    }
    sample_right = "Hash value"
    sample_wrong = ("sha 256", "Encryption", "a copy")

    def block(self) -> blocks.Block:
        return ShortTextBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        flags = {
            name: flag(config.get(name), _("Whether %(name)s matters") % {"name": name})
            for name in DIFFERENCES
        }
        accepted = [
            _accepted(row, number, Folding(**flags))
            for number, row in enumerate(
                rows(config, "accepted", _("expected answers"), least=1, most=12), 1
            )
        ]
        if not any(one["credit"] == "100" for one in accepted):
            raise ValidationError(_("At least one expected answer must be right."))
        otherwise = words(config.get("otherwise"), _("The feedback on any other answer"))
        return {"accepted": accepted, "otherwise": otherwise, **flags}

    def read(self, config: Config, shown: Shown, given: Mapping[str, Any]) -> Answer:
        return self.normalise(config, given.get("text"))

    def normalise(self, config: Config, answer: Any) -> Answer:
        return typed(answer) or None

    def grade(self, config: Config, response: Answer) -> Grade:
        best = self.best(config, response)
        credit = int(best["credit"]) if best else 0
        return Grade(credit / 100, credit == 100)

    def best(self, config: Config, response: Answer) -> Config | None:
        """The expected answer that fits and earns most."""
        if response is None:
            return None
        folding = Folding(**{name: config[name] for name in DIFFERENCES})
        fitting = [one for one in config["accepted"] if folding.matches(one["text"], response)]
        return max(fitting, key=lambda one: int(one["credit"]), default=None)

    def model_answer(self, config: Config) -> Answer:
        whole = next(one for one in config["accepted"] if one["credit"] == "100")
        return whole["text"].replace("*", "")

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        return {"value": response or "", "prompt": _hint(config)}

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        best = self.best(config, response)
        return {
            "given": response or "",
            "said": best["feedback"] if best else (config["otherwise"] if response else ""),
            "accepted": [
                {"text": shown_pattern(one["text"]), "feedback": one["feedback"]}
                for one in config["accepted"]
                if one["credit"] == "100" and one is not best
            ],
            "almost": [
                {"text": shown_pattern(one["text"]), "feedback": one["feedback"]}
                for one in config["accepted"]
                if one["credit"] != "100" and one is not best
            ],
        }


def _hint(config: Config) -> str:
    names = {"case": _("capital letters"), "accents": _("accents"), "punctuation": _("punctuation")}
    matter = [names[name] for name in DIFFERENCES if config[name]]
    if not matter:
        return _("Write a word or a few. Capital letters, accents and punctuation don’t matter.")
    return _("Write a word or a few. These matter: {what}.").format(what=", ".join(matter))


def _accepted(row: Config, number: int, folding: Folding) -> Config:
    n = {"n": number}
    text = words(row.get("text"), _("Expected answer %(n)s") % n, most=200)
    if folding.empty(text):
        raise ValidationError(_("Expected answer %(n)s would accept anything.") % n)
    credit = row.get("credit", "100")
    return {
        "text": text,
        "credit": choice(
            str(credit) if isinstance(credit, int) else credit,
            _("What expected answer %(n)s earns") % n,
            CREDITS,
        ),
        "feedback": words(row.get("feedback"), _("The feedback of expected answer %(n)s") % n),
    }
