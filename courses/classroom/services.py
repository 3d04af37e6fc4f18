"""Writes of a class: begin, join, raise a hand, move the screen, count hands, end."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.catalogue.models import LessonVersion
from courses.classroom.models import ClassPresence, ClassSession, Hand
from courses.classroom.slides import Slide, slides_of
from lms.accounts.api import Role, audit, has_role
from lms.accounts.models import Learner, User

# Letters that nobody takes for another when they are read from the back of a room.
LETTERS = "ACDEFHJKLMNPRTUVWXY"
CODE = 6
MOST_HANDS = 500


class ClassOver(ValidationError):
    """The class has ended, or never was."""


class NoSuchAnswer(ValidationError):
    """Not an option of the question on the screen."""


def may_hold_classes(user: User) -> bool:
    return has_role(user, Role.TRAINING_OFFICER, Role.AUTHOR, Role.ADMINISTRATOR)


def begin(*, lesson: LessonVersion, by: User, place: str = "") -> ClassSession:
    """A new class under a code that no other open class has."""
    if not may_hold_classes(by):
        raise PermissionDenied(_("Only trainers can show a lesson to a class."))
    for _attempt in range(20):
        code = "".join(secrets.choice(LETTERS) for _letter in range(CODE))
        try:
            with transaction.atomic():
                return ClassSession.objects.create(
                    lesson=lesson,
                    code=code,
                    held_by=by.learner,
                    place=place.replace("\0", "").strip()[:120],
                )
        except IntegrityError:
            continue
    raise ValidationError(_("No free code was found. Try again."))


def join(*, code: str, learner: Learner) -> ClassSession:
    """Note that this person is there. Joining twice is being there once."""
    wanted = "".join(code.split()).upper()
    # A database need not be asked about what can't be a code; PostgreSQL takes no NUL.
    known = set(wanted) <= set(LETTERS) and len(wanted) == CODE
    session = ClassSession.objects.filter(code=wanted, ended_at=None).first() if known else None
    if session is None:
        raise ClassOver(_("No class has this code now. Read it again from the screen."))
    if session.held_by_id != learner.pk:
        ClassPresence.objects.bulk_create(
            [ClassPresence(session=session, learner=learner)], ignore_conflicts=True
        )
    return session


def raise_hand(*, session: ClassSession, phone: str, block: str, option: object) -> None:
    """One hand a phone and question; it may be changed until the answer is shown."""
    with transaction.atomic():
        session = _open(session)
        slide = current(session)
        if slide.question is None or slide.block != block or session.revealed:
            raise ClassOver(_("This question is over. Look at the screen."))
        chosen = _option(slide, option)
        if session.hands.filter(block=block).exclude(phone=phone).count() >= MOST_HANDS:
            raise ClassOver(_("This class is full."))
        Hand.objects.update_or_create(
            session=session, phone=phone, block=block, defaults={"option": chosen}
        )


def _option(slide: Slide, option: object) -> int:
    text = str(option)
    count = len(slide.question["options"]) if slide.question else 0
    if not (text.isascii() and text.isdigit() and len(text) < 3 and int(text) < count):
        raise NoSuchAnswer(_("Choose one of the answers."))
    return int(text)


def move(*, session: ClassSession, by: User, to: int) -> ClassSession:
    """Another slide on the screen; its answer is hidden again."""
    with transaction.atomic():
        session = _own(session, by)
        session.at = max(0, min(to, len(slides_of(session.lesson)) - 1))
        session.revealed = False
        session.save(update_fields=["at", "revealed"])
    return session


def reveal(*, session: ClassSession, by: User, hands: list[Any]) -> ClassSession:
    """Show the answer, with the phones' choices and the hands that the trainer counted."""
    with transaction.atomic():
        session = _own(session, by)
        slide = current(session)
        if slide.question is None:
            raise NoSuchAnswer(_("There is no question on the screen."))
        counted = [_number(value) for value in hands]
        session.counts = {**session.counts, slide.block: _total(session, slide, counted)}
        session.revealed = True
        session.save(update_fields=["counts", "revealed"])
    return session


def _number(value: Any) -> int:
    text = str(value or "0").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise NoSuchAnswer(_("Write the hands you counted as a number, such as 7."))
    return int(text)


def _total(session: ClassSession, slide: Slide, counted: list[int]) -> list[int]:
    phones = phones_of(session, slide)
    padded = [*counted, *[0] * len(phones)][: len(phones)]
    return [phone + hand for phone, hand in zip(phones, padded, strict=True)]


def phones_of(session: ClassSession, slide: Slide) -> list[int]:
    """How many phones chose each option so far."""
    counts = [0] * (len(slide.question["options"]) if slide.question else 0)
    for option in session.hands.filter(block=slide.block).values_list("option", flat=True):
        counts[option] += 1
    return counts


def end(*, session: ClassSession, by: User) -> ClassSession:
    """Over: who was there stays, what each phone chose is forgotten."""
    with transaction.atomic():
        session = _own(session, by)
        session.hands.all().delete()
        session.ended_at = timezone.now()
        session.save(update_fields=["ended_at"])
        audit(
            actor=by,
            action="class-held",
            subject=f"class:{session.pk}",
            lesson=str(session.lesson.key),
            present=session.present.count(),
        )
    return session


def current(session: ClassSession) -> Slide:
    slides = slides_of(session.lesson)
    return slides[min(session.at, len(slides) - 1)]


def _open(session: ClassSession) -> ClassSession:
    locked = ClassSession.objects.select_for_update(of=("self",)).select_related("lesson")
    session = locked.get(pk=session.pk)
    if session.ended_at is not None:
        raise ClassOver(_("This class has ended."))
    return session


def _own(session: ClassSession, by: User) -> ClassSession:
    session = _open(session)
    if session.held_by_id != by.learner_id:
        raise PermissionDenied(_("Only whoever holds the class moves its screen."))
    return session
