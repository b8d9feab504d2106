"""Members of a family are the classes in its folder: no registry, no decorator, no central list."""

import importlib
import inspect
import pkgutil
from typing import TypeVar

from padwright.base.errors import BrokenPromiseError

T = TypeVar("T")


def members(folder: str, family: type[T]) -> dict[str, type[T]]:
    """Return the members of a family by their `kind`, sorted, from the modules of a package.

    Parameters
    ----------
    folder
        Dotted name of the package whose modules hold the members, one file each.
    family
        The abstract base class; a member has a class attribute ``kind``.

    Raises
    ------
    BrokenPromiseError
        When a member has no kind or two members share one.
    """
    package = importlib.import_module(folder)
    found: dict[str, type[T]] = {}
    for module_info in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{folder}.{module_info.name}")
        for value in vars(module).values():
            if (
                not inspect.isclass(value)
                or not issubclass(value, family)
                or inspect.isabstract(value)
                or value.__module__ != module.__name__
                or value.__name__.startswith("_")
            ):
                continue
            kind = getattr(value, "kind", "")
            if not kind or kind in found:
                raise BrokenPromiseError(
                    f"{value.__name__} has {'no kind' if not kind else f'the taken kind {kind!r}'}",
                    where=module.__name__,
                )
            found[kind] = value
    return dict(sorted(found.items()))
