"""Answering a question of an attempt as a person would: by its words, whatever its type."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.scenes import act_on_picture


def answer_right(question: Locator, item: dict[str, Any]) -> None:
    """`item` has `type`, `config` and `best`, the answer that earns everything."""
    config, best = item["config"], item["best"]
    match item["type"]:
        case "single" | "multiple":
            for option in config["options"]:
                if option["right"]:
                    question.get_by_label(option["text"], exact=True).check()
        case "true_false":
            question.get_by_label(best["verdict"].capitalize(), exact=True).check()
            question.get_by_label(config["reasons"][best["reason"]]["text"], exact=True).check()
        case "ordering":
            for option in reversed(config["options"]):
                move = question.get_by_role("button", name=f"Move up: {option['text']}", exact=True)
                while move.get_attribute("aria-disabled") != "true":
                    move.click()
        case "fatal_ordering":
            for step in config["steps"]:
                name = f"Take this step: {step['text']}"
                question.get_by_role("button", name=name, exact=True).click()
        case "matching":
            for pair in config["pairs"]:
                row = question.get_by_label(pair["left"], exact=True)
                row.select_option(label=pair["right"])
        case "numeric":
            question.get_by_label("Number").fill(best["number"])
            if config["unit_entry"] == "choose":
                question.get_by_label("Unit").select_option(label=best["unit"])
            elif config["unit_entry"] == "type":
                question.get_by_label("Unit").fill(best["unit"])
        case "cloze":
            for number, gap in enumerate(config["gaps"]):
                field = question.get_by_label(f"Gap {number + 1}", exact=True)
                if gap["kind"] == "choice":
                    field.select_option(label=best[number])
                else:
                    field.fill(best[number])
        case "short_text":
            question.get_by_label("Your answer").fill(best)
        case "hotspot":
            name = config["regions"][best["region"]]["name"]
            question.get_by_label(name, exact=True).check()
        case "custody_form":
            for at, entry in enumerate(best["entries"]):
                for place, (field, value) in enumerate(
                    zip(config["entries"][at]["fields"], entry["values"], strict=True)
                ):
                    write(question, f"v-{at}-{place}", field["kind"], value)
                question.locator(f"[name$='-sign-{at}']").check()
        case "scene":
            act_on_picture(question, config, best)
        case other:
            raise AssertionError(f"Nobody has shown how a {other} is answered.")


def write(question: Locator, name: str, kind: str, value: str) -> None:
    """One field of a custody record."""
    if kind == "datetime":
        day, clock, offset = value.split("|")
        question.locator(f"[name$='-{name}-day']").fill(day)
        question.locator(f"[name$='-{name}-clock']").fill(clock)
        question.locator(f"[name$='-{name}-offset']").select_option(offset)
    elif kind == "choice":
        question.locator(f"[name$='-{name}']").select_option(label=value)
    else:
        question.locator(f"[name$='-{name}']").fill(value)


def choose_something(page: Page) -> str:
    """The first option of the first question shown that has options; that question's key."""
    for _question in range(30):
        question = page.locator("fieldset.question:visible").first
        if question.get_attribute("data-kind") in ("single", "multiple"):
            question.locator("label.option").first.click()
            return str(question.get_attribute("data-item"))
        page.get_by_role("button", name="Next", exact=True).click()
    raise AssertionError("No question has options.")
