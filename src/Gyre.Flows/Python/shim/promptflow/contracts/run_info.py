from enum import Enum


class Status(Enum):
    NotStarted = "NotStarted"
    Preparing = "Preparing"
    Running = "Running"
    Bypassed = "Bypassed"
    Completed = "Completed"
    Failed = "Failed"
    Canceled = "Canceled"
    CancelRequested = "CancelRequested"
