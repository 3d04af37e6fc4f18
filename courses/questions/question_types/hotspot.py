"""A place on a picture: marked there, or chosen from the list of its places."""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageChooserBlock

from courses.interactions.marking import MarkedPictureAdapter
from courses.questions.pictures import (
    check_picture,
    drawing_choices,
    frozen_picture,
    shown_picture,
)
from courses.questions.question_types.base import LOOKING, Answer, Config, Grade, InvalidAnswer
from courses.questions.question_types.cleaning import different, flag, mapping, rows, words
from courses.questions.question_types.filling import FieldsType, place

POINT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?)")
Point = tuple[float, float]


class RegionBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        max_length=120,
        help_text=gettext_lazy("As one says it without the picture: “the router on the shelf”."),
    )
    area = blocks.CharBlock(
        max_length=400,
        help_text=gettext_lazy(
            "Drawn on the picture above, or written: corners as from-left,from-top in per cent, "
            "two for a rectangle (10,20 35,60), three and more for another shape."
        ),
    )
    right = blocks.BooleanBlock(required=False, label=gettext_lazy("This place is right"))
    feedback = blocks.TextBlock(
        rows=2, help_text=gettext_lazy("What a learner reads: why it is this place, or not.")
    )

    class Meta:
        label_format = "{name}"


class HotspotBlock(blocks.StructBlock):
    figure = blocks.ChoiceBlock(
        choices=drawing_choices,
        required=False,
        label=gettext_lazy("One of our drawings"),
        help_text=gettext_lazy("A drawing follows the reader’s colours and weighs little."),
    )
    image = ImageChooserBlock(
        required=False,
        label=gettext_lazy("Or a picture of yours"),
        help_text=gettext_lazy("Published versions keep their own copy of it."),
    )
    alt = blocks.TextBlock(
        rows=3,
        label=gettext_lazy("What the picture shows"),
        help_text=gettext_lazy(
            "For people who cannot see it. Say where things are, not which one is right."
        ),
    )
    regions = blocks.ListBlock(
        RegionBlock(),
        default=[{"name": "", "area": "", "feedback": ""}] * 3,
        min_num=2,
        max_num=12,
        label=gettext_lazy("Places"),
        help_text=gettext_lazy("Right ones and others; their names stand in a list to choose."),
    )
    elsewhere = blocks.TextBlock(
        rows=2,
        label=gettext_lazy("Feedback on any other place"),
        help_text=gettext_lazy("For a mark beside all places."),
    )


register(
    MarkedPictureAdapter(
        drawing="figure",
        image="image",
        places="regions",
        form="area",
        words={"mark": gettext_lazy("Place to mark"), "unnamed": gettext_lazy("Place %n")},
    ),
    HotspotBlock,
)


