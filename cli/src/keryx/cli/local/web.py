"""The built web app, where `make setup` puts it."""

from pathlib import Path

_FROM_CHECKOUT = Path(__file__).parents[5] / "web/console/dist"


def built_app() -> Path | None:
    """The folder with `index.html`; None when the web app has not been built."""
    return _FROM_CHECKOUT if (_FROM_CHECKOUT / "index.html").exists() else None
