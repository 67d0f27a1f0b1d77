__version__ = "1.18.5"
