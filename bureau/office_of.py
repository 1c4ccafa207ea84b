"""Which office an object belongs to: asked by the audit trail and by permission policies."""

from typing import cast

from django.db.models import Model

from bureau.models.office import Office

_paths: dict[type[Model], str] = {}


def belongs_to_office(model: type[Model], path: str) -> None:
    """Objects of ``model`` belong to the office that ``path`` leads to (as in a queryset: ``project__office``)."""
    _paths[model] = path


def office_path(model: type[Model]) -> str | None:
    """The path given for ``model`` or its nearest ancestor; else ``office`` where there is such a field."""
    for ancestor in model.mro():
        if ancestor in _paths:
            return _paths[ancestor]
    return "office" if any(field.name == "office" for field in model._meta.get_fields()) else None


def office_of(instance: Model) -> Office | None:
    if isinstance(instance, Office):
        return instance
    path = office_path(instance.__class__)  # of what a lazy object stands for: the person of a request is one
    if path is None:
        return None
    value: object = instance
    for name in path.split("__"):
        if value is None:
            return None
        value = instance if name == "pk" else getattr(value, name)
    return cast("Office | None", value)
