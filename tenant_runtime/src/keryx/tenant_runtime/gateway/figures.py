"""What the gateway tells of itself in numbers (Prometheus)."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

WEBSOCKETS = Gauge("keryx_gateway_websockets", "Browsers connected for live views", ["tenant"])
SIP_WEBSOCKETS = Gauge("keryx_gateway_sip_websockets", "Desks' phones connected", ["tenant"])
ENGINE_LINK = Gauge("keryx_gateway_engine_link_up", "Whether the tenant's engine is reached", ["tenant"])
LIVE_CHANNEL = Gauge("keryx_gateway_live_channel_up", "Whether Valkey carries live patches", ["tenant"])
SNAPSHOTS = Counter("keryx_gateway_snapshots_asked", "Snapshots asked of the engine", ["tenant"])
COMMANDS = Counter(
    "keryx_gateway_commands", "Commands of people, by how they were answered", ["tenant", "name", "answer"]
)
COMMAND_SECONDS = Histogram(
    "keryx_gateway_command_seconds",
    "From a command's arrival to its answer",
    ["tenant"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
