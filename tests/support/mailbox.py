"""Real SMTP servers for tests: aiosmtpd in this process for the quick ones, GreenMail (Java) with IMAP for the long ones."""

import asyncio
import email
import imaplib
import ipaddress
import ssl
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.maven import artifact

GREENMAIL = "com.icegreen:greenmail-standalone:2.1.13"
USER, PASSWORD = "keryx", "a password for mail"
_PATIENCE_SECONDS = 60


@dataclass
class Postbox:
    """What came in. `answer` is what the server says to a whole mail."""

    port: int
    certificate: Path
    came: asyncio.Queue[EmailMessage] = field(default_factory=asyncio.Queue)
    answers: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.came.put_nowait(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type] # the policy's kind
        return "250 taken"

    async def mail(self) -> EmailMessage:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self.came.get()

    def _authenticate(self, _: SMTP, __: Session, ___: object, ____: str, typed: Any) -> AuthResult:
        right = isinstance(typed, LoginPassword) and (typed.login, typed.password) == (USER.encode(), PASSWORD.encode())
        self.logins.append("right" if right else "wrong")
        return AuthResult(success=right)

    def session(self, tls: ssl.SSLContext) -> SMTP:
        return SMTP(
            self,
            tls_context=tls,
            require_starttls=True,
            auth_required=True,
            authenticator=self._authenticate,  # type: ignore[arg-type] # its stubs name no session
            enable_SMTPUTF8=True,
        )


@asynccontextmanager
async def postbox(folder: Path) -> AsyncIterator[Postbox]:
    """An SMTP server that takes mail only encrypted and from who knows the password."""
    certificate, key = _certificate(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    box = Postbox(0, certificate)
    server = await asyncio.get_running_loop().create_server(lambda: box.session(tls), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class GreenMail:
    """A running GreenMail with the mailbox of lea@example.org."""

    smtp: int
    imap: int

    def read(self) -> list[EmailMessage]:
        """What lies in the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as box:
            box.login("lea", "pw")
            box.select()
            numbers = box.search(None, "ALL")[1][0].split()
            parts = [box.fetch(number.decode(), "(RFC822)")[1][0] for number in numbers]
        whole = [part[1] for part in parts if isinstance(part, tuple)]
        return [email.message_from_bytes(each, policy=policy.default) for each in whole]  # type: ignore[arg-type] # as above

    async def mail(self) -> EmailMessage:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not (found := await asyncio.to_thread(self.read)):  # noqa: ASYNC110 - a mailbox is looked into
                await asyncio.sleep(0.1)
        return found[-1]


@asynccontextmanager
async def greenmail(free_port: Callable[[], int]) -> AsyncIterator[GreenMail]:
    """It is told its ports one by one; up within a second."""
    jar = artifact(GREENMAIL)
    box = GreenMail(free_port(), free_port())
    ports = {"smtp": box.smtp, "imap": box.imap}
    options = [f"-Dgreenmail.{name}.{key}={value}" for name, port in ports.items() for key, value in _at(port).items()]
    command = ["java", "-Xmx128m", *options, "-Dgreenmail.users=lea:pw@example.org", "-jar", str(jar)]
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=DEVNULL)
    try:
        await _await_imap(box, process)
        yield box
    finally:
        process.kill()
        await process.wait()


def _at(port: int) -> dict[str, object]:
    return {"port": port, "hostname": "127.0.0.1"}


async def _await_imap(box: GreenMail, process: Process) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            try:
                await asyncio.to_thread(box.read)
                return
            except (OSError, imaplib.IMAP4.error):
                assert process.returncode is None, "GreenMail ended"
                await asyncio.sleep(0.1)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]), datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return certificate, private
