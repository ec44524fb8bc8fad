"""Which profiles a run is for: `--profile` or `--all`, then GRANTEX_PROFILE, then the file's `profile`."""

from __future__ import annotations

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.sources import NO_PROFILE, Chosen, every_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.sources import Sources

PROFILE_VARIABLE: Final = "GRANTEX_PROFILE"


def chosen_profiles(arguments: Arguments, environment: Mapping[str, str], sources: Sources) -> tuple[Chosen, ...]:
    """The profiles in the order in which they are named; without any the one that stands for none.

    Raises SettingsError for a name that the file does not have.
    """
    if arguments.all_profiles:
        if arguments.profile is not None:
            raise SettingsError("--all and --profile exclude each other")
        if not sources.profiles:
            raise SettingsError(f"--all: {_there_are_none(sources)}")
        return every_profile(sources)
    text, origin, typed = _named(arguments, environment, sources)
    if text is None:
        return (NO_PROFILE,)
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in sources.profiles:
            raise SettingsError(f"{origin}: {_unknown(name, sources)}")
    return tuple(Chosen(sources.profiles[name], origin, typed=typed, alone=len(names) == 1) for name in names)


def chosen_profile(arguments: Arguments, environment: Mapping[str, str], sources: Sources) -> Chosen:
    """The one profile of a run that is for one. Raises SettingsError where several are named."""
    chosen = chosen_profiles(arguments, environment, sources)
    if len(chosen) > 1:
        what = f"grantex-tui {arguments.command}" if arguments.command else "the dashboard"
        raise SettingsError(f"{what} is for one profile: name it with --profile")
    return chosen[0]


def _named(arguments: Arguments, environment: Mapping[str, str], sources: Sources) -> tuple[str | None, str, bool]:
    """The names, who says them, and whether they were typed."""
    if arguments.profile is not None:
        return arguments.profile, "--profile", True
    if environment.get(PROFILE_VARIABLE):
        return environment[PROFILE_VARIABLE], PROFILE_VARIABLE, False
    return sources.profile, f"{sources.shown}: profile", False


def _unknown(name: str, sources: Sources) -> str:
    if not sources.profiles:
        return _there_are_none(sources)
    from grantex_tui.config.wording import choices  # only for an error

    return f"no such profile in {sources.shown}: {choices(name, tuple(sources.profiles))}"


def _there_are_none(sources: Sources) -> str:
    return f"{sources.shown} has no profiles" if sources.shown else "there is no config file with profiles"
