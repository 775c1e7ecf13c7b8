"""Prints the OpenAPI documents of both APIs as one JSON object: `{"tenant": …, "platform": …}`."""

import json
import sys
from typing import cast

from keryx.control_plane.app import make_app
from keryx.kit.settings import ControlPlaneSettings
from keryx.tenant_runtime.gateway.app import api

# The description does not depend on settings; they are read when the application starts.
platform = make_app(cast(ControlPlaneSettings, None))
json.dump({"tenant": api().openapi(), "platform": platform.openapi()}, sys.stdout, sort_keys=True)
