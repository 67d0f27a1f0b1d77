from promptflow.exceptions import *  # noqa: F401,F403
from promptflow.exceptions import UserErrorException


class MissingRequiredInputError(UserErrorException):
    """An input without default was not given."""
