"""In what languages a word may stand beside English: under what name in files, stored as what.

English is what lessons and versions keep. The others are read on the glossary's page alone.
"""

from django.utils.translation import gettext_lazy as _

LANGUAGE = "en"
IN_FILES = {
    "es": "es",
    "kriol": "bzj",
    "garifuna": "cab",
    "qeqchi": "kek",
    "mopan": "mop",
    "yucatec": "yua",
}
NAMES = {
    "en": _("English"),
    "es": _("Spanish"),
    "bzj": _("Kriol"),
    "cab": _("Garifuna"),
    "kek": _("Q’eqchi’"),
    "mop": _("Mopan"),
    "yua": _("Yucatec"),
}
