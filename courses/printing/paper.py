"""Lesson HTML made fit for paper: no controls, no icons of the site, pictures held inside."""

import base64
import mimetypes
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.storage import default_storage

# What a finger works and paper can't.
CONTROLS = "script, button, input, select, textarea, video, audio, iframe, object, embed, template"
LARGEST_PICTURE = 8_000_000  # bytes


def on_paper(html: str) -> BeautifulSoup:
    """What the screen shows by itself, readable as it stands. Nothing in it has an address."""
    soup = BeautifulSoup(html, "html.parser")
    for control in soup.select(f"{CONTROLS}, svg.icon, link, style"):
        control.decompose()
    for picture in soup.find_all("img"):
        _hold(picture)
    for link in soup.find_all("a"):
        _open(link)
    return soup


def _hold(picture: Tag) -> None:
    """A picture of ours is put into the page; another one is replaced by its words."""
    source = str(picture.get("src", ""))
    if source.startswith("data:image/"):
        return
    del picture["srcset"]
    held = _held(source)
    if held:
        picture["src"] = held
    else:
        picture.replace_with(str(picture.get("alt", "")))


def _held(source: str) -> str:
    name = unquote(source.removeprefix(settings.MEDIA_URL))
    kind = mimetypes.guess_type(name)[0] or ""
    if not source.startswith(settings.MEDIA_URL) or not kind.startswith("image/"):
        return ""
    try:
        with default_storage.open(name) as file:
            content = file.read(LARGEST_PICTURE + 1)
    except (OSError, ValueError):
        return ""
    if len(content) > LARGEST_PICTURE:
        return ""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _open(link: Tag) -> None:
    """An address elsewhere stays one; one inside the site leads nowhere on paper."""
    address = str(link.get("href", ""))
    if not address.startswith(("https://", "http://", "#")):
        link.name = "span"
        link.attrs = {}
