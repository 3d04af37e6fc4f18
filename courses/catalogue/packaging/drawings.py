"""Drawings that come with the program and not with a course: figures of lessons, and scenes."""

from courses.interactions.drawings import FIGURES, UnsafeFigure, drawing
from courses.interactions.scene.pictures import FOLDER as SCENES


def shipped_drawing(name: str) -> str:
    """The markup of a figure or scene of that name; `UnsafeFigure` where there is none."""
    for folder in (FIGURES, SCENES):
        if (folder / name).is_file():
            return drawing(name, folder)
    raise UnsafeFigure(f"there is no drawing called {name!r}")
