"""Owed work about paper: make what is wanted, and find what nobody asked for yet."""

from datetime import timedelta

from celery import shared_task

from courses.catalogue.models import CourseVersion, ModuleVersion
from courses.printing.card import TooLong
from courses.printing.models import Form
from courses.printing.queries import Wanted, unprinted
from courses.printing.services import keep, owe, render
from lms.jobs.api import JobRun, NeedsPerson, owed_task

# A long manual on a small machine takes minutes, and tells nothing meanwhile.
LEASE = timedelta(minutes=20)


@owed_task("courses.print", lease=LEASE)
def print_wanted(run: JobRun, version_id: str, form: str, module_id: int | None) -> None:
    version = CourseVersion.objects.select_related("course").get(pk=version_id)
    module = None
    if module_id is not None:
        module = ModuleVersion.objects.select_related("version").get(pk=module_id, version=version)
    wanted = Wanted(version, Form(form), module)
    try:
        content = render(wanted)
    except TooLong as refusal:
        raise NeedsPerson(str(refusal)) from refusal
    with run.completing():
        keep(wanted=wanted, content=content)


@shared_task(name="courses.find_unprinted", ignore_result=True)
def find_unprinted() -> int:
    """Owe what newest versions lack, so that it is there when somebody asks; return how many."""
    lacking = unprinted()
    for wanted in lacking:
        owe(wanted)
    return len(lacking)
