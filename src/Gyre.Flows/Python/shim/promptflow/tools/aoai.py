from promptflow._core.tool import ToolProvider, tool
from promptflow.tools._call import call


@tool
def completion(
    connection, prompt, deployment_name=None, suffix=None, max_tokens=16, temperature=1.0, top_p=1.0, n=1, stream=False, logprobs=None,
    echo=False, stop=None, presence_penalty=None, frequency_penalty=None, best_of=1, logit_bias=None, user="", **kwargs,
):
    """Completes a text with an Azure deployment."""
    values = {k: v for k, v in locals().items() if k not in ("kwargs",)}
    return call("openai.completion", connection, values, kwargs)


@tool
def chat(
    connection, prompt, deployment_name=None, temperature=1.0, top_p=1.0, n=1, stream=False, stop=None, max_tokens=None,
    presence_penalty=None, frequency_penalty=None, logit_bias=None, user="", function_call=None, functions=None, tools=None,
    tool_choice=None, response_format=None, seed=None, **kwargs,
):
    """Answers a chat prompt with an Azure deployment; the prompt is a template, other keywords are its variables."""
    values = {k: v for k, v in locals().items() if k not in ("kwargs",)}
    return call("openai.chat", connection, values, kwargs)


class AzureOpenAI(ToolProvider):
    """The same as methods of an object that holds the connection."""

    def __init__(self, connection):
        super().__init__()
        self.connection = connection
        self._connection_dict = dict(connection)

    def completion(self, prompt, deployment_name=None, **kwargs):
        return completion(self.connection, prompt, deployment_name, **kwargs)

    def chat(self, prompt, deployment_name=None, **kwargs):
        return chat(self.connection, prompt, deployment_name, **kwargs)

    def embedding(self, input, deployment_name=None, user=""):
        return call("openai.embedding", self.connection, {"input": input, "deployment_name": deployment_name, "user": user}, {})
