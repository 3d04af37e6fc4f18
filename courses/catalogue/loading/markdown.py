"""CommonMark into the HTML that the rich text editor knows. Raw HTML stays text."""

import re

import nh3
from markdown_it import MarkdownIt

ALLOWED = {"p", "ul", "ol", "li", "b", "i", "a", "code", "br"}
NAMES = {"strong": "b", "em": "i"}

TERM = re.compile(r'<a href="term:([a-z0-9-]+)">')

parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading", "hr"])


class UnsafeMarkdown(ValueError):
    """Markup that a lesson may not hold."""


def to_html(text: str) -> str:
    """Cleaned HTML. A link to `term:hash-value` names a term of the glossary.

    Refuses links that are not to a web page, an address of ours or an e-mail.
    """
    html = parser.render(text.strip())
    for name, short in NAMES.items():
        html = html.replace(f"<{name}>", f"<{short}>").replace(f"</{name}>", f"</{short}>")
    html = html.replace("<pre><code>", "<p><code>").replace("</code></pre>", "</code></p>")
    cleaned = nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "term"},
        link_rel=None,
    )
    if "](" in text and "<a" not in cleaned:
        raise UnsafeMarkdown("a link leads to an address that is not allowed")
    return TERM.sub(r'<a linktype="term" data-term="\1">', cleaned).strip()
