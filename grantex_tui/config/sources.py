"""What a config file says of where the figures come from, as light values: `status` needs no more of the file.

`config.file` makes them of the whole file. Light to import: no msgspec.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final


class Source:
    """What a profile, or the file outside its profiles, says of key and address. None: it does not say it.

    `name`: the profile's; empty for the file. `key_command`: the arguments of a program that prints the key.
    """

    __slots__ = ("allow_http", "key_command", "key_file", "name", "url")

    def __init__(
        self,
        name: str = "",
        url: str | None = None,
        allow_http: bool | None = None,
        key_file: str | None = None,
        key_command: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.url = url
        self.allow_http = allow_http
        self.key_file = key_file
        self.key_command = tuple(key_command)

    def path(self, entry: str) -> str:
        """Where `entry` stands in the file: `profiles.prod.base_url`."""
        return f"profiles.{self.name}.{entry}" if self.name else entry


class Sources:
    """What the file says of all accounts. `shown`: its path for messages; empty where there is no file.

    `folder`: where the file lies, to which its paths are relative. `profile`: the one to start with.
    """

    __slots__ = ("archive", "demo", "file", "folder", "profile", "profiles", "shown")

    def __init__(
        self,
        shown: str = "",
        folder: str = "",
        profile: str | None = None,
        demo: bool | None = None,
        archive: bool | None = None,
        file: Source | None = None,
        profiles: Mapping[str, Source] | None = None,
    ) -> None:
        self.shown = shown
        self.folder = folder
        self.profile = profile
        self.demo = demo
        self.archive = archive
        self.file = file or Source()
        self.profiles = profiles or {}


class Chosen:
    """A profile that was chosen. `origin`: who names it.

    `typed`: on the command line, so that its key and address win over the environment.
    `alone`: the run is for this one. Several accounts, and all, each take their own key and never a common one.
    """

    __slots__ = ("alone", "origin", "source", "typed")

    def __init__(self, source: Source, origin: str = "", *, typed: bool = False, alone: bool = True) -> None:
        self.source = source
        self.origin = origin
        self.typed = typed
        self.alone = alone

    @property
    def name(self) -> str:
        return self.source.name


NO_PROFILE: Final = Chosen(Source())


def every_profile(sources: Sources) -> tuple[Chosen, ...]:
    """All of the file's, as for several accounts."""
    return tuple(Chosen(source, "--all", typed=True, alone=False) for source in sources.profiles.values())


def are_several(chosen: Sequence[Chosen]) -> bool:
    """Whether the run is for several accounts, as `--all` is even where there is only one."""
    return not chosen[0].alone
