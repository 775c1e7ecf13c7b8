"""What a program tells its operators: JSON logs with ids only, traces, metrics.

Personal data (names, numbers, logins) goes only into log attributes that begin with `personal_`; these are dropped
unless `KERYX_LOG_PERSONAL=1`. Traces leave the process only when an OTLP end point is set.
"""

import logging
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, Status, StatusCode, Tracer
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

PERSONAL_PREFIX = "personal_"

tracer: Tracer = trace.get_tracer("keryx")
"""Good from import on; spans are kept once `setup` was called with an end point."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()
"""`log.info("call_routed", interaction=…)`: the event is a snake_case name, everything else an attribute."""


def setup(service: str, *, level: str = "info", otlp_endpoint: str | None = None) -> None:
    """Send logs of Keryx and of its libraries to stdout as JSON, and traces to `otlp_endpoint` when there is one.

    Without one, OpenTelemetry's own variable OTEL_EXPORTER_OTLP_ENDPOINT says where.
    """
    _set_up_logs(service, level)
    if endpoint := otlp_endpoint or os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        _set_up_traces(service, endpoint)


def stop() -> None:
    """Send what is still held back; call it last."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()


@contextmanager
def span(name: str, **attributes: str | int | float | bool) -> Iterator[Span]:
    """A span around a block; an exception is recorded and marks the span as failed."""
    with tracer.start_as_current_span(name, attributes=attributes, set_status_on_exception=False) as current:
        try:
            yield current
        except Exception as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def metrics() -> tuple[bytes, str]:
    """Every metric of the process as Prometheus reads it, and the content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST


def _set_up_logs(service: str, level: str) -> None:
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        _drop_personal,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    structlog.contextvars.bind_contextvars(service=service)
    for chatty in ("httpx", "httpcore", "psycopg.pool", "uvicorn.access"):  # each request's URL is no news
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _set_up_traces(service: str, otlp_endpoint: str) -> None:
    provider = TracerProvider(resource=Resource.create({"service.name": f"keryx-{service}"}))
    exporter = OTLPSpanExporter(endpoint=f"{otlp_endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def _drop_personal(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if os.environ.get("KERYX_LOG_PERSONAL") == "1":
        return event
    for key in [key for key in event if key.startswith(PERSONAL_PREFIX)]:
        del event[key]
    return event


def _add_trace(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = trace.format_trace_id(context.trace_id)
    return event
