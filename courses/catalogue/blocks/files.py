"""Blocks that show an upload: picture, video, sound, file to download.

What a learner gets comes from what is frozen beside the body, by the block's id: the upload
itself may be gone by then.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.catalogue.blocks.parts import SAMPLE, rich
from courses.files.captions import cues_in
from courses.files.keeping import shown
from courses.files.kinds import AUDIO, CAPTIONS, VIDEO, is_one_of

CHOOSERS = (ImageChooserBlock, DocumentChooserBlock)


def sample_picture() -> dict[str, Any]:
    url = static("courses/img/sample-picture.svg")
    return {"url": url, "srcset": "", "small": url, "width": 960, "height": 600}


class UploadBlock(blocks.StructBlock):
    """`files` in the template: what is shown for each chooser field."""

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        if "enclosed" not in context:  # the block on its own, in the editor's list of blocks
            return {**context, "files": self.samples()}
        key = context.get("frozen_id", context["block_id"])
        kept = context["enclosed"].get("files", {}).get(str(key), {})
        return {**context, "files": {name: shown(one) for name, one in kept.items()}}

    def samples(self) -> dict[str, Any]:
        names = self.child_blocks.items()
        return {name: sample_picture() for name, b in names if isinstance(b, ImageChooserBlock)}


def refuse(**problems: str) -> None:
    if problems:
        raise blocks.StructBlockValidationError(
            {name: ValidationError(problem) for name, problem in problems.items()}
        )


def alternative() -> blocks.TextBlock:
    return blocks.TextBlock(
        label=_("Text alternative"),
        max_length=600,
        rows=2,
        help_text=_("What the picture says at this place, for people who cannot see it."),
    )


def transcript() -> blocks.RichTextBlock:
    return rich(help_text=_("All that is said and all that matters without sound or picture."))


class ImageBlock(UploadBlock):
    image = ImageChooserBlock(label=_("Picture"), help_text=_("A photograph or a screenshot."))
    alt = alternative()
    caption = blocks.CharBlock(required=False, max_length=250)
    credit = blocks.CharBlock(
        required=False, max_length=120, help_text=_("Who made it and under which terms, if needed.")
    )

    class Meta:
        icon = "image"
        template = "courses/blocks/image.html"
        description = _("A photograph, in sizes that suit the screen")
        preview_value = {
            "alt": "A phone lies in a clear evidence bag with a sealed flap.",
            "caption": "One exhibit, one bag, one seal.",
            "credit": "",
        }


class VideoBlock(UploadBlock):
    title = blocks.CharBlock(max_length=120)
    file = DocumentChooserBlock(label=_("Video"), help_text=_("An MP4 or WebM file."))
    captions = DocumentChooserBlock(help_text=_("A WebVTT file (.vtt) in the video's language."))
    transcript = transcript()
    poster = ImageChooserBlock(required=False, help_text=_("A still that says what it is about."))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        problems = {}
        if not is_one_of(cleaned["file"], VIDEO):
            problems["file"] = _g("This is not an MP4 or WebM video. Choose one that is.")
        if not has_cues(cleaned["captions"]):
            problems["captions"] = _g("This file holds no WebVTT captions. Choose one that does.")
        refuse(**problems)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        return {**context, "mime": VIDEO.get(context["files"].get("file", {}).get("type", ""), "")}

    class Meta:
        icon = "media"
        template = "courses/blocks/video.html"
        description = _("A video with captions and transcript; it loads when asked for")
        preview_value = {"title": "Sealing an evidence bag", "transcript": SAMPLE}


class AudioBlock(UploadBlock):
    title = blocks.CharBlock(max_length=120)
    file = DocumentChooserBlock(label=_("Recording"), help_text=_("An MP3, M4A, OGG or WAV file."))
    transcript = transcript()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not is_one_of(cleaned["file"], AUDIO):
            refuse(file=_g("This is not an MP3, M4A, OGG or WAV recording. Choose one that is."))
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        context = super().get_context(value, parent_context)
        return {**context, "mime": AUDIO.get(context["files"].get("file", {}).get("type", ""), "")}

    class Meta:
        icon = "media"
        template = "courses/blocks/audio.html"
        description = _("A recording with its transcript; it loads when asked for")
        preview_value = {"title": "A call to the specialist", "transcript": SAMPLE}


class DownloadBlock(UploadBlock):
    title = blocks.CharBlock(max_length=120, help_text=_("What the file is, as its link says it."))
    file = DocumentChooserBlock(help_text=_("A PDF, or a document people fill in."))
    text = blocks.TextBlock(required=False, rows=2, help_text=_("What it is good for."))

    class Meta:
        icon = "download"
        template = "courses/blocks/download.html"
        description = _("A file to keep, with its type and size")
        preview_value = {"title": "Custody record, blank form", "text": "To print for the kit."}


def has_cues(upload: Any) -> bool:
    if not is_one_of(upload, CAPTIONS):
        return False
    try:
        with upload.file.open("rb") as file:
            return cues_in(file.read(2_000_000)) > 0
    except OSError:
        return False
