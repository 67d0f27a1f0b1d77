from promptflow.connections import *  # noqa: F401,F403
from promptflow.connections import _Connection  # noqa: F401
