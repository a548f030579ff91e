"""The names that `import diplopack` promises."""

from __future__ import annotations

import importlib
from importlib.metadata import version

import pytest

import diplopack


def test_names() -> None:
    assert diplopack.__all__ == ["DataError", "__version__", "build", "code", "load"]
    assert diplopack.__version__ == version("diplopack")


@pytest.mark.parametrize("module", ["diplopack.build", "diplopack.load.package", "diplopack.coding"])
def test_importing_a_module_hides_no_function(module: str) -> None:
    """`build` and `load` are functions that share their name with the module that holds them."""
    importlib.import_module(module)
    assert callable(diplopack.build)
    assert callable(diplopack.code)
    assert callable(diplopack.load)
