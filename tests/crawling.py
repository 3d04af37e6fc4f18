"""Visiting a site as a person with a browser would: by every link, and by every address it has."""

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from lxml import html

from tests import pdf_tools

LINKS = ("href", "src", "data-url", "data-chooser-url", "hx-get", "data-w-swap-src-value")
HOST = "http://testserver"
# Not links to follow: files of the design, and the way out.
LEFT_OUT = re.compile(r"^/(static|media|admin/jsi18n|admin/sprite)|logout")


@dataclass(frozen=True)
class Answer:
    """What came back for one address, with all that it holds as text."""

    url: str
    status: int
    text: str
    is_html: bool

    def links(self) -> list[str]:
        return _links(self.text, self.url) if self.is_html else []

    def words(self) -> str:
        """What stands on the page, to read; a moment by its date.

        Wagtail writes how long ago it was, which is another word a minute later.
        """
        if not self.is_html:
            return self.text
        tree = _tree(self.text)
        for hidden in list(tree.iter("script", "style", "template")):
            hidden.drop_tree()
        for moment in tree.xpath("//time[@datetime]"):
            moment.text = moment.get("datetime")
        return " ".join(tree.text_content().split())

    def searches(self) -> list[tuple[str, str]]:
        """Address and field of each form in which one types what to look for."""
        return _searches(self.text, self.url) if self.is_html else []


def get(client: Client, url: str) -> Answer:
    response = client.get(url)
    kind = response.headers.get("Content-Type", "")
    body = response.getvalue()
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    text = headers + "\n" + unquote(headers) + "\n\n" + _text(body, kind)
    return Answer(url, response.status_code, text, "html" in kind or "json" in kind)


def crawl(client: Client, starts: Iterable[str], *, per_view: int, most: int) -> Iterator[Answer]:
    """Follow every link from the starts; of addresses alike but for their numbers, only some."""
    waiting, seen, visits = deque(starts), set[str](), Counter[str]()
    while waiting and len(seen) < most:
        url = waiting.popleft()
        kind = _kind(url)
        if url in seen or visits[kind] >= per_view:
            continue
        seen.add(url)
        visits[kind] += 1
        answer = get(client, url)
        yield answer
        waiting.extend(answer.links())


def addresses(filling: dict[str, Any]) -> Iterator[str]:
    """Every address of the site, its blanks filled by name or else by kind of value."""
    for route, blanks in _patterns(get_resolver(), ""):
        url = "/" + route
        for name, kind in blanks.items():
            url = url.replace(f"{{{name}}}", str(filling.get(name, filling[kind])))
        if not LEFT_OUT.search(url) and "(" not in url:
            yield url


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, dict[str, str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, before + _plain(pattern)[0])
        elif isinstance(pattern, URLPattern):
            route = before + _plain(pattern)[0]
            names = re.findall(r"\{(\w+)\}", route)
            yield route, {name: _converter(pattern, name) for name in names}


def _plain(pattern: Any) -> tuple[str]:
    """A route with its blanks as {name}, whether it is written as a path or as an expression."""
    text = str(pattern.pattern)
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", text)
    text = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", text)
    return (text.replace("^", "").replace("$", "").replace("\\", "").replace("(?:", ""),)


def _converter(pattern: URLPattern, name: str) -> str:
    converter = getattr(pattern.pattern, "converters", {}).get(name)
    return type(converter).__name__ if converter else "StringConverter"


def _kind(url: str) -> str:
    parts = urlsplit(url)
    try:
        view = resolve(parts.path).view_name or parts.path
    except Resolver404:
        view = parts.path
    if view == "wagtail_serve":
        view = parts.path
    return f"{view}?{sorted({name for name, _value in parse_qsl(parts.query)})}"


def _links(text: str, url: str) -> list[str]:
    found = []
    for node in _tree(text).iter():
        for name in LINKS:
            value = node.get(name)
            if value and (link := _own(value, url)):
                found.append(link)
    return found


def _searches(text: str, url: str) -> list[tuple[str, str]]:
    found = []
    for form in _tree(text).iter("form"):
        if (form.get("method") or "get").lower() != "get":
            continue
        action = _own(form.get("action") or url, url)
        for field in form.iter("input"):
            if action and field.get("name") and field.get("type", "text") in ("text", "search"):
                found.append((urlsplit(action).path, field.get("name")))
    return found


def _tree(text: str) -> Any:
    body = text.split("\n\n", 1)[-1]
    # Wagtail sends some pages as HTML within JSON.
    body = body.replace("\\n", "\n").replace('\\"', '"') if body.startswith("{") else body
    return html.fromstring(f"<div>{body}</div>")


def _own(value: str, url: str) -> str:
    """The address on this host that a link leads to, without its fragment; none elsewhere."""
    try:
        target = urlsplit(urljoin(HOST + url, value.strip()))
    except ValueError:
        return ""
    if f"{target.scheme}://{target.netloc}" != HOST or LEFT_OUT.search(target.path):
        return ""
    return target.path + (f"?{target.query}" if target.query else "")


def _text(body: bytes, kind: str) -> str:
    if "pdf" in kind:
        return pdf_tools.run("pdftotext", "-", "-", input=body, check=False).stdout.decode()
    if "spreadsheet" in kind or "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return body.decode(errors="replace")
