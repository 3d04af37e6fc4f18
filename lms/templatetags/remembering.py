"""`{% include … only %}` that makes a small component once and remembers it.

An icon, a state or a line of progress is nothing but its values, and a lesson's page holds eighty
of them. What stands in PURE is kept by its values and the language, in each process, up to a
bound; everything else is included as ever. Nobody's name passes through these components.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template import loader_tags
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Components made of their values alone: no request, no token, no time, no person.
PURE = frozenset({
    "components/icon.html",
    "components/state.html",
    "components/progress.html",
    "components/saved_state.html",
    "components/brand.html",
    "components/tab.html",
    "components/button.html",
})  # fmt: skip
MOST = 2000
LONGEST = 200  # characters of a value: what is longer is hardly asked for twice
PLAIN = (str, SafeString, int, bool, type(None))
_MADE: dict[Any, SafeString] = {}


class RememberingInclude(loader_tags.IncludeNode):
    def render(self, context: Context) -> SafeString:
        name = self.template.var
        if not self.isolated_context or name not in PURE or settings.DEBUG:
            return super().render(context)
        values = {key: _plain(value.resolve(context)) for key, value in self.extra_context.items()}
        kinds = tuple(map(type, values.values()))
        if not all(kind in PLAIN for kind in kinds):
            return super().render(context)
        # 1 and True are equal, and so are a safe and an unsafe string: their types are not.
        key = (name, get_language(), context.autoescape, tuple(values.items()), kinds)
        made = _MADE.get(key)
        if made is None:
            made = super().render(context)
            if all(len(value) <= LONGEST for value in values.values() if isinstance(value, str)):
                if len(_MADE) >= MOST:
                    _MADE.clear()
                _MADE[key] = made
        return made


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else value


@register.tag("include")
def include(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    node = loader_tags.do_include(parser, token)
    return RememberingInclude(
        node.template, extra_context=node.extra_context, isolated_context=node.isolated_context
    )
