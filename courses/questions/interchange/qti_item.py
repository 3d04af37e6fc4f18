"""One assessmentItem of QTI 2.1."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.questions.interchange.gift_answers import NotRead, figure, plain
from courses.questions.interchange.neutral import Choice, Item, Kind, Number
from courses.questions.interchange.plain_text import tidy
from courses.questions.interchange.refusals import shorten
from courses.questions.interchange.safe_xml import Element

LINES = {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "pre", "blockquote", "prompt"}
LOST = {"b", "i", "strong", "em", "ul", "ol", "table", "a", "sub", "sup", "code", "math"}
MEDIA = {"img", "object"}
FEEDBACK = {"feedbackInline", "feedbackBlock", "modalFeedback"}


def read_item(root: Element, place: str) -> Item:
    body = root.first("itemBody")
    if body is None:
        raise NotRead(_("It has no item body."))
    asked = list(body.within(*_names(body)))
    if len(asked) != 1:
        raise NotRead(
            _("It asks %(n)s things at once; only items with one interaction are read.")
            % {"n": len(asked)}
            if asked
            else _("It has no interaction, so it asks nothing.")
        )
    reader = READERS.get(asked[0].tag)
    if reader is None:
        raise NotRead(
            _("Its interaction “%(name)s” is not read.") % {"name": shorten(asked[0].tag)}
        )
    item = Item(Kind.ESSAY, root.line, "", place=place, identifier=root.get("identifier"))
    item.name = shorten(root.get("title"))
    item.stem = _stem(body, asked[0], item.notes)
    if not item.stem:
        raise NotRead(_("It has no text that asks something."))
    reader(item, asked[0], _declaration(root, asked[0]), root)
    _modal(item, root)
    return item


def _names(body: Element) -> set[str]:
    found = {element.tag for element in _every(body)}
    return {tag for tag in found if tag.endswith("Interaction")} or {"-"}


def _every(element: Element) -> list[Element]:
    return [element, *(inner for child in element.children for inner in _every(child))]


def _words(element: Element, notes: list[str], skip: Element | None = None) -> str:
    return tidy("".join(_parts(element, notes, skip)))


def _parts(element: Element, notes: list[str], skip: Element | None) -> list[str]:
    if element is skip or element.tag in FEEDBACK:
        return [" "]
    if element.tag in MEDIA:
        name = shorten(element.get("alt") or element.get("src") or element.get("data")) or "?"
        _once(notes, _("A picture or recording was left out: %(n)s.") % {"n": name})
    elif element.tag in LOST:
        _once(notes, _("Formatting was left out: %(tags)s.") % {"tags": f"<{element.tag}>"})
    inner: list[str] = []
    for part in element.parts:
        # New lines in the file are not new lines of the text.
        if isinstance(part, str):
            inner.append(part.replace("\n", " "))
        else:
            inner += _parts(part, notes, skip)
    return ["\n", *inner, "\n"] if element.tag in LINES else inner


def _once(notes: list[str], sentence: str) -> None:
    if sentence not in notes:
        notes.append(sentence)


def _stem(body: Element, asked: Element, notes: list[str]) -> str:
    around = _words(body, notes, skip=asked)
    prompt = asked.first("prompt")
    words = _words(prompt, notes) if prompt else ""
    return "\n\n".join(dict.fromkeys(part for part in (around, words) if part))


def _declaration(root: Element, asked: Element) -> Element:
    name = asked.get("responseIdentifier")
    for declared in root.all("responseDeclaration"):
        if declared.get("identifier") == name:
            return declared
    raise NotRead(_("It does not declare the answer to its interaction."))


def _correct(declared: Element) -> list[str]:
    holder = declared.first("correctResponse")
    return [value.text.strip() for value in holder.all("value")] if holder else []


def _mapped(declared: Element) -> dict[str, Decimal]:
    return {
        entry.get("mapKey"): figure(entry.get("mappedValue", "0"))
        for entry in declared.within("mapEntry")
    }


def _choice_feedback(choice: Element, root: Element, notes: list[str]) -> str:
    """Written inside the option, or shown for its identifier."""
    name = choice.get("identifier")
    inline = choice.within("feedbackInline", "feedbackBlock")
    modal = [f for f in root.all("modalFeedback") if f.get("identifier") == name]
    return "\n".join(filter(None, (tidy(f.text) for f in [*inline, *modal])))


def _choice(item: Item, asked: Element, declared: Element, root: Element) -> None:
    item.kind = Kind.CHOICE
    item.multiple = declared.get("cardinality") == "multiple"
    right, worth = set(_correct(declared)), _mapped(declared)
    most = max((value for value in worth.values() if value > 0), default=Decimal(1))
    for choice in asked.all("simpleChoice"):
        name = choice.get("identifier")
        share = 100.0 if name in right else 0.0
        if not right and name in worth:
            share = float(max(Decimal(-100), worth[name] * 100 / most))
        item.choices.append(
            Choice(_words(choice, item.notes), share, _choice_feedback(choice, root, item.notes))
        )
    if not right and not worth:
        item.notes.append(_("It does not say which options are right."))


def _order(item: Item, asked: Element, declared: Element, root: Element) -> None:
    item.kind = Kind.ORDERING
    choices = {choice.get("identifier"): choice for choice in asked.all("simpleChoice")}
    right = _correct(declared)
    if sorted(right) != sorted(choices):
        raise NotRead(_("It does not say the right order of all its steps."))
    item.choices = [
        Choice(_words(choices[name], item.notes), 0, _choice_feedback(choices[name], root, []))
        for name in right
    ]


def _match(item: Item, asked: Element, declared: Element, root: Element) -> None:
    item.kind = Kind.MATCHING
    sets = asked.all("simpleMatchSet")
    if len(sets) != 2:
        raise NotRead(_("It does not have two lists to match."))
    left, right = (_listed(side, item.notes) for side in sets)
    used = set()
    for pair in _correct(declared):
        first, _blank, second = pair.partition(" ")
        if first not in left or second not in right:
            raise NotRead(_("A right pair in it names something that is not in its lists."))
        item.pairs.append((left[first], right[second]))
        used.add(second)
    item.extra = [text for name, text in right.items() if name not in used]


def _listed(side: Element, notes: list[str]) -> dict[str, str]:
    choices = side.all("simpleAssociableChoice")
    return {one.get("identifier"): _words(one, notes) for one in choices}


def _entry(item: Item, asked: Element, declared: Element, root: Element) -> None:
    values = _correct(declared)
    if declared.get("baseType") in ("float", "integer"):
        item.kind = Kind.NUMERIC
        tolerance = _tolerance(item, root)
        item.numbers = [Number(plain(figure(value)), tolerance) for value in values]
    else:
        item.kind = Kind.SHORT_TEXT
        worth = _mapped(declared)
        accepted = [key for key, value in worth.items() if value > 0]
        item.choices = [Choice(tidy(text), 100) for text in dict.fromkeys([*values, *accepted])]
        entries = list(declared.within("mapEntry"))
        item.case_matters = any(entry.get("caseSensitive") == "true" for entry in entries)
    if not item.numbers and not item.choices:
        item.notes.append(_("It does not say which answer is right."))


def _tolerance(item: Item, root: Element) -> str:
    for equal in root.within("equal"):
        if equal.get("toleranceMode") == "absolute":
            numbers = equal.get("tolerance", "0").split()
            return plain(abs(figure(numbers[0]))) if numbers else "0"
        if equal.get("toleranceMode") == "relative":
            item.notes.append(_("Its tolerance in per cent was left out; the number is exact."))
    return "0"


def _extended(item: Item, asked: Element, declared: Element, root: Element) -> None:
    item.kind = Kind.ESSAY
    rubric = "\n".join(tidy(block.text) for block in root.within("rubricBlock"))
    if rubric:
        item.choices = [Choice(rubric, 100)]


def _modal(item: Item, root: Element) -> None:
    names = {choice.get("identifier") for choice in root.within("simpleChoice")}
    for feedback in root.all("modalFeedback"):
        if feedback.get("identifier") not in names:
            _once(item.notes, _("Feedback that belongs to no option was left out."))


READERS: dict[str, Callable[[Item, Element, Element, Element], None]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _entry,
    "extendedTextInteraction": _extended,
}
