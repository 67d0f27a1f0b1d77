from promptflow._core.tool import tool
from promptflow.tools._call import call


@tool
def embedding(connection, input, deployment_name="", model=""):
    """The vector of a text."""
    return call("openai.embedding", connection, {"input": input, "deployment_name": deployment_name, "model": model}, {})
