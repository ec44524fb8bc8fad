"""The template and the schema: both know every entry of the structures, and the template says nothing by itself."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from msgspec import convert, structs, to_builtins

from grantex_tui.config.conversion import config_of
from grantex_tui.config.layers import DEFAULTS
from grantex_tui.config.models import AlertSettings, ConfigFile, Profile
from grantex_tui.config.schema import schema_text
from grantex_tui.config.template import SCHEMA_FILE, SECTIONS, template
from tests.support.configs import WHOLE

TABLES = {"profiles", "keys", "alerts"}


def uncommented() -> dict[str, Any]:
    """What the template says once its entries are no comments any more; of two ways to a key the program."""
    return tomllib.loads(re.sub(r"^#(?=[a-z\[])", "", template(), flags=re.MULTILINE))


def test_the_template_is_toml_that_says_nothing() -> None:
    assert convert(tomllib.loads(template()), ConfigFile) == ConfigFile()


def test_without_its_comment_signs_it_is_right() -> None:
    config_of(uncommented(), "config.toml")


def test_what_has_a_default_stands_there_with_it() -> None:
    said = uncommented()
    assert {name: said[name] for name in DEFAULTS} == DEFAULTS
    assert (said["alerts"]["outlier"], said["alerts"]["key_refused"]) == (False, False)


def test_it_names_every_entry() -> None:
    said = uncommented()
    assert {*said} - TABLES == {field.name for field in structs.fields(ConfigFile)} - TABLES
    assert {*said["alerts"]} == {field.name for field in structs.fields(AlertSettings)}
    named = {name for profile in said["profiles"].values() for name in profile}
    assert named == {field.name for field in structs.fields(Profile)}


def test_its_lines_fit_a_terminal_and_name_the_schema_for_editors() -> None:
    first, *lines = template().splitlines()
    assert first == f"#:schema {SCHEMA_FILE.as_uri()}"
    assert max(map(len, lines)) <= 120
    assert {section.name for section in SECTIONS} == {"", "profiles.prod", "profiles.test", "keys", "alerts"}


def test_the_schema_that_ships_is_that_of_the_structures() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "python -m tests.tools.generated writes it anew"


def test_the_schema_knows_what_the_structures_know() -> None:
    schema = json.loads(schema_text())["$defs"]
    for name, struct in (("ConfigFile", ConfigFile), ("Profile", Profile), ("AlertSettings", AlertSettings)):
        assert set(schema[name]["properties"]) == {field.name for field in structs.fields(struct)}
        assert schema[name]["additionalProperties"] is False
    assert schema["ConfigFile"]["properties"]["interval"] == {
        "type": "integer", "minimum": 5, "maximum": 3600, "description": "seconds between polls, 5 to 3600",
    }  # fmt: skip
    assert "null" not in schema_text()


def test_the_whole_example_survives_a_round_trip() -> None:
    config = config_of(tomllib.loads(WHOLE), "config.toml")
    assert convert(to_builtins(config), ConfigFile) == config
