"""What a practice asks, how it is shown, and what was answered: nothing here is written down."""

import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.assessment.asking import type_of
from courses.assessment.refusals import BadAnswer
from courses.catalogue.models import LessonVersion
from courses.questions.question_types import Answer, QuestionType, Shown

SEED = re.compile(r"[A-Za-z0-9_-]{16,40}")
LONGEST = 32_768  # characters of one answer as JSON
UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)


@dataclass(frozen=True)
class Task:
    """One practice block of a lesson as frozen. `item` holds what is right."""

    lesson: LessonVersion
    block: str
    title: str
    intro: str
    minutes: int
    item: dict[str, Any]

    @property
    def kind(self) -> QuestionType:
        """Only where the program still has the type."""
        kind = type_of(self.item)
        assert kind is not None  # noqa: S101  the page of such a practice leads back
        return kind

    @property
    def name(self) -> str:
        """What the inputs of its question are called."""
        return f"answer-{self.item['key']}"

    def shown(self, seed: str) -> Shown:
        """How this page shows it. A page holds only the seed, from which nobody else can tell."""
        told = f"{seed}:{self.item['hash']}".encode()
        digest = hmac.digest(settings.SECRET_KEY.encode(), told, "sha256")
        return self.kind.shown(self.item["config"], Random(digest))  # noqa: S311

    def read(self, seed: str, data: Mapping[str, Any], before: Answer) -> Answer:
        """The answer in a posted page: the script's, where it sent one, or the form's."""
        kind, config, shown = self.kind, self.item["config"], self.shown(seed)
        sent = str(data.get("answer-json", ""))
        try:
            if len(sent) > LONGEST:
                raise BadAnswer(_("This answer is too long."))
            if sent:
                answer = kind.from_script(config, shown, json.loads(sent))
            else:
                answer = kind.from_form(config, shown, data, self.name, before)
            if kind.keeps_log:
                answer = kind.joined(config, before, answer)
        except ValidationError as refusal:
            raise BadAnswer(refusal.messages) from refusal
        except UNREADABLE as refusal:
            raise BadAnswer(_("This answer can't be read.")) from refusal
        if len(json.dumps(answer)) > LONGEST:
            raise BadAnswer(_("This answer is too long."))
        return answer

    def earlier(self, sent: str) -> Answer:
        """An answer that a page carried along because nothing is stored. Never trusted."""
        try:
            return self.kind.normalise(self.item["config"], json.loads(sent or "null"))
        except (ValidationError, *UNREADABLE):
            return None

    def answered(self, answer: Answer) -> bool:
        return self.kind.answered(self.item["config"], answer)


def new_seed() -> str:
    return secrets.token_urlsafe(16)


def seed_in(data: Mapping[str, Any]) -> str:
    seed = data.get("seed", "")
    if not isinstance(seed, str) or not SEED.fullmatch(seed):
        raise BadAnswer(_("This page is incomplete. Open the practice again."))
    return seed
