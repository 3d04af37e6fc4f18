"""Rows that a course names, in words that mean the same on another site, and back.

A foreign key to a model that is not listed here stops an export with a sentence: better than a
package that quietly lacks something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.catalogue.packaging.refusals import PackageRefused
from courses.questions.models import PracticePoint, Question
from nice_framework.api import statements as framework_statements
from nice_framework.api import work_roles

Json = dict[str, Any]


@dataclass(frozen=True)
class Codec:
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _element(row: Any) -> Json:
    return {"release": row.release.version, "identifier": row.identifier}


def _profile(value: Json, model: type[Model]) -> Any:
    found = model._default_manager.filter(code=value["code"], version=value["version"]).first()
    if found is None:
        raise PackageRefused(
            _("This site has no national profile %(code)s in version %(version)s.") % value
        )
    return found


def _from_release(look_up: Callable[..., list[Any]], value: Json) -> Any:
    try:
        return look_up([value["identifier"]], value["release"])[0]
    except ObjectDoesNotExist as error:
        raise PackageRefused(
            _("This site's NICE %(release)s has no %(identifier)s.") % value
        ) from error


def _keyed(model: type[Model], name: str) -> Codec:
    def read(value: str) -> Any:
        found = model._default_manager.filter(**{name: value}).first()
        if found is None:
            raise PackageRefused(_("The package names “%(key)s”, which it lacks.") % {"key": value})
        return found

    return Codec(lambda row: getattr(row, name), read)


def _tag(name: str) -> Tag:
    return Tag._default_manager.get_or_create(name=name[:100])[0]


def codec_of(model: type[Model]) -> Codec:
    """How rows of the model are named in a package."""
    label = model._meta.label
    if label == "nice_framework.Statement":
        return Codec(_element, lambda value: _from_release(framework_statements, value))
    if label == "nice_framework.WorkRole":
        return Codec(_element, lambda value: _from_release(work_roles, value))
    if label == "nice_framework.NationalProfile":
        return Codec(
            lambda row: {"code": row.code, "version": row.version},
            lambda value: _profile(value, model),
        )
    if model is Question or model is PracticePoint:
        return _keyed(model, "key")
    if model is Tag:
        return Codec(lambda row: row.name, lambda name: _tag(str(name)))
    raise PackageRefused(
        _("A course that names “%(model)s” cannot be packed yet.")
        % {"model": model._meta.verbose_name}
    )


def is_file(model: type[Model]) -> bool:
    return model in (get_image_model(), get_document_model())
