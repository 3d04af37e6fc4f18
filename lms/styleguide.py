"""The living style page, in development only: every component in every state, on sample data."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

STATES = [
    "not-started",
    "in-progress",
    "done",
    "locked",
    "due",
    "overdue",
    "passed",
    "not-passed",
    "optional",
    "pilot",
    "valid",
    "expired",
    "superseded",
    "revoked",
    "unknown",
    "answered",
    "unanswered",
    "right",
    "wrong",
]
ICONS = [
    "home",
    "learn",
    "certificate",
    "person",
    "search",
    "language",
    "signout",
    "next",
    "previous",
    "up",
    "down",
    "chevron",
    "check",
    "done",
    "cross",
    "not-passed",
    "not-started",
    "in-progress",
    "locked",
    "calendar",
    "clock",
    "info",
    "warning",
    "danger",
    "pilot",
    "law",
    "key",
    "question",
    "practice",
    "list",
    "download",
    "print",
    "saved",
    "offline",
    "share",
    "filter",
    "zoom",
    "bookmark",
    "chart",
    "add",
]
COLOURS = [
    "page",
    "surface",
    "sunk",
    "ink",
    "muted",
    "line",
    "line-strong",
    "primary",
    "primary-soft",
    "accent",
    "accent-soft",
    "success",
    "success-soft",
    "warning",
    "warning-soft",
    "danger",
    "danger-soft",
]


class SampleForm(forms.Form):
    """One field of each kind that pages use."""

    service_number = forms.CharField(
        label="Service number or e-mail",
        help_text="Your service number is on your warrant card.",
    )
    district = forms.ChoiceField(
        choices=[("", "Choose a district"), ("cy", "Cayo"), ("or", "Orange Walk")]
    )
    note = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    language = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("en", "English"), ("es", "Español")],
        help_text="Courses are shown in this language where a translation exists.",
    )
    topics = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Seizure"), ("b", "Custody")],
        required=False,
    )
    shared = forms.BooleanField(
        label="Other people use this device",
        required=False,
        help_text="You are signed out after ten idle minutes, and this browser keeps nothing.",
    )


def show(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Your details are saved.")
    return render(request, "styleguide.html", sample(theme=request.GET.get("theme", "")))


def sample(*, theme: str = "") -> dict[str, object]:
    """Everything the style page shows. `theme` forces light or dark."""
    return {
        "theme": theme if theme in ("light", "dark") else "",
        "section": "home",
        "states": STATES,
        "icons": ICONS,
        "colours": COLOURS,
        "ramp": range(1, 6),
        "gaps": ["low-2", "low-1", "mid", "high-1", "high-2"],
        "form": SampleForm(),
        "wrong_form": SampleForm({"service_number": "", "district": "", "language": ""}),
        "figure": render_to_string("styleguide_figure.svg"),
        "page": Paginator(range(200), 10).page(7),
        **_learning(),
        **_assessment(),
        **_tables(),
    }


def _learning() -> dict[str, object]:
    return {
        "crumbs": [
            {"title": "Learn", "url": "#c"},
            {"title": "Digital evidence first responder", "url": "#c"},
        ],
        "contents": [
            {"title": "Why the first hour decides", "url": "#c", "state": "done", "note": "4 min"},
            {"title": "Live or dead systems", "url": "#c", "current": True, "note": "12 min"},
            {"title": "Isolating a phone", "url": "#c", "state": "not-started", "note": "8 min"},
            {"title": "Assessment", "state": "locked", "note": "10 questions"},
        ],
        "meta": ["3 modules", "Counts for: first responder"],
        "facts": [
            {"term": "For", "text": "Police officers who are first at a scene"},
            {"term": "Time", "text": "2 hours 10 minutes, in parts"},
            {"term": "Counts for", "text": "Digital evidence first responder (national profile)"},
        ],
        "steps": [
            "Photograph the screen before anything else, with a watch in the picture.",
            "Isolate the phone: aircraft mode if it needs no unlocking, else a signal bag.",
            "Write down what you did and when: a change you record can be explained.",
        ],
        "checks": [
            "The screen is photographed",
            "The cable is with the device",
            "The bag is sealed and signed",
        ],
        "takeaways": [
            "Leave running what is running.",
            "Record every touch.",
            "Ask before you unlock.",
        ],
        "scenario": [
            {
                "text": "Switch it off to save what is there",
                "feedback": "Memory and open sessions are gone, and the disk may now be encrypted.",
                "verdict": "wrong",
            },
            {
                "text": "Leave it running, photograph the screen and call the unit",
                "feedback": "The state is kept and somebody who can capture it is on the way.",
                "verdict": "right",
            },
            {
                "text": "Look for the file the witness named",
                "feedback": "You may find it, and every click changes times you will answer for.",
                "verdict": "risky",
            },
        ],
    }


def _assessment() -> dict[str, object]:
    phone = "A phone lies unlocked on the table and messages are coming in. What do you do first?"
    return {
        "single": [
            {"value": "a", "text": "Put it in aircraft mode and write down the time"},
            {"value": "b", "text": "Read the messages as they come in", "checked": True},
            {"value": "c", "text": "Switch it off"},
        ],
        "multiple": [
            {"value": "a", "text": "The charger and its cable", "checked": True},
            {"value": "b", "text": "The paper with numbers beside the computer", "checked": True},
            {"value": "c", "text": "The monitor"},
        ],
        "ordering": [
            {"value": "seal", "text": "Seal and sign the bag", "place": 1},
            {"value": "photo", "text": "Photograph the device where it lies", "place": 2},
            {"value": "isolate", "text": "Isolate it from every network", "place": 3},
        ],
        "stem": phone,
        "overview": [
            {"number": n, "item": str(n), "url": f"#question-{n}", "answered": n in (1, 2, 4, 5)}
            for n in range(1, 11)
        ],
        "result_options": [
            {
                "text": "Put it in aircraft mode and write down the time",
                "right": True,
                "feedback": "This stops remote wiping, and the note explains the change you made.",
            },
            {
                "text": "Read the messages as they come in",
                "chosen": True,
                "feedback": "Reading marks them as read, and the phone can still be wiped.",
            },
            {"text": "Switch it off", "feedback": "It may not open again without the code."},
        ],
    }


def _tables() -> dict[str, object]:
    return {
        "columns": [
            {"label": "Area", "url": "#t", "sorted": "ascending"},
            {"label": "People who need it", "number": True, "url": "#t"},
            {"label": "With valid evidence", "number": True},
            {"label": "Difference", "number": True},
        ],
        "rows": [
            ["Seizure and isolation", "120", "45", "75"],
            ["Chain of custody", "120", "60", "60"],
            ["Law of digital evidence", "85", "under 10", "not shown"],
        ],
        "bars": [
            {"label": "Principles and law", "value": 90, "text": "9 of 10"},
            {"label": "Seizure", "value": 60, "text": "6 of 10"},
            {"label": "Custody (estimated)", "value": 40, "text": "4 of 10", "hatch": True},
        ],
    }
