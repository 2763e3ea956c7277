"""sipas_desktop: satisfaction surveys of public administration, on paper, keyed twice, offline."""

__version__ = "0.1.0"
