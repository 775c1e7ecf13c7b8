"""The one listener of a local stack: by host name to the tenant's gateway, `/api/platform/v1` to the control plane (§9)."""

import socket
from string import Template

from keryx.cli.local import files
from keryx.cli.local.embed import Programs
from keryx.cli.local.identity import Identity
from keryx.cli.local.plan import Plan
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.state import State

CONSOLE_HOST = "console.localhost"

_CONFIGURATION = Template("""\
daemon off;
# One process: a worker would outlive a master that was killed, and keep the port from the next one.
master_process off;
pid $run/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
    include $types;
    default_type application/octet-stream;
    access_log off;
    server_tokens off;
    client_max_body_size 16m;
    client_body_temp_path $temporary/body;
    proxy_temp_path $temporary/proxy;
    fastcgi_temp_path $temporary/fastcgi;
    uwsgi_temp_path $temporary/uwsgi;
    scgi_temp_path $temporary/scgi;
    map $$http_upgrade $$connection_upgrade { default upgrade; '' ''; }
    proxy_http_version 1.1;
    proxy_set_header Host $$http_host;
    proxy_set_header X-Forwarded-For $$remote_addr;
    proxy_set_header X-Forwarded-Proto $$scheme;
    proxy_set_header Upgrade $$http_upgrade;
    proxy_set_header Connection $$connection_upgrade;
    proxy_read_timeout 3600s;
    proxy_connect_timeout 2s;
    upstream control_plane { server 127.0.0.1:$control_plane_port max_fails=0; keepalive 8; }
    upstream gateway { server 127.0.0.1:$gateway_port max_fails=0; keepalive 16; }
    server {
        listen $address:$port default_server;
        location / { return 302 $url$$request_uri; }
    }
    server {
        listen $address:$port;
        server_name $console_host;
        location / { proxy_pass http://control_plane; }
    }
    server {
        listen $address:$port;
        server_name $hosts;
        location /api/platform/ { proxy_pass http://control_plane; }
        location / { proxy_pass http://gateway; proxy_buffering off; }
    }
}
""")


def program(programs: Programs, state: State, identity: Identity, plan: Plan, environment: dict[str, str]) -> Program:
    """Writes nginx's configuration and describes its process."""
    configuration, temporary = state.etc / "nginx.conf", state.run / "nginx"
    content = _CONFIGURATION.substitute(
        run=state.run,
        types=programs.nginx_types,
        temporary=temporary,
        address=plan.address,
        port=plan.port,
        url=plan.url,
        hosts=" ".join(host for tenant in plan.tenants for host in tenant.hosts),
        console_host=CONSOLE_HOST,
        control_plane_port=plan.control_plane_port,
        gateway_port=plan.gateway_port,
    )
    files.write(configuration, content, owner=identity.uid)
    files.folder(temporary, owner=identity.uid)
    command = [str(programs.nginx), "-c", str(configuration), "-p", str(state.run), "-e", "stderr"]
    return Program(
        name="nginx",
        stage=Stage.EDGE,
        command=identity.command(command),
        environment=environment,
        ready=lambda: _answers(plan),
    )


def _answers(plan: Plan) -> bool:
    try:
        with socket.create_connection((plan.address, plan.port), timeout=1):
            return True
    except OSError:
        return False
