"""`python -m keryx.control_plane [serve|upgrade]`: run the control plane, or bring its database up to date."""

import argparse
import asyncio
import sys

from keryx.control_plane.app import make_app
from keryx.control_plane.migrations.upgrade import upgrade
from keryx.kit import signals
from keryx.kit.http import serve
from keryx.kit.settings import ControlPlaneSettings, SettingsError, control_plane_settings, split_listen


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m keryx.control_plane", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("serve", "upgrade"), default="serve")
    what = parser.parse_args().what
    try:
        settings = control_plane_settings()
        if what == "upgrade":
            upgrade(settings.database)
        else:
            _serve(settings)
    except (SettingsError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _serve(settings: ControlPlaneSettings) -> None:
    signals.setup("control_plane", level=settings.log_level, otlp_endpoint=settings.otlp_endpoint)
    host, port = split_listen(settings.listen)
    try:
        asyncio.run(serve(make_app(settings), host, port))
    finally:
        signals.stop()


if __name__ == "__main__":
    sys.exit(main())
