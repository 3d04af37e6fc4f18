"""What every question type offers. The assessment knows types through this and nothing else.

A response is a small piece of JSON in terms of the config, so that it means the same however the
question was shown. `None` is no answer. What was decided when it was shown (an order, numbers
drawn) is `shown`, also JSON, kept with the attempt.

A page never names an original position: an ordering's are its solution, and anybody could pass a
choice's on. It names places as shown to this learner in this attempt; `from_form` and
`from_script` turn an answer in those terms into a response.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

Config = dict[str, Any]
Answer = Any
Shown = Any


class InvalidAnswer(ValidationError):
    """What was sent is not an answer to this question."""


@dataclass(frozen=True)
class Grade:
    """`score` runs from 0 to 1; `right` is what a critical item asks for.

    `fatal` fails the whole attempt whatever else was right: a step that loses the evidence.
    `awaiting` is no grade yet: a person has to mark what was written.
    """

    score: float
    right: bool
    fatal: bool = False
    awaiting: bool = False


# Where a type stands on the page that adds a question.
CHOOSING = _("Choose")
ARRANGING = _("Order and match")
WRITING = _("Write")
LOOKING = _("Look and act")
MARKED = _("Marked by people")
GROUPS = (CHOOSING, ARRANGING, WRITING, LOOKING, MARKED)


class QuestionType:
    """Subclass, add to the tuple in `question_types`, and write the templates."""

    key: str
    label: Any
    description: Any
    # How the mark is made up, for authors: partial credit is declared, never a surprise.
    scoring: Any = ""
    icon = "help"
    group: Any = CHOOSING
    # True where people mark the answers: `grade` then says `awaiting`, and `mark` takes marks.
    awaits_marking = False
    # True where a printed form asks the same as a page, and what is written can be keyed.
    works_on_paper = False
    # A config that `clean` accepts: for tests, previews and new questions.
    sample: Config
    # Responses to `sample` that earn everything, and some that don't: for tests.
    sample_right: Answer
    sample_wrong: tuple[Answer, ...] = ()
    # The parts of a config as a curriculum file names them.
    parts: tuple[str, ...] = ("options",)
    # Static files that a page with such a question needs besides the usual ones.
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    # A response is a log, `[{"id": …}, …]`: a step once saved stays (`joined`) and has its time.
    keeps_log = False
    # What `telling` returns holds `log`, entries with `id`, `at` and `late`: it prints as a log.
    prints_log = False

    # Names in the config whose words a small correction may change: never what is right.
    prose: frozenset[str] = frozenset({"feedback"})

    @property
    def template(self) -> str:
        """Shows the question: `item`, `number`, `total`, `error`, and what `asking` returns.

        Its root is a `fieldset.question` with `data-item` and `data-kind`; its inputs are called
        `answer-<key>` or `answer-<key>-<part>`. With `data-kind="fields"` the page's script sends
        `{part: value or [values]}`; a custom element with `data-answer` in it sends its `answer`.
        """
        return f"courses/question_types/{self.key}.html"

    @property
    def result_template(self) -> str:
        """Shows the answer after hand-in: `item`, `grade`, and what `telling` returns."""
        return f"courses/question_types/{self.key}_result.html"

    def block(self) -> Block:
        """The block whose form edits the config."""
        raise TypeError(f"{type(self).__name__} has no block")

    def clean(self, config: Any) -> Config:
        """The config in its own form, or `ValidationError` with what to change."""
        raise TypeError(f"{type(self).__name__} cannot check its config")

    def can_be_fatal(self, config: Config) -> bool:
        """Whether an answer could fail the whole attempt: never on law or practice still open."""
        return False

    def points(self, config: Config) -> set[str]:
        """Keys of the practice points that parts of the config rest on."""
        return set()

    def frozen(self, config: Config) -> Config:
        """The config with what it refers to (a picture), for a version that never changes."""
        return config

    def shown(self, config: Config, rng: Random) -> Shown:
        """What is decided once, when an attempt begins."""
        return {}

    def touched(self, config: Config, shown: Shown, data: Mapping[str, Any], name: str) -> bool:
        """Whether a posted form holds more than what was put there to begin with."""
        return True

    def from_form(
        self, config: Config, shown: Shown, data: Mapping[str, Any], name: str, before: Answer
    ) -> Answer:
        """The response in a posted form, whose inputs are called `name` or `name-<part>`.

        `before` is the response in force, for types whose form adds one step at a time.
        """
        raise TypeError(f"{type(self).__name__} cannot read a form")

    def from_script(self, config: Config, shown: Shown, answer: Any) -> Answer:
        """The response in what the page's script sends: always the whole answer."""
        return self.normalise(config, answer)

    def normalise(self, config: Config, answer: Any) -> Answer:
        """The response in its own form; `InvalidAnswer` when it cannot be one. Never trusts."""
        raise TypeError(f"{type(self).__name__} cannot check an answer")

    def joined(self, config: Config, before: Answer, answer: Answer) -> Answer:
        """The response to keep when `answer` comes while `before` is in force."""
        return answer

    def answered(self, config: Config, response: Answer) -> bool:
        """Whether the question is answered in full."""
        return response is not None

    def grade(self, config: Config, response: Answer) -> Grade:
        """Depends on its arguments only: a stored response always grades the same."""
        raise TypeError(f"{type(self).__name__} cannot grade")

    def mark(self, config: Config, response: Answer, marks: Any) -> Grade:
        """What a person's marks come to, by the config's own rubric. Pure, as `grade` is.

        Marks that are not whole or not of this rubric are refused with a `ValidationError`.
        """
        raise TypeError(f"{type(self).__name__} is not marked by people")

    def rubric(self, config: Config) -> list[Config]:
        """By what people mark: criteria with `name` and `levels` of `text` and `points`.

        Marks are a list: for each criterion the position of its level.
        """
        return []

    def for_markers(self, config: Config) -> dict[str, Any]:
        """What else the people who mark read: `model`, `guidance`, `most_words`."""
        return {}

    def model_answer(self, config: Config) -> Answer:
        """A response that earns everything; none where people judge. For demos and tests."""
        return None

    def choices(self, config: Config) -> list[Config]:
        """What there is to choose from, each with `text` and `right`: for counts of who chose what.

        Empty where an answer is more than a choice among fixed options.
        """
        return []

    def chosen(self, config: Config, response: Answer) -> list[int]:
        """Positions among `choices` that a response chose."""
        return []

    # True where another of `choices` can be made the right one after the fact.
    correctable = False

    def corrected(self, config: Config, right: list[int]) -> Config:
        """The config with these of its `choices` as the right ones."""
        raise TypeError(f"{type(self).__name__} cannot be corrected")

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        """What the question's template needs. Nothing of what is right."""
        raise TypeError(f"{type(self).__name__} cannot be shown")

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        """What the result's template needs: the answer, what is right, feedback that teaches."""
        raise TypeError(f"{type(self).__name__} cannot show a result")


def values(data: Mapping[str, Any], name: str) -> list[Any]:
    """All values of a form's input, from a `QueryDict` or a plain mapping."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]


def fields(data: Mapping[str, Any], name: str) -> dict[str, list[Any]]:
    """The values of all inputs called `name-<part>`, by part."""
    start = f"{name}-"
    return {one.removeprefix(start): values(data, one) for one in data if one.startswith(start)}
