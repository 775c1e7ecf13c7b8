"""`python -m keryx.cli.local.embed SET [--lock]`: make a set's tree and print its root; `--lock` renews the record."""

import argparse
import sys

from keryx.cli.local.embed import lock, tree
from keryx.cli.local.embed.sets import SETS
from keryx.cli.local.failure import LocalError


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m keryx.cli.local.embed", description=__doc__)
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("--lock", action="store_true", help="fetch what the mirror has now and record it as tried")
    arguments = parser.parse_args()
    wanted = SETS[arguments.set]
    try:
        if arguments.lock:
            say(str(lock.write(wanted, tree.renew(wanted, say))))
        root = tree.ensure(wanted, say)
    except LocalError as error:
        say(f"error: {error}")
        return 1
    print(root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
