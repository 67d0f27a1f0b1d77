from promptflow.exceptions import SystemErrorException, UserErrorException, ValidationException


class SDKError(UserErrorException):
    """The base of the SDK's errors."""


class SDKInternalError(SystemErrorException):
    """The SDK failed."""


def _define(names):
    for name in names.split():
        globals()[name] = type(name, (SDKError,), {"__module__": __name__})


_define(
    "RunExistsError RunNotFoundError InvalidRunStatusError InvalidRunError RunOperationError RunOperationParameterError "
    "ConnectionNotFoundError ConnectionNameNotSetError InvalidFlowError ExperimentExistsError UnsecureConnectionError "
    "MissingDAGYAMLFile")
