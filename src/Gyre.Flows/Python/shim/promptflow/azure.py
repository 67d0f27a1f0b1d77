"""The cloud client: importable, so that scripts which mention it load; nothing of it works without the cloud."""
from promptflow.exceptions import UserErrorException


class PFClient:
    def __init__(self, *args, **kwargs):
        raise UserErrorException("promptflow.azure talks to the Azure service and is not available here: use the gyre command.")
