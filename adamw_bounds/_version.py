"""The version, written once: the build, the shell and the outputs read it here."""

__version__ = "0.1.0"
