"""The skills-gap figures for programs: one stored month, as the page and the file show it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import Router

from lms.api.problems import Problem
from lms.api.tokens import ScopedToken
from nice_framework.api import NoSnapshot, UnreadableMonth, as_document, published

router = Router(auth=ScopedToken("skills-gap:read"), tags=["skills gap"])


@router.get("/skills-gap", summary="Skills-gap figures of one month", url_name="skills-gap")
def skills_gap(request: HttpRequest, month: str = "") -> HttpResponse:
    """The newest month, or the one given as `month=2026-11`.

    A value that is withheld is null with a code. A month never changes once published, so a
    program that sends `If-None-Match` is answered 304.
    """
    if not request.accepts("application/json"):
        raise Problem(HTTPStatus.NOT_ACCEPTABLE, "This address answers in application/json only.")
    try:
        release = published(month)
    except UnreadableMonth as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(error.messages)) from None
    except NoSnapshot as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from None
    response = JsonResponse(as_document(release))
    response["ETag"] = f'"{release.snapshot.name}-{release.snapshot.pk}"'
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response
