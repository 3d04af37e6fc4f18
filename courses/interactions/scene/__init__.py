"""An evidence scene: a picture of a place, its objects, and what an officer does with each."""

from courses.interactions.scene.asking import asking
from courses.interactions.scene.config import clean
from courses.interactions.scene.grading import Findings, find, model_steps
from courses.interactions.scene.pictures import frozen_picture
from courses.interactions.scene.procedure import FATAL, acts_of
from courses.interactions.scene.sample import SAMPLE, SAMPLE_RIGHT, SAMPLE_WRONG
from courses.interactions.scene.steps import NotAStep, joined, read_steps
from courses.interactions.scene.telling import LogRow, log_rows, telling

__all__ = [
    "FATAL",
    "SAMPLE",
    "SAMPLE_RIGHT",
    "SAMPLE_WRONG",
    "Findings",
    "LogRow",
    "NotAStep",
    "acts_of",
    "asking",
    "clean",
    "find",
    "frozen_picture",
    "joined",
    "log_rows",
    "model_steps",
    "read_steps",
    "telling",
]
