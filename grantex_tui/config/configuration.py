"""What a run goes by: arguments, environment, and the config file if there is one, read once. Light to import."""

from __future__ import annotations

from grantex_tui.config.file import find_file, read_file, sources_of
from grantex_tui.config.layers import completed
from grantex_tui.config.profiles import chosen_profiles
from grantex_tui.config.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.file import Place
    from grantex_tui.config.layers import Layered
    from grantex_tui.config.models import AlertSettings, ConfigFile
    from grantex_tui.config.sources import Chosen


class Configuration:
    """`file` None: there is none at `place`; that is None where there is no home for one either.

    `arguments`: as they were typed. `completed` lays them over the file.
    """

    __slots__ = ("arguments", "environment", "file", "home", "place", "sources")

    def __init__(
        self,
        arguments: Arguments,
        environment: Mapping[str, str],
        home: str | os.PathLike[str] | None,
        place: Place | None = None,
        file: ConfigFile | None = None,
    ) -> None:
        self.arguments = arguments
        self.environment = environment
        self.home = home
        self.place = place
        self.file = file
        self.sources = Sources() if file is None or place is None else sources_of(file, place)

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """The profiles that the run is for. Raises SettingsError for a name that the file does not have."""
        return chosen_profiles(self.arguments, self.environment, self.sources)

    def completed(self, profile: str = "") -> Layered:
        """The arguments with what the profile and the file add."""
        return completed(self.arguments, self.file, self.sources.shown, profile)

    @property
    def keys(self) -> Mapping[str, str]:
        """`[keys]`: an action's id and its keys, separated by commas."""
        return {} if self.file is None else self.file.keys

    @property
    def alerts(self) -> AlertSettings | None:
        """`[alerts]`; None without a file."""
        return None if self.file is None else self.file.alerts

    def label_and_colour(self, profile: str) -> tuple[str, str]:
        """What the profile says of itself, empty where it does not."""
        said = self.file.profiles.get(profile) if self.file else None
        return (said.label, said.colour) if said else ("", "")


def read_configuration(
    arguments: Arguments, environment: Mapping[str, str], home: str | os.PathLike[str] | None
) -> Configuration:
    """Reads the config file if there is one. Raises SettingsError for one that cannot be used."""
    place = find_file(arguments, environment, home)
    file = read_file(place) if place is not None and place.exists else None
    return Configuration(arguments, environment, home, place, file)
