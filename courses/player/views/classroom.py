"""A lesson in a room: the screen that the trainer moves, and the phones that follow it."""

from secrets import token_hex
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import current_version, lesson_of
from courses.classroom import services
from courses.classroom.models import ClassSession
from courses.classroom.queries import people_known_to
from courses.classroom.slides import slides_of
from courses.player.access import learner_in, person_in
from courses.player.page import page

PHONE = "class_phone"


@login_required
@require_POST
def class_begin(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    version = current_version(get_object_or_404(CoursePage, slug=course))
    found = lesson_of(version.pk, module, lesson) if version else None
    if found is None:
        raise Http404
    session = services.begin(
        lesson=found, by=person_in(request), place=request.POST.get("place", "")
    )
    return redirect("class-screen", session.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_screen(request: HttpRequest, session: UUID) -> HttpResponse:
    """What the projector shows. Its buttons move it for everybody."""
    found = _session(session)
    if found.held_by_id != learner_in(request).pk:
        raise Http404
    if request.method == "POST":
        return _moved(request, found)
    if found.ended_at is not None:
        return redirect("class-present", found.pk)
    slides, slide = slides_of(found.lesson), services.current(found)
    address = request.build_absolute_uri(reverse("class-join"))
    context = {
        "session": found,
        "slide": slide,
        "answers": _answers(found) if slide.question else [],
        "number": found.at + 1,
        "total": len(slides),
        "present": found.present.count(),
        "address": address.split("://", 1)[-1],
        "qr": _qr(f"{address}?code={found.code}"),
    }
    return page(request, "courses/class_screen.html", context)


def _moved(request: HttpRequest, found: ClassSession) -> HttpResponse:
    by, act = person_in(request), request.POST.get("act", "")
    try:
        if act == "next":
            services.move(session=found, by=by, to=found.at + 1)
        elif act == "back":
            services.move(session=found, by=by, to=found.at - 1)
        elif act == "reveal":
            services.reveal(session=found, by=by, hands=request.POST.getlist("hands"))
        elif act == "end":
            services.end(session=found, by=by)
            return redirect("class-present", found.pk)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("class-screen", found.pk)


def _answers(found: ClassSession) -> list[dict[str, object]]:
    """The options of the question on the screen, with the counts once they are shown."""
    slide = services.current(found)
    assert slide.question is not None  # noqa: S101
    counts = found.counts.get(slide.block, []) if found.revealed else []
    top = max([*counts, 1])
    return [
        {
            "letter": "ABCDEFGHIJ"[at],
            "value": at,
            "text": option["text"],
            **(
                {
                    "right": option["right"],
                    "feedback": option["feedback"],
                    "count": counts[at] if at < len(counts) else 0,
                    "top": top,
                }
                if found.revealed
                else {}
            ),
        }
        for at, option in enumerate(slide.question["options"])
    ]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_join(request: HttpRequest) -> HttpResponse:
    """Type the code from the screen. A code in the address is only filled in: joining is posted."""
    code = request.POST.get("code", request.GET.get("code", ""))[:20]
    if request.method == "POST":
        try:
            session = services.join(code=code, learner=learner_in(request))
        except services.ClassOver as refusal:
            context = {"code": code, "error": refusal.messages[0]}
            return page(request, "courses/class_join.html", context)
        return redirect("class-phone", session.pk)
    return page(request, "courses/class_join.html", {"code": code})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_phone(request: HttpRequest, session: UUID) -> HttpResponse:
    """What a phone shows: the question on the screen, and whether this phone has answered."""
    found = _joined(request, session)
    if request.method == "POST":
        try:
            services.raise_hand(
                session=found,
                phone=_phone(request),
                block=request.POST.get("block", ""),
                option=request.POST.get("option", ""),
            )
        except ValidationError as refusal:
            messages.info(request, refusal.messages[0])
        return redirect("class-phone", found.pk)
    slide = services.current(found)
    mine = found.hands.filter(phone=request.session.get(PHONE, ""), block=slide.block).first()
    context = {
        "session": found,
        "slide": slide,
        "answers": _answers(found) if slide.question else [],
        "chosen": mine.option if mine else None,
        "mark": _mark(found),
    }
    return page(request, "courses/class_phone.html", context)


@login_required
@never_cache
@require_safe
def class_state(request: HttpRequest, session: UUID) -> JsonResponse:
    """A mark that changes when the screen does: the phone's script then asks for the page."""
    return JsonResponse({"mark": _mark(_joined(request, session))})


@login_required
@never_cache
@require_safe
def class_present(request: HttpRequest, session: UUID) -> HttpResponse:
    """Who was there, for whoever held the class: names of the own agency, others as a number."""
    found = _session(session)
    if found.held_by_id != learner_in(request).pk:
        raise Http404
    people, total = people_known_to(found, person_in(request)), found.present.count()
    context = {"session": found, "people": people, "others": total - len(people), "total": total}
    return page(request, "courses/class_present.html", context)


def _session(pk: UUID) -> ClassSession:
    return get_object_or_404(ClassSession.objects.select_related("lesson__module__version"), pk=pk)


def _joined(request: HttpRequest, pk: UUID) -> ClassSession:
    found = _session(pk)
    if not found.present.filter(learner_id=learner_in(request).pk).exists():
        raise Http404
    return found


def _phone(request: HttpRequest) -> str:
    if PHONE not in request.session:
        request.session[PHONE] = token_hex(16)
    return str(request.session[PHONE])


def _mark(found: ClassSession) -> str:
    return f"{found.at}-{found.revealed:d}-{found.ended_at is not None:d}"


def _qr(address: str) -> str:
    code = segno.make(address, error="m").svg_inline(
        scale=4, border=2, dark="#17222b", light="#ffffff", title=_("Address of this class")
    )
    return mark_safe(code)  # noqa: S308  made by segno
