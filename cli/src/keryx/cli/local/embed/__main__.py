"""`python -m keryx.cli.local.embed SET [--lock]`: make a set's tree and print its root; `--lock` records what it is made of."""

import argparse
import sys

from keryx.cli.local.embed import lock, tree
from keryx.cli.local.embed.sets import SETS
from keryx.cli.local.failure import LocalError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m keryx.cli.local.embed", description=__doc__)
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("--lock", action="store_true", help="record the packages as tried")
    arguments = parser.parse_args()
    try:
        root = tree.ensure(SETS[arguments.set], lambda line: print(line, file=sys.stderr, flush=True))
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if arguments.lock:
        print(lock.write(SETS[arguments.set], tree.packages(SETS[arguments.set])), file=sys.stderr)
        tree.ensure(SETS[arguments.set], lambda line: None)
    print(root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
