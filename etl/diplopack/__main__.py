"""``python -m diplopack``."""

from diplopack.cli import main

main(prog_name="diplopack")
