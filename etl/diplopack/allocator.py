"""Arrow's memory: tables and blocks of text come and go here, and are taken again sooner than they are given back."""

from __future__ import annotations

import os
import sys

_CHOICE = "ARROW_DEFAULT_MEMORY_POOL"
_REUSING = "jemalloc"  # has a sixth less memory touched than mimalloc, which PyArrow takes where nobody chooses


def reuse_memory() -> None:
    """Have Arrow reuse what it freed; what the user chose stays. Concerns the whole process and those it begins.

    To be called before PyArrow is imported, which chooses then; its builds for Linux have this allocator.
    """
    if sys.platform == "linux" and "pyarrow" not in sys.modules:
        os.environ.setdefault(_CHOICE, _REUSING)
