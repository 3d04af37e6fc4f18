"""Every write about paper: owe a PDF, and keep it once it is made."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from courses.printing.card import render_card
from courses.printing.layouts import layout
from courses.printing.manual import render_manual
from courses.printing.models import PrintedFile
from courses.printing.queries import Wanted, printed
from lms.jobs.api import enqueue


def owe(wanted: Wanted) -> None:
    """Write down that it is to be made; asked again, it is owed once."""
    enqueue(
        "courses.print",
        key=wanted.job_key,
        version_id=str(wanted.version.pk),
        form=wanted.form.value,
        module_id=wanted.module.pk if wanted.module else None,
    )


def render(wanted: Wanted) -> bytes:
    """The PDF. It takes a moment for a card, and up to a minute for a manual."""
    if wanted.module is not None:
        return render_card(wanted.module, wanted.form)
    return render_manual(wanted.version)


def keep(*, wanted: Wanted, content: bytes) -> PrintedFile:
    """Store what was made. A repeat with the file already there changes nothing."""
    existing = printed(wanted)
    if existing:
        return existing
    sha256 = hashlib.sha256(content).hexdigest()
    # Named by content: a run that was killed leaves at worst a file that no row names.
    name = f"printed/{wanted.version.pk}/{sha256[:16]}-{wanted.filename}"
    store = storages["private"]
    kept = name if store.exists(name) else store.save(name, ContentFile(content))
    with transaction.atomic():
        file, _created = PrintedFile.objects.get_or_create(
            version=wanted.version,
            module_key=wanted.module_key,
            form=wanted.form,
            layout=layout(),
            defaults={
                "name": kept,
                "sha256": sha256,
                "size": len(content),
            },
        )
    return file
