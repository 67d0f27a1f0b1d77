def log_metric(key, value, variant_id=None):
    """Logs a metric of the run; counts only in an aggregation node, the last call wins."""
    from _gyre import host

    host.log_metric(key, value)


def add_metric_logger(logger_func):
    """Nothing is to be added: the engine keeps the metrics."""


def remove_metric_logger(logger_func):
    """The counterpart of add_metric_logger."""
