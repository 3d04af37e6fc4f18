"""Blocks of a lesson. Each has an icon, a description and a preview value.

The names of the blocks are those of the curriculum's files and of the stored content:
renaming one needs a migration of stored blocks and of frozen versions' rendering.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks.doing import (
    ChecklistBlock,
    ScenarioBlock,
    SelfCheckBlock,
    StepsBlock,
)
from courses.catalogue.blocks.files import AudioBlock, DownloadBlock, ImageBlock, VideoBlock
from courses.catalogue.blocks.hotspots import HotspotsBlock
from courses.catalogue.blocks.naming import LawBlock, TermBlock, TimelineBlock
from courses.catalogue.blocks.notices import (
    CalloutBlock,
    LegalBlock,
    PracticePointBlock,
    practice_point_choices,
)
from courses.catalogue.blocks.parts import SAMPLE, line, rich
from courses.catalogue.blocks.practice import PracticeBlock
from courses.catalogue.blocks.reading import (
    ExampleBlock,
    FigureBlock,
    HeadingBlock,
    SummaryBlock,
    TableBlock,
)


class LessonBlocks(blocks.StreamBlock):
    """All kinds of content a lesson may hold."""

    text = rich(
        icon="pilcrow",
        template="courses/blocks/text.html",
        description=_("Paragraphs and lists"),
        preview_value=SAMPLE,
        group=_("Text"),
    )
    heading = HeadingBlock(group=_("Text"))
    figure = FigureBlock(group=_("Pictures and files"))
    table = TableBlock(group=_("Text"))
    image = ImageBlock(group=_("Pictures and files"))
    hotspots = HotspotsBlock(group=_("Pictures and files"))
    video = VideoBlock(group=_("Pictures and files"))
    audio = AudioBlock(group=_("Pictures and files"))
    download = DownloadBlock(group=_("Pictures and files"))
    term = TermBlock(group=_("Text"))
    timeline = TimelineBlock(group=_("Text"))
    example = ExampleBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Notices"))
    legal = LegalBlock(group=_("Notices"))
    law = LawBlock(group=_("Notices"))
    practice_point = PracticePointBlock(group=_("Notices"))
    steps = StepsBlock(group=_("To do"))
    checklist = ChecklistBlock(group=_("To do"))
    scenario = ScenarioBlock(group=_("To do"))
    self_check = SelfCheckBlock(group=_("To do"))
    practice = PracticeBlock(group=_("To do"))
    summary = SummaryBlock(group=_("Text"))


class JobAidBlock(blocks.StructBlock):
    """A module's job aid: what fits on a card."""

    title = blocks.CharBlock(max_length=120, required=False)
    intro = blocks.TextBlock(required=False)
    items = blocks.ListBlock(line(), default=[])


class SourceBlock(blocks.StructBlock):
    """What a lesson says and where that is written."""

    claim = blocks.TextBlock(required=False, help_text=_("What the lesson says."))
    source = blocks.CharBlock(max_length=250, help_text=_("Where it is written."))

    class Meta:
        label_format = "{source}"


__all__ = ["JobAidBlock", "LessonBlocks", "SourceBlock", "practice_point_choices"]
