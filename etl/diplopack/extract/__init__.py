"""Articles in, from any of their formats."""

from diplopack.extract.article import Article
from diplopack.extract.sources import find_contributed, read_articles

__all__ = ["Article", "find_contributed", "read_articles"]
