"""Packages opened safely, wherever they come from: a folder, a zip, a release."""

from diplopack.archive.opened import is_package, open_package

__all__ = ["is_package", "open_package"]
