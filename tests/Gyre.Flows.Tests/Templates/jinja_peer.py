"""Renders templates for the differential tests: one JSON object a line in, one out."""
import json
import sys
import warnings

warnings.simplefilter("ignore")

from jinja2 import ChainableUndefined, DebugUndefined, DictLoader, StrictUndefined, Undefined, meta
from jinja2.sandbox import SandboxedEnvironment

UNDEFINED = {"Default": Undefined, "Chainable": ChainableUndefined, "Debug": DebugUndefined, "Strict": StrictUndefined}


def environment(case):
    return SandboxedEnvironment(
        trim_blocks=case.get("trim", True),
        lstrip_blocks=case.get("lstrip", False),
        keep_trailing_newline=case.get("keep", True),
        autoescape=case.get("autoescape", False),
        undefined=UNDEFINED[case.get("undefined", "Default")],
        loader=DictLoader(case["files"]) if "files" in case else None,
    )


ENVIRONMENTS = {}


def environment_for(case):
    if "files" in case:
        return environment(case)
    key = tuple(case.get(k) for k in ("trim", "lstrip", "keep", "autoescape", "undefined"))
    if key not in ENVIRONMENTS:
        ENVIRONMENTS[key] = environment(case)
    return ENVIRONMENTS[key]


def render(case):
    env = environment_for(case)
    if "value" in case:
        return {"repr": repr(case["value"]), "json": json.dumps(case["value"])}
    try:
        if case.get("names"):
            return {"names": sorted(meta.find_undeclared_variables(env.parse(case["t"])))}
        return {"o": env.from_string(case["t"]).render(case["c"])}
    except Exception as error:
        return {"e": type(error).__name__, "m": str(error), "line": getattr(error, "lineno", None)}


sys.set_int_max_str_digits(4300)
for line in sys.stdin:
    answer = render(json.loads(line))
    sys.stdout.write(json.dumps(answer) + "\n")
    if line.endswith("\n"):
        sys.stdout.flush()
