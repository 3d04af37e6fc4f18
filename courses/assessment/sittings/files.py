"""The PDFs of a sitting's numbered papers: some seconds of work each, so owed, made once and kept.

Papers are frozen when they are drawn, so a file that is made never has to be made again.
"""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max

from courses.assessment.sittings.models import PaperFile, Sitting
from lms.jobs.api import JobState, enqueue, job_for, retry

PER_FILE = 10  # forms: a stack that one person hands out


@dataclass(frozen=True)
class Standing:
    """A file and how far it is."""

    file: PaperFile
    state: str = ""

    @property
    def count(self) -> int:
        return self.file.last - self.file.first + 1

    @property
    def failed(self) -> bool:
        return not self.file.name and self.state == JobState.FAILED


def owe_files(sitting: Sitting) -> None:
    """Owe a PDF for every paper that has none, and again for those that could not be made.

    Within the caller's lock on the sitting: two would number their files alike.
    """
    last = sitting.paper_files.aggregate(last=Max("last"))["last"] or 0
    newest = sitting.paper_forms.aggregate(newest=Max("number"))["newest"] or 0
    PaperFile.objects.bulk_create(
        PaperFile(sitting=sitting, first=first, last=min(first + PER_FILE - 1, newest))
        for first in range(last + 1, newest + 1, PER_FILE)
    )
    for file in sitting.paper_files.filter(name=""):
        enqueue("courses.print_papers", key=_job_key(file), file_id=file.pk)
        retry(key=_job_key(file))


def files_of(sitting: Sitting) -> list[Standing]:
    """In the order of their numbers: one query, and one for each that isn't made yet."""
    found = []
    for file in sitting.paper_files.all():
        job = None if file.name else job_for(_job_key(file))
        found.append(Standing(file, job.state if job else ""))
    return found


def keep_file(*, file: PaperFile, content: bytes) -> PaperFile:
    """Store what was made. A repeat with the file already there changes nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    # Named by content: a run that was killed leaves at worst a file that no row names.
    name = f"papers/{file.sitting_id}/{file.first:03}-{sha256[:16]}.pdf"
    store = storages["private"]
    kept = name if store.exists(name) else store.save(name, ContentFile(content))
    with transaction.atomic():
        file = PaperFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if not file.name:
            file.name, file.sha256, file.size = kept, sha256, len(content)
            file.save(update_fields=["name", "sha256", "size"])
    return file


def _job_key(file: PaperFile) -> str:
    return f"papers:{file.sitting_id}:{file.first}-{file.last}"
