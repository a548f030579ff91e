"""Articles in, from any of their formats."""

from diplopack.extract.article import Article
from diplopack.extract.sources import read_articles

__all__ = ["Article", "read_articles"]
