"""Mail as files: one .eml per message, named by its Message-ID: a repeat overwrites itself."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class FileMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mime = message.message()
            name = hashlib.sha256(str(mime["Message-ID"]).encode()).hexdigest()[:24]
            target = folder / f"{name}.eml"
            draft = target.with_suffix(".part")
            draft.write_bytes(mime.as_bytes())
            draft.replace(target)
        return len(email_messages)
