"""A picture to mark places on: one of our drawings in its light colours, or an upload."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from courses.interactions.drawings import UnsafeFigure
from courses.interactions.scene.pictures import LARGEST
from courses.questions.pictures import markup_of

SHEETS = ("lms/css/tokens.css", "lms/css/figures.css")


@require_safe
def picture_to_mark(request: HttpRequest) -> HttpResponse:
    """`?drawing=living-room.svg` or `?image=12`: what an author points at."""
    if name := request.GET.get("drawing"):
        try:
            markup = markup_of(name)
        except UnsafeFigure as error:
            raise Http404(str(error)) from error
        end = markup.index(">")
        # Light in the dark too: the marks upon it are made for that.
        svg = f'{markup[:end]} data-theme="light"><style>{_colours()}</style>{markup[end + 1 :]}'
        return HttpResponse(svg, content_type="image/svg+xml")
    pk = request.GET.get("image", "")
    image = None
    if pk.isascii() and pk.isdigit() and len(pk) < 10:
        image = get_image_model().objects.filter(pk=int(pk)).first()
    if image is None:
        raise Http404
    return HttpResponseRedirect(image.get_rendition(LARGEST).url)


@cache
def _colours() -> str:
    """A drawing in an <img> sees nothing of its page's sheets, so it brings its own."""
    return "".join(Path(str(finders.find(sheet))).read_text(encoding="utf-8") for sheet in SHEETS)
