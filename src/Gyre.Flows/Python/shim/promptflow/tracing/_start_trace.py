def start_trace(*, resource_attributes=None, collection=None, **kwargs):
    """The engine traces by itself; kept so that programs need no change."""
