"""What `status` needs of the config file, without reading TOML each time: 12 ms for a command that takes 30.

What the file says of its accounts is kept beside the figures, for as long as the file is the same. It holds no key, as
the config file holds none, and is written only of a file that is right as a whole.

Light to import.
"""

from __future__ import annotations

import contextlib
import json
import os

from grantex_tui.cli.status_cache import kept_text
from grantex_tui.config.file import find_file, read_file, sources_of
from grantex_tui.config.sources import Source, Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.file import Place

LAYOUT: Final = 1
MAX_BYTES: Final = 256 * 1024


def read_sources(arguments: Arguments, environment: Mapping[str, str], home: str | None, folder: str | None) -> Sources:
    """What the config file says, if there is one. `folder`: of the caches. Raises SettingsError."""
    place = find_file(arguments, environment, home)
    if place is None or not place.exists:
        return Sources()
    path = None if folder is None else os.path.join(folder, "config.json")
    stamp = [place.path, *place.stamp]
    kept = _kept(path, stamp, place)
    if kept is not None:
        return kept
    sources = sources_of(read_file(place), place)
    if path is not None:
        _keep(path, stamp, sources)
    return sources


def _kept(path: str | None, stamp: list[object], place: Place) -> Sources | None:
    try:
        document = json.loads(kept_text(path, MAX_BYTES)) if path else None
        if not isinstance(document, dict) or [document["layout"], *document["stamp"]] != [LAYOUT, *stamp]:
            return None
        sources = [_source(row) for row in document["sources"]]
        said = (document["profile"], document["demo"], document["archive"])
        profiles = {source.name: source for source in sources[1:]}
        return Sources(place.shown, os.path.dirname(place.path), *said, sources[0], profiles)
    except (OSError, ValueError, RecursionError, KeyError, IndexError, TypeError):
        return None


def _keep(path: str, stamp: list[object], sources: Sources) -> None:
    """Where that fails, the next `status` reads the file itself."""
    from grantex_tui.export.files import write_private  # only after the file was read

    document = {
        "layout": LAYOUT,
        "stamp": stamp,
        "profile": sources.profile,
        "demo": sources.demo,
        "archive": sources.archive,
        "sources": [_row(source) for source in (sources.file, *sources.profiles.values())],
    }
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        write_private(path, json.dumps(document) + "\n", overwrite=True)


def _row(source: Source) -> list[object]:
    return [source.name, source.url, source.allow_http, source.key_file, list(source.key_command)]


def _source(row: object) -> Source:
    match row:
        case [str(name), str() | None as url, bool() | None as http, str() | None as key_file, list(command)]:
            return Source(name, url, http, key_file, [str(argument) for argument in command])
        case _:
            raise ValueError
