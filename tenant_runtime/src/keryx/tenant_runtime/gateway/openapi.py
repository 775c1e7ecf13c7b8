"""Prints the API's description: `python -m keryx.tenant_runtime.gateway.openapi > openapi.json`. The web app's client is made from it."""

from __future__ import annotations

import json
import sys

from .app import api


def main() -> None:
    json.dump(api().openapi(), sys.stdout, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
