"""Evidence scene: an officer acts on the objects of a picture, and the custody log fills itself."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block

from courses.interactions import scene
from courses.interactions.scene.blocks import SceneBlock
from courses.questions.question_types.base import (
    LOOKING,
    Answer,
    Config,
    Grade,
    InvalidAnswer,
    QuestionType,
    Shown,
    fields,
)


class Scene(QuestionType):
    """A response is the log: steps that are added and never taken out."""

    key = "scene"
    label = gettext_lazy("Evidence scene")
    description = gettext_lazy(
        "The learner acts on the objects of a picture; the custody log fills itself."
    )
    scoring = gettext_lazy(
        "A point for each required step and each order kept, over all of them. A harmful step "
        "costs a point; a fatal one fails the assessment. What was undone doesn't count."
    )
    icon = "crosshairs"
    group = LOOKING
    parts = ("picture", "objects", "order", "seals")
    styles = ("courses/css/scene.css",)
    scripts = ("courses/js/evidence-scene.js",)
    keeps_log = True
    prints_log = True
    sample = scene.SAMPLE
    sample_right = scene.SAMPLE_RIGHT
    sample_wrong = scene.SAMPLE_WRONG

    def block(self) -> Block:
        return SceneBlock()

    def clean(self, config: Any) -> Config:
        return scene.clean(config)

    def can_be_fatal(self, config: Config) -> bool:
        return any(act.standing == scene.FATAL for act in scene.acts_of(config).values())

    def points(self, config: Config) -> set[str]:
        return {
            action["point"]
            for one in config["objects"]
            for action in one["actions"]
            if action["point"]
        }

    def frozen(self, config: Config) -> Config:
        return {**config, "picture": scene.frozen_picture(config["picture"])}

    def touched(self, config: Config, shown: Shown, data: Mapping[str, Any], name: str) -> bool:
        """Only a button of the scene says something; a choice not logged is none."""
        return any(part in ("add", "undo") for part in fields(data, name))

    def from_form(
        self, config: Config, shown: Shown, data: Mapping[str, Any], name: str, before: Answer
    ) -> Answer:
        """One step a post: `add` names the object, `do-<object>` the action, `undo` an entry."""
        given = {part: str(values[-1]) for part, values in fields(data, name).items() if values}
        if "undo" in given:
            step = {"undo": given["undo"]}
        elif "add" in given:
            step = _chosen(given)
        else:
            return before
        return self.normalise(config, [*(before or []), {"id": uuid4().hex[:12], **step}])

    def normalise(self, config: Config, answer: Any) -> Answer:
        if answer in (None, "", []):
            return None
        try:
            return scene.read_steps(config, answer)
        except scene.NotAStep as refusal:
            raise InvalidAnswer(str(refusal)) from refusal

    def joined(self, config: Config, before: Answer, answer: Answer) -> Answer:
        try:
            return scene.joined(before, answer) or None
        except scene.NotAStep as refusal:
            raise InvalidAnswer(str(refusal)) from refusal

    def grade(self, config: Config, response: Answer) -> Grade:
        found = scene.find(config, response or [])
        return Grade(found.score, found.right, fatal=bool(found.fatal))

    def model_answer(self, config: Config) -> Answer:
        return scene.model_steps(config)

    def asking(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        return scene.asking(config, response)

    def telling(self, config: Config, shown: Shown, response: Answer) -> dict[str, Any]:
        return scene.telling(config, response)


def _chosen(given: dict[str, str]) -> dict[str, str]:
    """The action of the object whose button was pressed; Enter in a field presses the first."""
    chosen = {part.removeprefix("do-"): value for part, value in given.items() if "do-" in part}
    one = given["add"] if given["add"] in chosen or len(chosen) != 1 else next(iter(chosen))
    if one not in chosen:
        raise InvalidAnswer(_("Choose what you do with it, then add it to the log."))
    return {"object": one, "action": chosen[one], "seal": given.get(f"seal-{one}", "")}
