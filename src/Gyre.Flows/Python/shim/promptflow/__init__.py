"""Gyre's stand-in for the promptflow package: what flows import, served by the engine that runs them."""
from promptflow._core.metric_logger import log_metric
from promptflow._core.tool import ToolProvider, tool

_gyre_shim = True
__version__ = "1.18.5"
__all__ = ["log_metric", "ToolProvider", "tool"]

try:
    # Parts of other distributions (promptflow-tools, promptflow-vectordb) extend this package.
    __path__ = __import__("pkgutil").extend_path(__path__, __name__)
except Exception:
    pass
