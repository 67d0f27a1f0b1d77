from promptflow.exceptions import *  # noqa: F401,F403
from promptflow.exceptions import UserErrorException


class OpenAIError(UserErrorException):
    """The base of the helpers' errors."""
