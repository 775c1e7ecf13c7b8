"""Ports are remembered, so that a phone set up yesterday still finds the site today."""

import os
import socket
from pathlib import Path

from keryx.cli.local.ports import PortBook, is_free


def test_a_port_is_kept_over_a_restart(tmp_path: Path) -> None:
    """A desk phone would have to be set up again after every start."""
    first = PortBook(tmp_path / "ports.json")
    port = first.take("sip")
    first.save(os.geteuid())
    assert PortBook(tmp_path / "ports.json").take("sip") == port


def test_a_port_another_program_took_is_replaced(tmp_path: Path) -> None:
    """The stack would not start again because of a stranger."""
    book = PortBook(tmp_path / "ports.json")
    port = book.take("engine")
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free("127.0.0.1", port)
        assert book.take("engine") != port


def test_no_two_services_share_a_port(tmp_path: Path) -> None:
    """One of them would not start."""
    book = PortBook(tmp_path / "ports.json")
    ports = [book.take(f"service-{number}") for number in range(50)]
    assert len(set(ports)) == len(ports)


def test_media_ports_of_sites_do_not_overlap(tmp_path: Path) -> None:
    """Two sites would get each other's voices refused."""
    book = PortBook(tmp_path / "ports.json")
    ranges = [book.take_rtp(f"rtp/{number}") for number in range(5)]
    ports = [port for first, last in ranges for port in range(first, last + 1)]
    assert len(set(ports)) == len(ports)
