"""`python -m dsl.codes DIRECTORY` writes the pages of docs/diagnoses."""

import sys
from pathlib import Path

from dsl.codes.pages import write_pages


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("gebruik: python -m dsl.codes MAP", file=sys.stderr)
        return 2
    written = write_pages(Path(arguments[0]))
    print(f"{len(written)} pagina's geschreven in {arguments[0]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
