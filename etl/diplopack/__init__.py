"""News articles in, a Frictionless data package of diplomatic events out.

The commands of ``diplopack`` from Python: `build` a package, `load` one, `code` a text. Nothing heavy is
imported before one of them is called.
"""

from diplopack.build import build
from diplopack.coding import code
from diplopack.errors import DataError
from diplopack.load import load

__all__ = ["DataError", "__version__", "build", "code", "load"]

__version__: str


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # takes longer to import than all the rest

    return version("diplopack")
