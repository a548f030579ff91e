"""Which of Arrow's allocators validation runs with."""

import os
import subprocess
import sys

import pyarrow as pa
import pytest

SCRIPT = """
from diplopack.validation.allocator import reuse_memory
reuse_memory()
import pyarrow as pa
print(pa.default_memory_pool().backend_name)
"""


def _backend(chosen: dict[str, str]) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"} | chosen
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()


@pytest.mark.skipif(
    "jemalloc" not in pa.supported_memory_backends(), reason="this build of Arrow has one allocator less"
)
def test_an_allocator_that_reuses_memory_is_taken() -> None:
    assert _backend({}) == "jemalloc"


def test_what_the_user_chose_stays() -> None:
    assert _backend({"ARROW_DEFAULT_MEMORY_POOL": "system"}) == "system"
