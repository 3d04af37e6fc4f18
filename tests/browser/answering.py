"""Answering a question of an attempt as a person would: by its words, whatever its type."""

from typing import Any

from playwright.sync_api import Locator

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
        case "scene":
            act_on_picture(question, config, best)
        case other:
            raise AssertionError(f"Nobody has shown how a {other} is answered.")
