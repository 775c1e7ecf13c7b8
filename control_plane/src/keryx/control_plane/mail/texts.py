"""What mails say, in the person's language. Plain text: it is read everywhere, and nothing in it can lie about where it leads."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

_TEXTS: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("reset", "en"): (
        "Choose a new password",
        "Hello {name},\n\nsomebody, probably you, asked for a new password for the account “{login}” at {host}.\n\n"
        "Choose it here; the link is good once, for a day:\n{link}\n\n"
        "If it was not you, there is nothing to do: your password stays as it is.\n",
    ),
    ("reset", "fr"): (
        "Choisissez un nouveau mot de passe",
        "Bonjour {name},\n\nquelqu’un, sans doute vous, a demandé un nouveau mot de passe pour le compte « {login} » de {host}.\n\n"
        "Choisissez-le ici ; le lien est valable une fois, pendant un jour :\n{link}\n\n"
        "Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même.\n",
    ),
    ("invitation", "en"): (
        "Your account at {host}",
        "Hello {name},\n\nan account “{login}” was made for you at {host}.\n\n"
        "Choose your password here; the link is good once, for a week:\n{link}\n\n"
        "Afterwards you log in at {origin}\n",
    ),
    ("invitation", "fr"): (
        "Votre compte sur {host}",
        "Bonjour {name},\n\nun compte « {login} » a été créé pour vous sur {host}.\n\n"
        "Choisissez votre mot de passe ici ; le lien est valable une fois, pendant une semaine :\n{link}\n\n"
        "Ensuite, connectez-vous sur {origin}\n",
    ),
}


def message(
    kind: str, language: str, *, sender: str, to: str, origin: str, link: str, name: str, login: str
) -> EmailMessage:
    """The mail. Languages we do not write in are answered in French, the first of the pages."""
    subject, text = _TEXTS.get((kind, language), _TEXTS[kind, "fr"])
    host = origin.partition("://")[2]
    words = {"name": name, "login": login, "host": host, "origin": origin, "link": link}
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = subject.format(**words)
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers
    mail.set_content(text.format(**words))
    return mail
