"""The field that holds a lesson's blocks."""

from typing import Any

from wagtail.fields import StreamField

from courses.catalogue.blocks import LessonBlocks


class LessonBody(StreamField):
    """Blocks as JSON. Which blocks there are stands in code only, never in a migration.

    The column is the same whatever blocks exist, so a new kind of block is no change of the
    database. A changed structure of a block still needs a data migration.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(LessonBlocks(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
