"""Errors as the service answers them."""
from promptflow._core.tool import ToolProvider, tool  # noqa: F401
from promptflow._utils.logger_utils import get_logger  # noqa: F401
from promptflow.exceptions import PromptflowException, SystemErrorException, UserErrorException  # noqa: F401


class ExceptionPresenter:
    """An exception as data."""

    def __init__(self, ex):
        self._ex = ex

    @classmethod
    def create(cls, ex):
        return cls(ex)

    @property
    def error_codes(self):
        return getattr(self._ex, "error_codes", None) or ["SystemError", type(self._ex).__name__]

    @property
    def formatted_traceback(self):
        import traceback

        return "".join(traceback.format_exception(type(self._ex), self._ex, self._ex.__traceback__))

    @property
    def debug_info(self):
        inner = self._ex.__cause__
        return {
            "type": type(self._ex).__qualname__, "message": str(self._ex), "stackTrace": self.formatted_traceback,
            "innerException": None if inner is None else ExceptionPresenter(inner).debug_info}

    def to_dict(self, *, include_debug_info=False):
        codes = self.error_codes
        result = {
            "code": codes[0], "message": getattr(self._ex, "message", None) or str(self._ex),
            "messageFormat": getattr(self._ex, "message_format", ""), "messageParameters": getattr(self._ex, "message_parameters", {}),
            "referenceCode": getattr(self._ex, "reference_code", None)}
        inner = None
        for code in reversed(codes[1:]):
            inner = {"code": code, "innerError": inner}
        if inner:
            result["innerError"] = inner
        if include_debug_info:
            result["debugInfo"] = self.debug_info
        return result


class ErrorResponse:
    """The body of an error answer."""

    def __init__(self, error_dict):
        self._error_dict = error_dict

    @staticmethod
    def from_error_dict(error_dict):
        return ErrorResponse(error_dict)

    @staticmethod
    def from_exception(ex, *, include_debug_info=False):
        return ErrorResponse(ExceptionPresenter.create(ex).to_dict(include_debug_info=include_debug_info))

    @property
    def message(self):
        return self._error_dict.get("message", "")

    @property
    def innermost_error_code(self):
        found = self._error_dict.get("code")
        inner = self._error_dict.get("innerError")
        while inner:
            found, inner = inner.get("code", found), inner.get("innerError")
        return found

    @property
    def error_code_hierarchy(self):
        codes, inner = [self._error_dict.get("code")], self._error_dict.get("innerError")
        while inner:
            codes.append(inner.get("code"))
            inner = inner.get("innerError")
        return "/".join(code for code in codes if code)

    @property
    def response_code(self):
        return 400 if self._error_dict.get("code") == "UserError" else 500

    def to_dict(self):
        return {"error": self._error_dict}

    def to_simplified_dict(self):
        return {"error": {"code": self._error_dict.get("code"), "message": self.message}}
