"""Load what ships with the platform: release 2.2.0's facts, our labels, the national profiles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nice_framework.importing.catalogue import load_shipped_release
from nice_framework.importing.report import counts_in_words
from nice_framework.profiles.catalogue import ProfileChanged, load_national_profiles


class Command(BaseCommand):
    help = "Load the NICE catalogue and national profiles that ship with the platform. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                plan, labels = load_shipped_release()
                profiles = load_national_profiles()
        except ProfileChanged as refusal:
            raise CommandError(f"{refusal.messages[0]} Nothing was changed.") from refusal
        if not (plan.changes_something or labels or profiles):
            self.stdout.write("The catalogue is loaded already; nothing was changed.")
            return
        self.stdout.write(f"NICE {plan.export.version}: {counts_in_words(plan.merged)}.")
        self.stdout.write(f"Labels new or changed: {labels}.")
        if profiles:
            codes = ", ".join(f"{profile.code} version {profile.version}" for profile in profiles)
            self.stdout.write(f"National profiles, provisional: {codes}.")
