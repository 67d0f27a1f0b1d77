import logging
import sys


class _Handler(logging.StreamHandler):
    """Writes to whatever stderr is when it writes."""

    def __init__(self):
        logging.Handler.__init__(self)

    @property
    def stream(self):
        return sys.stderr


def get_logger(name):
    """A logger that writes to stderr, so into the node's record."""
    logger = logging.getLogger(name)
    if not logger.handlers:
        handler = _Handler()
        handler.setFormatter(logging.Formatter(
            "%(asctime)s %(process)7d %(name)-18s %(levelname)-8s %(message)s", "%Y-%m-%d %H:%M:%S %z"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return logger


LoggerFactory = type("LoggerFactory", (), {"get_logger": staticmethod(lambda name, *args, **kwargs: get_logger(name))})
logger = get_logger("execution")
flow_logger = get_logger("execution.flow")
bulk_logger = get_logger("execution.bulk")