class Hotspot(FieldsType):
    """A response is `{"region": position}` or, marked on the picture, `{"x": 12.5, "y": 40.0}`."""

    key = "hotspot"
    label = gettext_lazy("Place on a picture")
    description = gettext_lazy("The learner marks a place on a picture or names it in a list.")
    scoring = gettext_lazy("A right place earns everything, another nothing.")
    icon = "crosshairs"
    group = LOOKING
    parts = ("figure", "image", "alt", "regions", "elsewhere")
    scripts = ("courses/js/picture-marker.js",)
    sample = {
        "figure": "storage-shelf.svg",
        "image": None,
        "alt": "An exhibit store: a door on the left, shelves in the middle, a notice at right.",
        "regions": [
            {
                "name": "The door on the left",
                "area": "5,15 22,56",
                "right": True,
                "feedback": "Right. Who enters is written down here.",
            },
            {
                "name": "The bottom shelf",
                "area": "29,41 76,50",
                "right": False,
                "feedback": "Exhibits stand here, off the floor.",
            },
            {
                "name": "The notice on the right",
                "area": "81,12 96,12 96,32 81,32",
                "right": False,
                "feedback": "It says what may be stored. Nobody signs it.",
            },
        ],
        "elsewhere": "Look for the place that everybody passes.",
    }
    sample_right = {"region": 0}
    sample_wrong = ({"region": 1}, {"x": 90.0, "y": 20.0}, {"x": 1.0, "y": 99.0})

    def block(self) -> blocks.Block:
        return HotspotBlock()

    def clean(self, config: Any) -> Config:
        config = mapping(config)
        figure = words(config.get("figure"), _("The drawing"), required=False, most=80)
        image = config.get("image")
        check_picture(figure, image)
        given = rows(config, "regions", _("places"), least=2, most=12)
        regions = [_region(row, n) for n, row in enumerate(given, start=1)]
        different([one["name"] for one in regions], _("The place"))
        if not 0 < sum(one["right"] for one in regions) < len(regions):
            raise ValidationError(_("Mark at least one place as right, and not all of them."))
        return {
            "figure": figure,
            "image": image,
            "alt": words(config.get("alt"), _("What the picture shows"), most=1000),
            "regions": regions,
            "elsewhere": words(config.get("elsewhere"), _("The feedback on any other place")),
        }

    def frozen(self, config: Config) -> Config:
        return {**config, "picture": frozen_picture(config["figure"], config["image"])}

    def shown(self, config: Config, rng: Random) -> list[int]:
        order = list(range(len(config["regions"])))
        rng.shuffle(order)
        return order

    def read(self, config: Config, shown: list[int], given: Mapping[str, Any]) -> Answer:
        """A place of the list counts before a mark: without a script only the list can change."""
        at = place(given.get("region"), len(shown))
        if at is not None:
            return {"region": shown[at]}
        x, y = given.get("x"), given.get("y")
        return (
            None
            if x in (None, "") and y in (None, "")
            else self.normalise(config, {"x": x, "y": y})
        )

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer is None:
            return None
        if not isinstance(answer, dict):
            raise InvalidAnswer(_("Mark a place, or choose one from the list."))
        at = place(answer.get("region"), len(config["regions"]))
        if at is not None:
            return {"region": at}
        return {"x": _per_cent(answer.get("x")), "y": _per_cent(answer.get("y"))}

    def grade(self, config: Config, response: Answer) -> Grade:
        at = self.region(config, response)
        right = at is not None and config["regions"][at]["right"]
        return Grade(float(right), right)

    def region(self, config: Config, response: Answer) -> int | None:
        """The place meant; where places overlap, a right one."""
        if response is None:
            return None
        if "region" in response:
            return int(response["region"])
        inside = [
            at
            for at, one in enumerate(config["regions"])
            if _inside((response["x"], response["y"]), _corners(one["area"]))
        ]
        right = [at for at in inside if config["regions"][at]["right"]]
        return next(iter([*right, *inside]), None)

    def model_answer(self, config: Config) -> Answer:
        return {"region": [one["right"] for one in config["regions"]].index(True)}

    def asking(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        given = response or {}
        return {
            **_drawn(config, response),
            "x": given.get("x", ""),
            "y": given.get("y", ""),
            "options": [
                {
                    "value": n,
                    "text": config["regions"][at]["name"],
                    "checked": given.get("region") == at,
                }
                for n, at in enumerate(shown)
            ],
        }

    def telling(self, config: Config, shown: list[int], response: Answer) -> dict[str, Any]:
        meant, drawn = self.region(config, response), _drawn(config, response)
        picture = drawn["picture"]
        width, height = (picture.width, picture.height) if picture else (100, 100)
        return {
            **drawn,
            "beside": response is not None and meant is None,
            "elsewhere": config["elsewhere"],
            "regions": [
                {
                    **one,
                    "n": at + 1,
                    "chosen": at == meant,
                    "points": " ".join(
                        _scaled(point, width, height)["pair"] for point in _corners(one["area"])
                    ),
                    "label": _scaled(_middle(_corners(one["area"])), width, height),
                }
                for at, one in enumerate(config["regions"])
            ],
        }


def _drawn(config: Config, response: Answer) -> dict[str, Any]:
    """The picture with the learner's mark, if it was marked. Nothing of its places."""
    kept = config.get("picture") or frozen_picture(config["figure"], config["image"])
    picture = shown_picture(kept, config["alt"])
    if picture is None:
        return {"picture": None}
    marked, size = response is not None and "x" in response, (picture.width, picture.height)
    return {
        "picture": picture,
        "radius": str(round(max(size) * 0.03, 1)),
        "mark": _scaled((response["x"], response["y"]), *size) if marked else None,
    }


def _per_cent(value: Any) -> float:
    try:
        found = float(value) if isinstance(value, str | int | float) else float("nan")
    except (ValueError, OverflowError):
        found = float("nan")
    if isinstance(value, bool) or not 0 <= found <= 100:
        raise InvalidAnswer(_("That place is not on the picture."))
    return round(found, 1)


def _corners(area: str) -> list[Point]:
    """A rectangle by two opposite corners, or the corners of another shape."""
    points = [(float(x), float(y)) for x, y in POINT.findall(area)]
    if len(points) != 2:
        return points
    (left, top), (right, bottom) = points
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _inside(point: Point, corners: list[Point]) -> bool:
    """By the edges that a line to the right crosses."""
    x, y = point
    found = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
    return found


def _middle(corners: list[Point]) -> Point:
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _scaled(point: Point, width: int, height: int) -> dict[str, Any]:
    x, y = round(point[0] * width / 100, 1), round(point[1] * height / 100, 1)
    return {"x": str(x), "y": str(y), "pair": f"{x},{y}"}


def _region(row: Config, number: int) -> Config:
    n = {"n": number}
    area = " ".join(words(row.get("area"), _("The area of place %(n)s") % n, most=400).split())
    points = [POINT.fullmatch(one) for one in area.split(" ")]
    if len(points) < 2 or not all(points):
        raise ValidationError(
            _("The area of place %(n)s: write corners as 10,20 35,60 in per cent.") % n
        )
    corners = _corners(area)
    xs, ys = {x for x, _y in corners}, {y for _x, y in corners}
    if max(xs | ys) > 100:
        raise ValidationError(_("The area of place %(n)s reaches beyond the picture.") % n)
    if max(xs) - min(xs) < 2 or max(ys) - min(ys) < 2:
        raise ValidationError(_("The area of place %(n)s is too small to hit.") % n)
    return {
        "name": words(row.get("name"), _("The name of place %(n)s") % n, most=120),
        "area": area,
        "right": flag(row.get("right"), _("Whether place %(n)s is right") % n),
        "feedback": words(row.get("feedback"), _("The feedback of place %(n)s") % n),
    }
