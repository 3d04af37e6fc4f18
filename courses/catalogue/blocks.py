"""Blocks of a lesson. Each has an icon, a description and a preview value."""

from wagtail import blocks


class LessonBlocks(blocks.StreamBlock):
    """All kinds of content a lesson may hold."""

    text = blocks.RichTextBlock(icon="pilcrow", description="Paragraphs and lists")
