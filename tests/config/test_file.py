"""The config file: where it is looked for, and one clear line for whatever in it cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.file import MAX_FILE_BYTES
from grantex_tui.config.models import COLOURS, ConfigFile, Way
from tests.support.configs import LIVE, WHOLE, configuration, written

FILE = "~/.config/grantex-tui/config.toml"
TOP = (
    "profile, demo, base_url, allow_http, api_key_file, archive, interval, days, view, metric, theme, mouse, plan, "
    "exchanges_limit, authorizations_limit, profiles, keys, alerts"
)


def complaint(home: Path, *arguments: str, **environment: str) -> str:
    """What the error says; that it is one line without a key holds for all of them."""
    with pytest.raises(SettingsError) as caught:
        configuration(home, *arguments, **environment)
    said = str(caught.value)
    assert said.isprintable()
    assert "Secret0123" not in said
    assert caught.value.__cause__ is None
    return said


def of_text(home: Path, text: str) -> str:
    """What the error says of the file's `text`, after the file's name."""
    written(home, text)
    file, _, said = complaint(home).partition(": ")
    assert file == FILE
    return said


class TestPlace:
    def test_without_a_file_nothing_is_set(self, tmp_path: Path) -> None:
        found = configuration(tmp_path)
        assert (found.file, found.keys, found.alerts) == (None, {}, None)
        assert found.place is not None
        assert found.place.shown == FILE

    def test_it_is_in_the_user_s_configuration_folder(self, tmp_path: Path) -> None:
        written(tmp_path, "days = 7")
        assert configuration(tmp_path).file == ConfigFile(days=7)

    def test_xdg_config_home_moves_it_if_it_is_a_whole_path(self, tmp_path: Path) -> None:
        written(tmp_path, "days = 7")
        (tmp_path / "xdg" / "grantex-tui").mkdir(parents=True)
        (tmp_path / "xdg" / "grantex-tui" / "config.toml").write_text("days = 90")
        assert configuration(tmp_path, XDG_CONFIG_HOME=str(tmp_path / "xdg")).file == ConfigFile(days=90)
        assert configuration(tmp_path, XDG_CONFIG_HOME="xdg").file == ConfigFile(days=7)

    def test_the_variable_wins_over_the_folder_and_the_option_over_both(self, tmp_path: Path) -> None:
        written(tmp_path, "days = 7")
        (tmp_path / "a").write_text("days = 30")
        (tmp_path / "b").write_text("days = 90")
        variable = str(tmp_path / "a")
        assert configuration(tmp_path, GRANTEX_TUI_CONFIG=variable).file == ConfigFile(days=30)
        found = configuration(tmp_path, "--config", str(tmp_path / "b"), GRANTEX_TUI_CONFIG=variable)
        assert found.file == ConfigFile(days=90)

    def test_a_named_file_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "none"
        assert complaint(tmp_path, "--config", str(path)) == "--config: ~/none: no such file or directory"
        said = complaint(tmp_path, GRANTEX_TUI_CONFIG="/nowhere/x")
        assert said == "GRANTEX_TUI_CONFIG: /nowhere/x: no such file or directory"

    def test_a_user_without_a_home_has_none(self) -> None:
        from grantex_tui.cli.parser import parse_arguments
        from grantex_tui.config.configuration import read_configuration

        assert read_configuration(parse_arguments([]), {}, None).place is None

    @pytest.mark.parametrize("home", ["/dev/null", "/nonexistent", f"/{'x' * 300}"])
    def test_a_home_that_cannot_be_used_holds_none(self, home: str) -> None:
        assert configuration(Path(home)).file is None

    def test_what_is_no_regular_file_is_refused_without_waiting(self, tmp_path: Path) -> None:
        path = tmp_path / ".config" / "grantex-tui" / "config.toml"
        path.mkdir(parents=True)
        assert complaint(tmp_path) == f"{FILE}: not a regular file"
        path.rmdir()
        os.mkfifo(path)
        assert complaint(tmp_path) == f"{FILE}: not a regular file"

    def test_a_name_that_a_terminal_would_obey_is_not_shown_as_it_is(self, tmp_path: Path) -> None:
        assert complaint(tmp_path, "--config", "/x\x1b[31my\0").startswith("--config: /xy: ")


class TestContents:
    def test_all_of_it_is_one_value(self, tmp_path: Path) -> None:
        written(tmp_path, WHOLE)
        file = configuration(tmp_path).file
        assert file is not None
        assert (file.theme, file.days, file.mouse, file.archive) == ("grantex-light", 90, True, False)
        assert list(file.profiles) == ["prod", "test"]
        assert file.profiles["test"].exchanges_limit == 1000
        assert file.keys == {"days-90": "9,f9"}
        assert file.alerts.tell == (Way.BELL, Way.DESKTOP, Way.COMMAND)

    def test_an_empty_file_says_nothing(self, tmp_path: Path) -> None:
        written(tmp_path, "")
        assert configuration(tmp_path).file == ConfigFile()

    def test_the_mark_that_some_editors_write_first_is_no_matter(self, tmp_path: Path) -> None:
        written(tmp_path, "\ufeffdays = 7")
        assert configuration(tmp_path).file == ConfigFile(days=7)

    def test_every_name_of_a_colour_is_one_that_textual_knows(self) -> None:
        from textual.color import Color

        assert [Color.parse(name).hex for name in COLOURS]


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("days = 31", "days: must be one of 7, 30, 90"),
            ("days = 30.0", "days: must be one of 7, 30, 90"),
            ("days = true", "days: must be one of 7, 30, 90"),
            ("interval = 4", "interval: must be a whole number from 5 to 3600"),
            ("interval = '30'", "interval: must be a whole number from 5 to 3600"),
            ("interval = true", "interval: must be a whole number from 5 to 3600"),
            ("interval = inf", "interval: must be a whole number from 5 to 3600"),
            ("exchanges_limit = 99999999999999999999", f"exchanges_limit: must be a whole number from 1 to {10**15}"),
            ("mouse = 1", "mouse: must be true or false"),
            ("theme = 2026-01-01", "theme: must be text in quotes"),
            ("view = 'tabel'", "view: must be one of calendar, chart, hours, table; did you mean table?"),
            ("view = 7", "view: must be one of calendar, chart, hours, table"),
            ("thme = 'x'", f"thme: unknown entry: there are {TOP}; did you mean theme?"),
            ("profiles = 7", "profiles: must be a table"),
            ("[profiles]\nprod = 'x'", "profiles.prod: must be a table"),
            (
                "[profiles.prod]\nplan = 'por'",
                "profiles.prod.plan: must be one of enterprise, free, pro; did you mean pro?",
            ),
            (
                "[profiles.prod]\nplna = 'pro'",
                "profiles.prod.plna: unknown entry: there are base_url, allow_http, api_key_file, api_key_command, "
                "plan, exchanges_limit, authorizations_limit, label, colour; did you mean plan?",
            ),
            ("[profiles.'a b']\nplan = 7", 'profiles."a b".plan: must be one of enterprise, free, pro'),
            (
                "[profiles.'a b']",
                'profiles."a b": a profile\'s name is up to 32 of the letters a to z, digits, - _ and .',
            ),
            (
                "[profiles.prod]\napi_key_command = 'pass show x'",
                "profiles.prod.api_key_command: must be a list in brackets",
            ),
            (
                "[profiles.prod]\napi_key_command = ['pass', '']",
                "profiles.prod.api_key_command[1]: must be text in quotes, not empty",
            ),
            (
                "[profiles.prod]\napi_key_file = 'x'\napi_key_command = ['pass']",
                "profiles.prod.api_key_command: there is api_key_file already, and only one of them can be",
            ),
            (
                '[profiles.prod]\nlabel = "a\\u001b[31m"',
                "profiles.prod.label: must be up to 40 characters of one column each, without [ and ]",
            ),
            (
                "[profiles.prod]\ncolour = 'bleu'",
                f"profiles.prod.colour: must be #rrggbb or a name: there are {', '.join(COLOURS)}; did you mean blue?",
            ),
            (
                "[profiles.prod]\nbase_url = 'https://user:word@x.example'",
                "profiles.prod.base_url: the base URL must not hold a user name or password",
            ),
            ("base_url = 'ftp://x'", "base_url: the base URL must begin with https:// (or http://)"),
            ("profile = 'prd'\n[profiles.prod]", "profile: no such profile: there is prod; did you mean prod?"),
            ("profile = 'prd'", "profile: no such profile: there are none"),
            ("[keys]\nquit = 7", "keys.quit: must be text in quotes"),
            ("[alerts]\nmonth_share = [50, 0]", "alerts.month_share[1]: must be a whole number from 1 to 1000"),
            ("[alerts]\ntell = ['bel']", "alerts.tell[0]: must be one of bell, desktop, command; did you mean bell?"),
            (
                "[alerts]\ntell = ['command']",
                'alerts.tell: "command" needs alerts.command, a program and its arguments',
            ),
        ],
    )  # fmt: skip
    def test_each_names_the_entry_what_is_allowed_and_what_is_near(self, text: str, said: str, tmp_path: Path) -> None:
        assert of_text(tmp_path, text) == said

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("days = 7\ntheme = grantex", "line 2: not valid TOML: invalid value"),
            ("days 7", "line 1: not valid TOML: expected '=' after a key in a key/value pair"),
            ("[profiles\n", "line 1: not valid TOML: expected ']' at the end of a table declaration"),
            ("days = 7\ndays = 7", "line 2: not valid TOML: cannot overwrite a value"),
            ("[keys]\n[keys]", "line 2: not valid TOML"),
            ("[profiles.prod]\nlabel = 'a\x1b'", "line 2: not valid TOML"),
            ('\n\ntheme = "', "line 3: not valid TOML: unterminated string"),
            ("x = " + "[" * 50_000, "not valid TOML: brackets too deep"),
            (f"x = {'9' * 5000}", "not valid TOML: a number that is too long"),
        ],
    )
    def test_what_is_no_toml_is_said_with_its_line(self, text: str, said: str, tmp_path: Path) -> None:
        assert of_text(tmp_path, text) == said

    def test_bytes_that_are_not_text_are_refused(self, tmp_path: Path) -> None:
        written(tmp_path, "").write_bytes(b'theme = "\xff"')
        assert complaint(tmp_path) == f"{FILE}: not UTF-8 text"

    def test_a_file_larger_than_any_configuration_is_refused(self, tmp_path: Path) -> None:
        assert of_text(tmp_path, "#" * (MAX_FILE_BYTES + 1)) == "larger than 256 KB"

    def test_a_file_that_every_user_can_write_is_refused_for_it_names_programs_to_run(self, tmp_path: Path) -> None:
        written(tmp_path, "").chmod(0o666)
        assert complaint(tmp_path) == f"{FILE}: every user can write it (mode 0666): use chmod 600"


class TestKeys:
    @pytest.mark.parametrize(
        ("text", "path"),
        [
            ("api_key = '{}'", "api_key"),
            ("apiKey = '{}'", "apiKey"),
            ("GRANTEX_API_KEY = '{}'", "GRANTEX_API_KEY"),
            ("[profiles.prod]\napi_key = '{}'", "profiles.prod.api_key"),
            ("[profiles.prod]\napi-key = 7", "profiles.prod.api-key"),
            ("[alerts]\napi_key = '{}'", "alerts.api_key"),
            ("[profiles.prod]\napi_key_file = '{}'", "profiles.prod.api_key_file"),
            ("[profiles.prod]\napi_key_command = ['echo', '{}']", "profiles.prod.api_key_command[1]"),
            ("days = 31\nunknown = [{{x = '{}'}}]", "unknown[0].x"),
        ],
    )
    def test_a_key_anywhere_is_refused_with_the_reason(self, text: str, path: str, tmp_path: Path) -> None:
        assert of_text(tmp_path, text.format(LIVE)) == (
            f"{path}: an API key does not belong in this file, which gets copied and shown: "
            "use api_key_file or api_key_command"
        )

    @pytest.mark.parametrize(
        "text",
        [
            "{} = 7",
            "[profiles.{}]",
            "[{}]\nx = 1",
            "theme = {}",
            "[profiles.a]\nplan = '{}'",
            "x = [\n{}",
            "[keys]\n{}",
        ],
    )
    def test_in_any_other_place_it_is_not_repeated(self, text: str, tmp_path: Path) -> None:
        assert LIVE[:12] not in of_text(tmp_path, text.format(LIVE))
