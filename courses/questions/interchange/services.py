"""Carries a plan out in one transaction, and writes the bank into a file."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.questions.interchange.formats import Format, read_questions
from courses.questions.interchange.gift_writing import KINDS as GIFT_KINDS
from courses.questions.interchange.mapping import GIVE, NotTaken
from courses.questions.interchange.mapping.pairs import ARROW
from courses.questions.interchange.moodle_writing import WRITERS
from courses.questions.interchange.neutral import Item, Kind, Left
from courses.questions.interchange.planning import Line, Plan, plan_questions
from courses.questions.models import Question, QuestionImport
from lms.accounts.api import audit
from lms.accounts.models import User

HOLDS = {"gift": GIFT_KINDS, "moodle-xml": set(WRITERS)}


def plan_import(*, data: bytes, form: str = "") -> Plan:
    """What the file would change. `FileRefused` when it can't be read at all."""
    return plan_questions(read_questions(data, form))


def apply_import(
    *, data: bytes, file_name: str, form: str = "", by: User | None = None
) -> tuple[Plan, QuestionImport | None]:
    """Add the file's new questions, all or none. Doing it again adds nothing and records nothing.

    The plan is made again inside: what another person imported meanwhile counts as being here.
    """
    parsed = read_questions(data, form)
    try:
        with transaction.atomic():
            return _apply(plan_questions(parsed), data, file_name, by)
    except IntegrityError:  # the same questions came in at the same moment
        with transaction.atomic():
            return _apply(plan_questions(parsed), data, file_name, by)


def _apply(
    plan: Plan, data: bytes, file_name: str, by: User | None
) -> tuple[Plan, QuestionImport | None]:
    if not plan.new:
        return plan, None
    for line in plan.new:
        _add(line, by)
    record = QuestionImport.objects.create(
        file_name=file_name[-200:],
        format=plan.format,
        sha256=sha256(data).hexdigest(),
        account=[line.as_json() for line in plan.lines],
        added=len(plan.new),
        imported_by=by.learner_id if by else None,
    )
    audit(
        actor=by,
        action="questions.imported",
        subject=f"question-import:{record.pk}",
        added=record.added,
        format=plan.format,
    )
    return plan, record


def _add(line: Line, by: User | None) -> None:
    question = line.question
    assert question is not None  # noqa: S101  a line that is new has one
    question.created_by = by.learner_id if by else None
    question.save()
    question.tags.set(line.tags)
    question.save()
    question.save_revision(user=by)


@dataclass
class Export:
    """A file, what is not in it, and what of the questions in it has no place there."""

    text: str
    left: list[Left]
    partly: list[tuple[str, str]]


def item_of(question: Question, form: Format) -> Item | Left:
    """The question as the format can hold it, or why it can't."""
    give = GIVE.get(question.type_key)
    try:
        item = give(question.config) if give else None
    except NotTaken as error:
        return Left(0, question.key, str(error))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return Left(0, question.key, _("its content is not complete"))
    if item is None or item.kind not in HOLDS[form.key]:
        said = _("%(format)s has no form for its type") % {"format": form.label}
        return Left(0, question.key, said)
    if form.key == "gift" and item.kind == Kind.SHORT_TEXT:
        if any(ARROW in choice.text for choice in item.choices):
            return Left(
                0, question.key, _("an answer of it holds “->”, which makes a pair in GIFT")
            )
        if item.case_matters:
            item.notes.append(_("that capital letters matter"))
    item.stem, item.explanation = question.stem.strip(), question.explanation.strip()
    item.identifier = question.key
    item.tags = sorted(tag.name for tag in question.tags.all())
    return item


def export_questions(questions: list[Question], form: Format) -> Export:
    """Alignments and difficulty have no place in either format."""
    if form.write is None:
        raise ValueError(f"{form.key} is not written")
    entries = [item_of(question, form) for question in questions]
    left = [entry for entry in entries if isinstance(entry, Left)]
    items = [entry for entry in entries if isinstance(entry, Item)]
    partly = [(item.identifier, note) for item in items for note in item.notes]
    return Export(form.write(items, left), left, partly)
