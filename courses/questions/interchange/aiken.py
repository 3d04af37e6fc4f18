"""Reads Aiken: a question, its lettered options, and a line `ANSWER: B`."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.questions.interchange.neutral import Choice, Entry, Item, Kind, Left, Parsed
from courses.questions.interchange.plain_text import TextTooLong, tidy
from courses.questions.interchange.refusals import check_count, decoded, shorten

OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(.*)")
ANSWER = re.compile(r"\s*ANSWER\s*:\s*([A-Za-z])\s*$")


@dataclass
class _Draft:
    line: int
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)

    def finished(self, answer: str) -> Entry:
        letters = [letter for letter, _text in self.options]
        if not self.stem:
            return self.left(_("Options without a question above them."))
        if len(letters) != len(set(letters)):
            return self.left(_("Two of its options have one letter."))
        if answer not in letters:
            return self.left(_("Its answer names none of its options."))
        choices = [
            Choice(tidy(text), 100.0 if letter == answer else 0.0) for letter, text in self.options
        ]
        return Item(Kind.CHOICE, self.line, tidy("\n".join(self.stem)), choices=choices)

    def left(self, why: str) -> Left:
        words = self.stem or [text for _letter, text in self.options]
        return Left(self.line, shorten(" ".join(words)), why)


def read_aiken(data: bytes) -> Parsed:
    entries: list[Entry] = []
    draft: _Draft | None = None
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        option, answer = OPTION.match(line), ANSWER.match(line)
        if answer:
            draft = draft or _Draft(number)
            entries.append(_finished(draft, answer.group(1).upper()))
            check_count(len(entries))
            draft = None
        elif option and (draft is None or draft.stem):
            draft = draft or _Draft(number)
            draft.options.append((option.group(1).upper(), option.group(2)))
        elif line.strip():
            if draft is not None and draft.options:
                entries.append(draft.left(_("It has no line “ANSWER:” after its options.")))
                draft = None
            draft = draft or _Draft(number)
            draft.stem.append(line)
    if draft is not None:
        entries.append(draft.left(_("It has no line “ANSWER:” after its options.")))
    check_count(len(entries))
    return Parsed("aiken", entries)


def _finished(draft: _Draft, answer: str) -> Entry:
    try:
        return draft.finished(answer)
    except TextTooLong:
        return draft.left(_("A text in it is too long."))
