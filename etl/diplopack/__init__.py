"""News articles in, a Frictionless data package of diplomatic events out.

The commands of ``diplopack`` from Python: `build` a package, `load` one, `code` a text. Nothing heavy is
imported before one of them is called.
"""

from importlib.metadata import version

from diplopack.build import build
from diplopack.coding import code
from diplopack.errors import DataError
from diplopack.load import load

__all__ = ["DataError", "__version__", "build", "code", "load"]

__version__ = version("diplopack")
