"""The person's own messages, whether or not they were mailed."""

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.api import learner_of
from lms.notices.queries import messages_of


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    page = Paginator(messages_of(learner_of(request)), 20).get_page(request.GET.get("page"))
    return render(request, "notices/mine.html", {"page": page})


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Somebody else's message doesn't exist here."""
    own = messages_of(learner_of(request)).exclude(attachment="")
    notice = get_object_or_404(own, pk=pk)
    return FileResponse(storages["private"].open(notice.attachment), as_attachment=True)
