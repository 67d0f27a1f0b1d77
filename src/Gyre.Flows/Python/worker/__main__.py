"""A worker process of Gyre: runs Python tools and talks to the engine over the pipes it was started with."""
import os
import sys

if sys.version_info < (3, 9):
    sys.stderr.write("Python 3.9 or newer is needed, this is %d.%d.\n" % sys.version_info[:2])
    sys.exit(3)

# The pipes become ours alone; user code and its child processes get others, so nothing they write can disturb the talk.
requests = os.dup(0)
answers = os.dup(1)
null = os.open(os.devnull, os.O_RDONLY)
os.dup2(null, 0)
os.close(null)
os.dup2(2, 1)
for descriptor in (requests, answers):
    os.set_inheritable(descriptor, False)

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(here)
folder = os.getcwd()

import importlib.machinery

# The package is loaded by its place, so that sys.path stays what the flow expects.
spec = importlib.machinery.PathFinder.find_spec("_gyre", [root])
module = importlib.util.module_from_spec(spec) if hasattr(importlib, "util") else None
if module is None:
    import importlib.util

    module = importlib.util.module_from_spec(spec)
sys.modules["_gyre"] = module
spec.loader.exec_module(module)

from _gyre import loop

sys.path[0] = folder
sys.path.append(os.path.join(root, "shim"))
loop.run(requests, answers, folder)
