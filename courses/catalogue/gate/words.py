"""What is looked for in questions and job aids: their pictures, and words that are plain text."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.catalogue.gate.checks import (
    Problem,
    drawing_problems,
    gone,
    says_nothing,
)

Json = dict[str, Any]
# Of what an author may have pasted; a bare < or > is a sign like any other.
MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|img|li|ol|p|span|strong|table|td|th|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
MARKDOWN_LINK = re.compile(r"\[[^\]\n]*\]\([^)\s]*\)")
SKIPPED = ("svg", "path", "key", "to")


def of_question(item: Json) -> Iterator[Problem]:
    """One question as it is frozen."""
    config = item["config"] if isinstance(item["config"], dict) else {}
    if "picture" in config:
        yield from _picture(config)
    yield from _plain([item["stem"], item.get("explanation", ""), config])


def of_job_aid(aid: Any) -> Iterator[Problem]:
    """A card has a name and no empty line; what is printed is what was typed."""
    if not isinstance(aid, dict):
        return
    lines = [str(one) for one in aid.get("items") or []]
    if lines and not str(aid.get("title") or "").strip():
        yield Problem(
            "heading",
            _("It has no title."),
            _("Write one: it stands above the list on the page and on the card."),
        )
    blank = [str(at) for at, one in enumerate(lines, start=1) if not one.strip()]
    if blank:
        yield Problem(
            "empty",
            _("Lines without words: %(lines)s.") % {"lines": ", ".join(blank)},
            _("Write them, or take them out."),
        )
    yield from _plain([aid])


def _picture(config: Json) -> Iterator[Problem]:
    picture = config["picture"]
    if not isinstance(picture, dict):
        yield gone()
        return
    yield from says_nothing(picture["alt"] if "alt" in picture else config.get("alt"))
    yield from drawing_problems(str(picture.get("svg") or ""))


def _plain(value: Any) -> Iterator[Problem]:
    """HTML or Markdown in plain text is shown as it was typed, links and all."""
    for text in _texts(value):
        found = MARKUP.search(text) or MARKDOWN_LINK.search(text)
        if found:
            yield Problem(
                "markup",
                _("“%(markup)s” is shown as it is typed, and is no link or heading to anybody.")
                % {"markup": found.group()[:60]},
                _("Write it in plain words."),
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in SKIPPED:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
