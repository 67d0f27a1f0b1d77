from enum import Enum


class TraceType(str, Enum):
    LLM = "LLM"
    FUNCTION = "Function"
    TOOL = "Tool"
    LANGCHAIN = "LangChain"
    FLOW = "Flow"
    EMBEDDING = "Embedding"
    RETRIEVAL = "Retrieval"
