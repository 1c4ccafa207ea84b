"""Addresses of staff screens that are no viewset's, behind the same guard as every viewset's."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, path
from django.views.generic import View

from bureau.narrowing import guard
from bureau.policy import policy_for

Screen = tuple[str, str, type[View], str]  # address, its name, view, what its model's policy must allow


def guarded_paths(prefix: str, screens: Mapping[type[Model], Sequence[Screen]]) -> list[URLPattern]:
    """Call it when the hooks are read, after the policies are registered."""
    return [guarded_path(prefix, model, each) for model, several in screens.items() for each in several]


def guarded_path(prefix: str, model: type[Model], screen: Screen, **options: Any) -> URLPattern:
    """``options`` go to the view, as ``results_only`` of a list."""
    address, name, view, action = screen
    policy = policy_for(model)
    assert policy is not None, f"{model.__name__} has no policy"
    return path(f"{prefix}{address}", guard(view.as_view(**options), policy, action), name=name)
