"""Work owed about messages: mailing one."""

import hashlib
import mimetypes
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import EmailMessage

from lms.accounts.api import person_of
from lms.jobs.api import JobRun, owed_task
from lms.notices.models import Notice, NoticeState
from lms.notices.services import leave_to_collect, mark_sent


@owed_task("notices.send")
def send(run: JobRun, *, notice_id: int) -> None:
    """Mail one message. After a crash it goes out again under the same Message-ID."""
    notice = Notice.objects.select_related("learner").get(pk=notice_id)
    if notice.state != NoticeState.OWED:
        return
    person = person_of(notice.learner)
    if person is None or not person.is_active or not person.email:
        with run.completing():
            leave_to_collect(notice=notice)
        return
    message_for(notice, person.email).send()
    with run.completing():
        mark_sent(notice=notice)


def message_for(notice: Notice, address: str) -> EmailMessage:
    """The mail, named by the notice's key: whoever gets it twice can tell it is the same."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    name = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    message = EmailMessage(
        notice.subject, notice.body, to=[address], headers={"Message-ID": f"<{name}@{host}>"}
    )
    if notice.attachment:
        with storages["private"].open(notice.attachment) as file:
            kind = mimetypes.guess_type(notice.attachment)[0] or "application/octet-stream"
            message.attach(PurePosixPath(notice.attachment).name, file.read(), kind)
    return message
