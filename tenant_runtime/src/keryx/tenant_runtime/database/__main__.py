"""`python -m keryx.tenant_runtime.database upgrade`: bring the databases of the tenants in KERYX_RUNTIME to this schema."""

from __future__ import annotations

import sys

import psycopg

from keryx.kit.settings import SettingsError, runtime_settings
from keryx.tenant_runtime.database.schema import upgrade


def main(arguments: list[str]) -> int:
    if arguments != ["upgrade"]:
        print("usage: python -m keryx.tenant_runtime.database upgrade", file=sys.stderr)
        return 2
    try:
        for tenant in runtime_settings().tenants:
            upgrade(tenant.database)
    except (SettingsError, psycopg.Error) as error:
        print(f"keryx database: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
