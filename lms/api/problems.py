"""Refusals of the HTTP API as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError


class Problem(Exception):
    """Why a request is refused, in one sentence that its author can act on."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def respond(problem: Problem) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
    }
    headers = {"Cache-Control": "private, no-store", **problem.headers}
    return JsonResponse(
        body,
        status=problem.status.value,
        content_type="application/problem+json",
        headers=headers,
    )


def handle_problems(api: NinjaAPI) -> None:
    """Let every refusal of this API leave in the same form."""

    def known(request: HttpRequest, error: Any) -> HttpResponse:
        return respond(error)

    def unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
        detail = "Send a valid token as 'Authorization: Bearer …'."
        header = 'Bearer realm="skills-gap"'
        return respond(Problem(HTTPStatus.UNAUTHORIZED, detail, WWW_Authenticate=header))

    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        detail = "A parameter could not be read."
        return respond(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail))

    api.add_exception_handler(Problem, known)
    api.add_exception_handler(AuthenticationError, unauthenticated)
    api.add_exception_handler(ValidationError, unreadable)
