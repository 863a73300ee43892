"""The one exception of the package."""

from __future__ import annotations


class ConversionError(Exception):
    """A document that has no records.

    `code` is kebab-case and stable (docs/diagnostics.md lists all), `message` says the same in words and what to do, `name` is the
    document.
    """

    def __init__(self, code: str, message: str, name: str) -> None:
        super().__init__(code, message, name)
        self.code = code
        self.message = message
        self.name = name

    def __str__(self) -> str:
        return f"{self.name}: {self.message} ({self.code})"
