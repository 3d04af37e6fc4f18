"""Drawings go into pages, so they may hold nothing but shapes, text and classes."""

import pytest

from courses.catalogue.figures import (
    FOLDER,
    UnsafeFigure,
    check_figure,
    figure,
    figure_names,
    inline_figure,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


@pytest.mark.parametrize("name", figure_names())
def test_every_shipped_figure_is_safe(name: str) -> None:
    markup = figure(name)
    assert markup.startswith("<svg")
    assert 'aria-label="' in inline_figure(markup, "11111111")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>*{}</style>",
        '<rect style="fill:red"/>',
        '<rect onload="alert(1)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="https://example.org/a.png"/>',
        '<use href="https://example.org/a.svg#b"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="//example.org/a"/>',
        '<rect fill="url(https://example.org/a)"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        "<rect",
    ],
)
def test_a_hostile_drawing_is_refused(inside: str) -> None:
    with pytest.raises(UnsafeFigure):
        check_figure(SVG.format(inside))


def test_entities_and_other_roots_are_refused() -> None:
    with pytest.raises(UnsafeFigure):
        check_figure('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"))
    with pytest.raises(UnsafeFigure):
        check_figure("<html><body/></html>")
    with pytest.raises(UnsafeFigure):
        check_figure(SVG.format("<text>" + "x" * 70_000 + "</text>"))


@pytest.mark.parametrize("name", ["../course.yaml", "nothing.svg", "/etc/passwd", "A.svg", ""])
def test_a_figure_is_taken_from_its_folder_only(name: str) -> None:
    with pytest.raises(UnsafeFigure):
        figure(name)
    assert FOLDER.is_dir()


def test_two_drawings_on_one_page_share_no_id() -> None:
    svg = SVG.format('<title>A "name"</title><defs><g id="g"/></defs><use href="#g"/>')
    one, two = inline_figure(svg, "aaaaaaaa"), inline_figure(svg, "bbbbbbbb")
    assert 'id="faaaaaaaa-g"' in one
    assert 'href="#faaaaaaaa-g"' in one
    assert 'id="fbbbbbbbb-g"' in two
    assert 'role="img" aria-label="A &quot;name&quot;"' in one
