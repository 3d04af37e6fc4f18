"""The index: where each term stands, lesson by lesson.

Terms are those of the glossary that the lessons enclose, and what authors set in bold where that is
a name and not a sentence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag

from courses.printing.blocks import PrintedLesson

LONGEST = 4  # words
NOT_A_NAME = re.compile(
    r"^(\d|not\b|never\b|on\b|in\b|from\b|two\b|the\b|a\b|cut\b|leave\b|stop\b|or\b)", re.IGNORECASE
)
WHERE = ("p", "li", "td", "dd", "strong", "b", "i", "em", "span", "a")


@dataclass
class Entry:
    """A line of the index; `anchors` in the order of the pages."""

    words: str
    anchors: list[str] = field(default_factory=list)

    @property
    def letter(self) -> str:
        return self.words[0].upper()


def index_of(lessons: list[PrintedLesson]) -> list[Entry]:
    """Mark each term at its first place in each lesson, and return the index by alphabet."""
    entries = {words.casefold(): Entry(words) for words in _terms(lessons)}
    for number, printed in enumerate(lessons):
        _mark(printed.soup, entries, f"t{number}")
        for ref, anchor in printed.refs.items():
            entries.setdefault(ref.casefold(), Entry(ref)).anchors.append(anchor)
    found = (entry for entry in entries.values() if entry.anchors)
    return sorted(found, key=lambda entry: entry.words.casefold())


def _terms(lessons: Iterable[PrintedLesson]) -> list[str]:
    lessons = list(lessons)
    terms = {
        str(one["term"])
        for printed in lessons
        for one in printed.lesson.enclosed.get("terms", {}).values()
    }
    known = {term.casefold() for term in terms}
    bold = {words for printed in lessons for words in _bold(printed.soup)}
    return sorted(terms | {words for words in bold if words.casefold() not in known})


def _bold(soup: BeautifulSoup) -> Iterable[str]:
    for bold in soup.select(".b-text b, .b-text strong"):
        words = " ".join(bold.get_text().split())
        several = 2 <= len(words.split()) <= LONGEST
        if (several or words.isupper() or "-" in words) and _is_name(words):
            yield words if words[:2].isupper() or "-" in words else words[:1].lower() + words[1:]


def _is_name(words: str) -> bool:
    return len(words) > 2 and words[-1].isalnum() and not NOT_A_NAME.match(words)


def _mark(soup: BeautifulSoup, entries: dict[str, Entry], prefix: str) -> None:
    wanted = {key for key in entries if not key.startswith(("pp-", "lr-"))}
    for text in soup.find_all(string=True):
        if not wanted:
            return
        if text.parent is not None and text.parent.name in WHERE:
            _mark_in(text, entries, wanted, prefix)


def _mark_in(
    text: NavigableString, entries: dict[str, Entry], wanted: set[str], prefix: str
) -> None:
    by_length = sorted(wanted, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, by_length))})(?!\w)", re.IGNORECASE)
    found = pattern.search(text.replace("\n", " ")) if wanted else None
    key = found.group(1).casefold() if found else ""
    if found is None or key not in wanted:
        return
    wanted.discard(key)
    anchor = f"{prefix}-{len(wanted)}"
    entries[key].anchors.append(anchor)
    mark = Tag(name="span", attrs={"id": anchor})
    mark.string = text[found.start() : found.end()]
    before, after = text[: found.start()], NavigableString(text[found.end() :])
    text.replace_with(NavigableString(before), mark, after)
    _mark_in(after, entries, wanted, prefix)
