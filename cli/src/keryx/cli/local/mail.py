"""The mail server of a local stack, from a file the person names: YAML with the fields of `MailSettings`."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from keryx.cli.local.failure import LocalError
from keryx.kit.settings import MailSettings


def read(path: Path) -> MailSettings:
    """LocalError with one sentence when the file cannot be used. A relative `password_file` lies beside it."""
    try:
        found = MailSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        if found.password_file is None:
            return found
        password = (path.parent / found.password_file).absolute()
        password.read_text(encoding="utf-8")
    except OSError as error:
        raise LocalError(f"--mail {path}: {error.filename}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise LocalError(f"--mail {path}: this is no YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise LocalError(f"--mail {path}: {field or 'the file'}: {first['msg']}") from error
    return found.model_copy(update={"password_file": password})
