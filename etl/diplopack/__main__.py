"""``python -m diplopack``."""

from diplopack.cli import main

if __name__ == "__main__":  # the processes of a build import it too
    main(prog_name="diplopack")
