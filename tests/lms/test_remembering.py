"""Small components are made once for their values, and only for the very same values."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from lms.templatetags import remembering


def shown(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


STATE = '{% include "components/state.html" with state=state text=text only %}'


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    remembering._MADE.clear()


def test_the_same_values_give_the_same_and_others_their_own() -> None:
    first = shown(STATE, state="done", text="")
    assert shown(STATE, state="done", text="") == first
    assert "Done" in first
    assert "Due" in shown(STATE, state="due", text="")
    assert "Before Friday" in shown(STATE, state="due", text="Before Friday")


def test_text_that_is_not_safe_stays_escaped_whatever_was_kept() -> None:
    safe = shown(STATE, state="due", text=mark_safe("<b>x</b>"))
    assert "<b>x</b>" in safe
    assert "&lt;b&gt;x&lt;/b&gt;" in shown(STATE, state="due", text="<b>x</b>")
    off = "{% autoescape off %}" + STATE + "{% endautoescape %}"
    assert "<b>x</b>" in shown(off, state="due", text="<b>x</b>")


def test_true_is_not_one() -> None:
    line = '{% include "components/progress.html" with value=1 max=2 words=words only %}'
    assert "True" in shown(line, words=True)
    assert "True" not in shown(line, words=1)


def test_each_language_has_its_own() -> None:
    shown(STATE, state="done", text="")
    with translation.override("es"):
        shown(STATE, state="done", text="")
    assert len({key[1] for key in remembering._MADE}) == 2


def test_long_values_and_objects_are_not_kept_and_the_rest_is_bounded() -> None:
    shown(STATE, state="other", text="x" * 500)
    shown(STATE, state="other", text=["a list"])
    assert not any("other" in str(key) for key in remembering._MADE)
    for number in range(remembering.MOST + 5):
        shown(STATE, state="other", text=f"{number}")
    assert len(remembering._MADE) <= remembering.MOST


def test_a_component_that_reads_the_page_is_never_kept() -> None:
    line = '{% include "components/progress.html" %}'
    assert "1 of 2" in shown(line, value=1, max=2)
    assert "2 of 2" in shown(line, value=2, max=2)
    assert not remembering._MADE
