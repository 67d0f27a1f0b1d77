from promptflow._internal import ErrorResponse, ExceptionPresenter

__all__ = ["ErrorResponse", "ExceptionPresenter"]
