"""What importing a file would do, question by question. Reads the bank and writes nothing."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.questions.completeness import gaps, gaps_in
from courses.questions.interchange.mapping import TAKE, NotTaken, Taken
from courses.questions.interchange.neutral import Item, Left, Parsed
from courses.questions.interchange.refusals import shorten
from courses.questions.models import Question
from courses.questions.question_types import QuestionType, question_type

GOOD_KEY = re.compile(r"[A-Za-z0-9._-]{1,60}")


class Fate(StrEnum):
    NEW = "new"
    HERE = "here"
    LEFT = "left"
    HARMLESS = "harmless"


@dataclass
class Line:
    """One entry of the file and what becomes of it: a line of the account."""

    line: int
    place: str
    text: str
    fate: Fate
    why: str = ""
    notes: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    key: str = ""
    kind: str = ""
    question: Question | None = None
    tags: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        aside = ("question", "tags")
        return {name: value for name, value in vars(self).items() if name not in aside}


@dataclass
class Plan:
    format: str
    lines: list[Line]

    def count(self, fate: Fate) -> int:
        return sum(line.fate == fate for line in self.lines)

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.fate == Fate.NEW]

    @property
    def mark(self) -> str:
        """Differs when the bank changed so that the import would do something else."""
        return ",".join(f"{line.line}:{line.fate}:{line.key}" for line in self.lines)


def plan_questions(parsed: Parsed) -> Plan:
    items = parsed.items
    known = _Known(items)
    return Plan(
        parsed.format,
        [
            _left(entry) if isinstance(entry, Left) else _line(entry, known, parsed.format)
            for entry in parsed.entries
        ],
    )


class _Known:
    """What the bank holds of the file's keys and fingerprints, in two queries."""

    def __init__(self, items: list[Item]) -> None:
        prints = [item.fingerprint for item in items]
        self.prints = dict(_values("import_hash", prints))
        wanted = {item.identifier for item in items if item.identifier}
        self.keys = {q.key: q for q in Question.objects.filter(key__in=wanted)}
        self.seen: dict[str, int] = {}
        self.given: set[str] = set()


def _values(name: str, wanted: Iterable[str]) -> Iterable[tuple[str, str]]:
    return Question.objects.filter(**{f"{name}__in": set(wanted)}).values_list(name, "key")


def _left(entry: Left) -> Line:
    fate = Fate.HARMLESS if entry.harmless else Fate.LEFT
    return Line(entry.line, entry.place, entry.text, fate, entry.why)


def _line(item: Item, known: _Known, form: str) -> Line:
    line = Line(item.line, item.place, shorten(item.stem), Fate.NEW, tags=item.tags)
    line.notes = list(item.notes)
    try:
        taken = _taken(item)
    except NotTaken as error:
        line.fate, line.why = Fate.LEFT, str(error)
        return line
    line.notes += taken.notes
    line.kind = str(_kind(taken.type_key).label)
    here = _already(item, taken, known)
    if here:
        line.fate, line.why = Fate.HERE, here
        return line
    line.question = _question(item, taken, known, form, line.notes)
    line.key, line.gaps = line.question.key, _gaps(line.question)
    return line


def _gaps(question: Question) -> list[str]:
    """All options without feedback at once, and then what else is missing."""
    options = question.config.get("options")
    if not isinstance(options, list):
        return gaps(question)
    without = [str(n) for n, option in enumerate(options, start=1) if not option["feedback"]]
    filled = [{**option, "feedback": option["feedback"] or "-"} for option in options]
    found = gaps_in(question.type_key, question.stem, {**question.config, "options": filled})
    if without:
        found.insert(0, _("No feedback on these options: %(n)s.") % {"n": ", ".join(without)})
    return found


def _kind(key: str) -> QuestionType:
    kind = question_type(key)
    if kind is None:
        raise NotTaken(_("This site has no question type “%(key)s”.") % {"key": key})
    return kind


def _taken(item: Item) -> Taken:
    """In the type's own form when it is complete, and as it is when it is not."""
    take = TAKE.get(item.kind)
    if take is None:
        raise NotTaken(
            _("This site has no question type for “%(kind)s”.") % {"kind": item.kind.value}
        )
    taken = take(item)
    with suppress(ValidationError):  # a draft, then: `gaps` names what it lacks
        taken.config = _kind(taken.type_key).clean(taken.config)
    return taken


def _already(item: Item, taken: Taken, known: _Known) -> str:
    mark = item.fingerprint
    if mark in known.prints:
        return _("The bank has it already: it was imported as %(key)s.") % {
            "key": known.prints[mark]
        }
    if mark in known.seen:
        return _("It stands in this file twice; see line %(line)s.") % {"line": known.seen[mark]}
    known.seen[mark] = item.line
    same = known.keys.get(item.identifier)
    if same is not None and _reads_the_same(same, item, taken):
        return _("The bank has it already, as %(key)s.") % {"key": same.key}
    return ""


def _reads_the_same(question: Question, item: Item, taken: Taken) -> bool:
    mine = (question.type_key, question.stem.strip(), question.explanation.strip())
    return mine == (taken.type_key, item.stem, item.explanation) and (
        question.config == taken.config
    )


def _question(item: Item, taken: Taken, known: _Known, form: str, notes: list[str]) -> Question:
    key, own = item.identifier, f"{form}-{item.fingerprint[:16]}"
    if not GOOD_KEY.fullmatch(key) or key in known.given:
        key = own
    elif key in known.keys:
        notes.append(
            _("The bank has another question with the key %(taken)s, so this one is %(key)s.")
            % {"taken": key, "key": own}
        )
        key = own
    known.given.add(key)
    return Question(
        key=key,
        live=False,
        type_key=taken.type_key,
        stem=item.stem,
        config=taken.config,
        explanation=item.explanation,
        import_hash=item.fingerprint,
    )
