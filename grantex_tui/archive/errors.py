"""Why the archive cannot be used, in words for one line. The program goes on without it."""

from __future__ import annotations

import enum


class Fault(enum.Enum):
    """What is wrong; the value is said after "archive:"."""

    LOCKED = "another program holds it"
    FULL = "the disk is full"
    READ_ONLY = "it cannot be written"
    UNREADABLE = "it cannot be read"
    NO_HOME = "there is no home folder to keep it in"
    CORRUPT = "the file is damaged"
    NEWER = "a newer grantex-tui wrote it; this one only reads it"
    NO_LOCKS = "its file system has no locks"
    NOT_OURS = "the file or its folder belongs to another user, is a link, or holds something else"
    NO_SQLITE = "this Python has no sqlite3"
    SLOW = "the disk does not answer"
    OTHER = "the disk or SQLite fails"


class ArchiveError(Exception):
    """The archive cannot be used for the reason `fault`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"archive: {fault.value}")
        self.fault = fault
