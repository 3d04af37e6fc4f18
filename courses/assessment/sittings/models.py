"""A sitting in a room: who was invited, whose identity was checked, what went wrong, what counts.

Everything but the sitting itself is append-only. Names stand nowhere: people are learner keys.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import AssessmentVersion, ModuleVersion
from courses.enrolment.models import Enrolment
from lms.accounts.models import Agency, District, Learner
from lms.accounts.sealing import Seal

LONGEST = timedelta(hours=12)  # a sitting that nobody closed takes no new start after it


class Sitting(models.Model):
    """One module's assessment in one room. It changes until it is closed, and then never."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(
        ModuleVersion,
        on_delete=models.PROTECT,
        related_name="sittings",
        help_text="As published when it was scheduled. Each learner sits the own version's.",
    )
    module_key = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sittings")
    district = models.ForeignKey(
        District, null=True, on_delete=models.PROTECT, related_name="sittings"
    )
    room = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    invigilator = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="invigilates")
    scheduled_by = models.UUIDField()
    scheduled_at = models.DateTimeField(default=timezone.now)
    code = models.CharField(max_length=6, blank=True, help_text="What starts an attempt, once.")
    code_since = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    called_off = models.CharField(
        max_length=200, blank=True, help_text="Why it did not take place."
    )

    sealed = Seal(update="OLD.closed_at IS NOT NULL")

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"sitting {self.pk}"

    @property
    def is_open(self) -> bool:
        """By the server's clock, and never longer than half a day."""
        running = self.opened_at is not None and self.closed_at is None
        return running and timezone.now() < self.opened_at + LONGEST  # type: ignore[operator]

    @property
    def reference(self) -> str:
        """Short enough for the head of a sheet of paper."""
        return self.pk.hex[:6].upper()


class Invitation(models.Model):
    """One learner may take one attempt in this sitting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="invitations")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrolment"], name="invited_once")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Document(models.TextChoices):
    SERVICE_CARD = "service", _("Service card")
    PASSPORT = "passport", _("Passport")
    SOCIAL_SECURITY = "social", _("Social Security card")
    VOTER = "voter", _("Voter identification card")
    DRIVER = "driver", _("Driver's licence")


class IdentityCheck(models.Model):
    """What somebody showed at the door. The newest row is in force; it may take one back."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="checks")
    confirmed = models.BooleanField()
    document = models.CharField(max_length=10, choices=Document.choices, blank=True)
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.UUIDField()
    checked_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"identity check {self.pk}"


class WrongCode(models.Model):
    """Somebody typed another code than the one in force. A few are mistakes, many are guessing."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="wrong_codes")
    at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    def __str__(self) -> str:
        return f"wrong code {self.pk}"


class Irregularity(models.Model):
    """What went wrong: for one learner, or for the room where no invitation is named."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="irregularities")
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.PROTECT, related_name="irregularities"
    )
    text = models.TextField(max_length=2000)
    done = models.TextField(max_length=1000)
    happened_at = models.DateTimeField(default=timezone.now)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "irregularities"

    def __str__(self) -> str:
        return f"irregularity {self.pk}"


class GradeHold(models.Model):
    """Whether an irregularity takes the higher grade away. The newest row of an invitation counts.

    Decided by somebody else than the invigilator.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="holds")
    irregularity = models.ForeignKey(Irregularity, on_delete=models.PROTECT, related_name="holds")
    held = models.BooleanField(help_text="True: counts as grade B. False: grade A after all.")
    reason = models.CharField(max_length=500)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"grade hold {self.pk}"


class PaperForm(models.Model):
    """One numbered paper: drawn as an attempt is, and frozen."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="paper_forms")
    number = models.PositiveSmallIntegerField()
    assessment = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(help_text="[{key, hash, shown}], as an attempt's.")
    items_hash = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    drawn_by = models.UUIDField()
    drawn_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="paper_number_once")
        ]

    def __str__(self) -> str:
        return f"paper form {self.pk}"


class PaperFile(models.Model):
    """Papers from one number to another as one PDF; without a name while it is being made."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="paper_files")
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["first"]
        constraints = [models.UniqueConstraint(fields=["sitting", "first"], name="paper_file_once")]

    def __str__(self) -> str:
        return f"paper file {self.pk}"


class Fate(models.TextChoices):
    HANDED_OUT = "out", _("Handed out")
    COLLECTED = "in", _("Collected")
    SPOILED = "spoiled", _("Spoiled")
    UNUSED = "unused", _("Unused")
    MISSING = "missing", _("Missing")


class PaperEvent(models.Model):
    """What became of a numbered paper. The newest row is where it is now."""

    form = models.ForeignKey(PaperForm, on_delete=models.PROTECT, related_name="events")
    fate = models.CharField(max_length=8, choices=Fate.choices)
    invitation = models.ForeignKey(
        Invitation, null=True, on_delete=models.PROTECT, related_name="papers"
    )
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["form", "fate"], name="paper_fate_once"),
        ]

    def __str__(self) -> str:
        return f"paper event {self.pk}"


class KeyedEntry(models.Model):
    """The answers on one paper as one person keyed them: first, second, and what settles."""

    FIRST, SECOND, SETTLING = 1, 2, 3

    form = models.ForeignKey(PaperForm, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveSmallIntegerField()
    answers = models.JSONField(help_text="{item key: {answer, certainty}}; settling: differences.")
    keyed_by = models.UUIDField()
    keyed_at = models.DateTimeField(default=timezone.now)

    sealed = Seal()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["form", "place"], name="paper_keyed_once_a_place"),
            models.UniqueConstraint(
                fields=["form", "keyed_by"],
                condition=models.Q(place__lt=3),
                name="paper_keyed_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(place__range=(1, 3)), name="paper_keyed_three_times_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"keyed entry {self.pk}"
