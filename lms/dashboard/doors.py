"""What people with a role come here for, besides their own learning."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.api import Role, roles_of
from lms.accounts.models import User


@dataclass(frozen=True)
class Door:
    """A way to one's own work: its address's name, what it is called, what one does there."""

    name: str
    title: Promise
    text: Promise
    roles: tuple[str, ...]
    # About what people answered. Of the judiciary nothing is kept, so its staff find nothing there.
    about_answers: bool = False

    @property
    def url(self) -> str:
        return reverse(self.name)


DOORS = (
    Door(
        "skills-gap",
        _("Skills-gap report"),
        _("Who needs which skills, and who has shown them: page, CSV and JSON."),
        (Role.ANALYST, Role.ADMINISTRATOR),
    ),
    Door(
        "wagtailusers_users:index",
        _("People"),
        _("Add a person, correct an entry, print a one-time slip for a new password."),
        (Role.TRAINING_OFFICER, Role.ADMINISTRATOR),
    ),
    Door(
        "to_collect:index",
        _("Notices to print or collect"),
        _("Messages for people without an e-mail address."),
        (Role.TRAINING_OFFICER, Role.ADMINISTRATOR),
    ),
    Door(
        "extra-attempts",
        _("Extra attempts"),
        _("Grant one more attempt to somebody who has used all of theirs."),
        (Role.TRAINING_OFFICER,),
        about_answers=True,
    ),
    Door(
        "marking-queue",
        _("Answers to mark"),
        _("Read what people wrote in assessments, without a name, and mark it by the rubric."),
        (Role.EXAMINER,),
        about_answers=True,
    ),
    Door(
        "attempt-records",
        _("Records of assessments"),
        _("Print what somebody was asked and answered, sealed, with your reason."),
        (Role.TRAINING_OFFICER,),
        about_answers=True,
    ),
    Door(
        "sittings",
        _("Invigilated sittings"),
        _("Plan an assessment in a room, see what was noted in it, key numbered papers."),
        (Role.TRAINING_OFFICER,),
        about_answers=True,
    ),
    Door(
        "time-arrangements",
        _("Time arrangements"),
        _("Give somebody more time in timed assessments. Only you and they see it."),
        (Role.TRAINING_OFFICER,),
        about_answers=True,
    ),
    Door(
        "scenario-list",
        _("Choices in scenarios"),
        _("Which choices people took, and where they were sure and wrong. Counts, no names."),
        (Role.TRAINING_OFFICER, Role.AUTHOR),
    ),
    Door(
        "wagtailadmin_explore_root",
        _("Courses in the editor"),
        _("Write and publish courses, lessons and questions."),
        (Role.AUTHOR, Role.ADMINISTRATOR),
    ),
    Door(
        "wagtailadmin_explore_root",
        _("Courses under legal review"),
        _("Read the passages that await review and comment on them in the editor."),
        (Role.LEGAL_REVIEWER,),
    ),
    Door(
        "audit_log:index",
        _("Audit log"),
        _("Who changed what, by keys and never by names."),
        (Role.ADMINISTRATOR,),
    ),
)


def doors_for(user: User) -> list[Door]:
    """The doors that this person's roles open, each once."""
    held = roles_of(user)
    return [
        door
        for door in DOORS
        if not held.isdisjoint(door.roles) and not (door.about_answers and user.is_judicial)
    ]
