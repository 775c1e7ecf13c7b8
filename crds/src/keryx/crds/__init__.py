"""What can be declared: the resource models, their compiler and the compiled tenant configuration."""

from .compiler import Compilation as Compilation
from .compiler import compile as compile  # noqa: A004 - the field's own word
from .config import TenantConfig as TenantConfig
from .config import canonical_json as canonical_json
from .config import config_hash as config_hash
from .config import read_config as read_config
from .manifests import load as load
from .problem import Problem as Problem
from .resource import Resource as Resource
from .resource import secret_values as secret_values
