from promptflow.tools import aoai, common, embedding, openai  # noqa: F401
from promptflow.tools.aoai import AzureOpenAI
from promptflow.tools.openai import OpenAI

__all__ = ["AzureOpenAI", "OpenAI"]

try:
    # The installed promptflow-tools adds its other modules.
    __path__ = __import__("pkgutil").extend_path(__path__, __name__)
except Exception:
    pass
