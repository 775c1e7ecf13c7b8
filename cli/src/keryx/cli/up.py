"""`keryx up`: a whole contact centre on this machine, from the manifests in a folder."""

import ipaddress
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from keryx.cli.local import embed, stack
from keryx.cli.local.failure import LocalError
from keryx.cli.local.stack import Stack, Wish
from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor
from keryx.cli.local.web import built_app
from keryx.cli.options import StateOption, fail


def up(
    directory: Annotated[Path, typer.Argument(help="Folder with the manifests of one or more tenants.")],
    detach: Annotated[bool, typer.Option("--detach", help="Return when everything runs.")] = False,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the one listener for browsers and programs.")
    ] = 8080,
    state: StateOption = None,
    bind: Annotated[
        str, typer.Option(help="Address for SIP and RTP; anything but loopback opens them to others.")
    ] = "127.0.0.1",
    mail: Annotated[
        Path | None,
        typer.Option(
            envvar="KERYX_MAIL",
            help="YAML file with the mail server: host, port, security (starttls, tls, none), user, password_file, sender.",
        ),
    ] = None,
) -> None:
    """Start a contact centre from the manifests in DIRECTORY; it follows their changes until `keryx down`."""
    signal.signal(signal.SIGTERM, _interrupt)
    folder = State.at(state)
    try:
        _start(folder, directory, port=port, bind=_address(bind), detach=detach, mail=mail)
    except LocalError as error:
        fail(error)
    except KeyboardInterrupt:
        typer.echo("stopping")
        Supervisor(folder).stop()


def _start(state: State, directory: Path, *, port: int, bind: str, detach: bool, mail: Path | None) -> None:
    # The compiler and the platform's client take half a second to load, which `keryx status` need not wait for.
    from keryx.cli.local import first_start
    from keryx.cli.local.declarations import declared
    from keryx.cli.local.mail import read as read_mail

    supervisor = Supervisor(state)
    if supervisor.running():
        raise LocalError(f"a stack is already running with the state folder {state.root}: `keryx down` ends it")
    began = time.monotonic()
    if not directory.is_dir():
        raise LocalError(f"{directory} is no folder with manifests")
    tenants = declared(directory, typer.echo)
    server = read_mail(mail) if mail else None
    programs = embed.find(_say)
    wish = Wish(folder=directory.absolute(), port=port, media_address=bind, web=built_app(), mail=server)
    local = Stack(state, programs, wish, tenants)
    local.start(_say, with_parent=not detach)
    try:
        first_start.people(state, local.plan, directory, _say)
        typer.echo(stack.summary(local.plan, state, time.monotonic() - began))
        if not detach:
            typer.echo("Ctrl-C ends everything.")
            _wait_until_it_ends(supervisor)
    except BaseException:
        supervisor.stop()
        raise


def _wait_until_it_ends(supervisor: Supervisor) -> None:
    pause = threading.Event()
    while supervisor.running():
        pause.wait(1)


def _say(line: str) -> None:
    typer.echo(line)


def _address(text: str) -> str:
    """An IPv4 address of this machine; phones are told it, so it cannot be 0.0.0.0."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError as error:
        raise LocalError(f"--bind {text}: this is no IPv4 address") from error
    if address.is_unspecified:
        raise LocalError("--bind needs one address of this machine, which phones are then told")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((text, 0))
        except OSError as error:
            raise LocalError(f"--bind {text}: this machine has no such address") from error
    return text


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
