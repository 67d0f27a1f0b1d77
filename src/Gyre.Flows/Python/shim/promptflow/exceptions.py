"""The original's exceptions: the class says who has to act."""
from enum import Enum


class ErrorCategory(str, Enum):
    USER_ERROR = "UserError"
    SYSTEM_ERROR = "SystemError"
    UNKNOWN = "Unknown"


class ErrorTarget(str, Enum):
    EXECUTOR = "Executor"
    BATCH = "Batch"
    CORE = "Core"
    FLOW_EXECUTOR = "FlowExecutor"
    NODE_EXECUTOR = "NodeExecutor"
    TOOL = "Tool"
    AZURE_RUN_STORAGE = "AzureRunStorage"
    RUNTIME = "Runtime"
    UNKNOWN = "Unknown"
    RUN_TRACKER = "RunTracker"
    RUN_STORAGE = "RunStorage"
    CONTROL_PLANE_SDK = "ControlPlaneSDK"
    SERVING_APP = "ServingApp"
    FLOW_INVOKER = "FlowInvoker"
    FUNCTION_PATH = "FunctionPath"


class PromptflowException(Exception):
    """The base of all."""

    def __init__(self, message="", message_format="", target=ErrorTarget.UNKNOWN, module=None, privacy_info=None, **kwargs):
        self._inner_exception = kwargs.pop("error", None)
        self._target = target
        self._module = module
        self._message_format = message_format
        self._kwargs = kwargs
        self._message = str(message)
        if message:
            super().__init__(self._message)
        elif message_format:
            super().__init__(message_format.format_map(_Left(kwargs)))
        else:
            super().__init__()

    @property
    def message(self):
        if self._message:
            return self._message
        if self._message_format:
            return self._message_format.format_map(_Left(self._kwargs))
        return self.__class__.__name__

    @property
    def message_format(self):
        return self._message_format

    @property
    def message_parameters(self):
        return dict(self._kwargs)

    @property
    def target(self):
        return self._target

    @target.setter
    def target(self, value):
        self._target = value

    @property
    def module(self):
        return self._module

    @module.setter
    def module(self, value):
        self._module = value

    @property
    def reference_code(self):
        return "%s/%s" % (getattr(self._target, "value", self._target), self._module) if self._module else getattr(self._target, "value", self._target)

    @property
    def inner_exception(self):
        return self._inner_exception or self.__cause__

    @property
    def additional_info(self):
        return None

    @property
    def error_codes(self):
        found = []
        for kind in reversed(type(self).__mro__):
            if not issubclass(kind, PromptflowException) or kind is PromptflowException:
                continue
            found.append({"UserErrorException": "UserError", "SystemErrorException": "SystemError"}.get(kind.__name__, kind.__name__))
        return found or ["SystemError", type(self).__name__]

    def __str__(self):
        return self.message


class _Left(dict):
    def __missing__(self, key):
        return "{%s}" % key


class UserErrorException(PromptflowException):
    """The author of the flow has to act."""


class SystemErrorException(PromptflowException):
    """The platform failed."""


class ValidationException(UserErrorException):
    """Something written is not valid."""


class UserAuthenticationError(UserErrorException):
    """Signing in failed."""


def _define(names, base):
    for name in names.split():
        globals()[name] = type(name, (base,), {"__module__": __name__})


# What the engine may raise through its helpers.
_define(
    "WrappedOpenAIError ExceedMaxRetryTimes ChatAPIInvalidRole ChatAPIInvalidFunctions ChatAPIInvalidTools ChatAPIFunctionRoleInvalidFormat "
    "ChatAPIToolRoleInvalidFormat ChatAPIAssistantRoleInvalidFormat ToolValidationError InvalidConnectionType JinjaTemplateError "
    "MissingRequiredInputError InvalidOutputKeyError InvalidAssistantTool ConnectionNotFoundError",
    UserErrorException)
