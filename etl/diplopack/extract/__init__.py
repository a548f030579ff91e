"""Articles in, from any of their formats."""

from diplopack.extract.article import Article, LeftOut, Problem
from diplopack.extract.file import spool
from diplopack.extract.sources import find_contributed, iter_articles, read_articles

__all__ = ["Article", "LeftOut", "Problem", "find_contributed", "iter_articles", "read_articles", "spool"]
