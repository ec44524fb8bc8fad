"""Settings: which source wins, and one clear line without the key for everything that cannot be used."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui import __version__
from grantex_tui.cli.parser import parse_arguments
from grantex_tui.config.arguments import COMMANDS, SettingsError
from grantex_tui.config.lookup import NO_KEY, find_key_and_url, home_folder
from grantex_tui.config.settings import Settings, read_settings

KEY = "gx_live_" + "Secret0123" * 4 + "abc"
OTHER_KEY = "gx_test_" + "Another789" * 4 + "xyz"
DEFAULT = "https://api.grantex.dev"


def settings(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    home: Path = Path("/nonexistent"),
    standard_input: str | None = None,
) -> Settings:
    def read_standard_input() -> str:
        assert standard_input is not None, "standard input is not asked for"
        return standard_input

    return read_settings(parse_arguments(arguments), environment or {}, home, read_standard_input)


def complaint(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    home: Path = Path("/nonexistent"),
    standard_input: str | None = None,
) -> str:
    """What the error says; that it is one line without the key holds for all of them."""
    with pytest.raises(SettingsError) as caught:
        settings(*arguments, environment=environment, home=home, standard_input=standard_input)
    said = str(caught.value)
    assert said.isprintable()
    assert "Secret0123" not in said
    assert caught.value.__cause__ is None
    return said


def revealed(settings: Settings) -> str:
    assert settings.key is not None
    return settings.key.reveal()


def home_with(tmp_path: Path, config: object) -> Path:
    folder = tmp_path / ".grantex"
    folder.mkdir()
    text = config if isinstance(config, str) else json.dumps(config)
    (folder / "config.json").write_text(text, encoding="utf-8")
    return tmp_path


class TestPrecedence:
    def test_a_key_alone_is_enough(self) -> None:
        found = settings(environment={"GRANTEX_API_KEY": KEY})
        assert revealed(found) == KEY
        assert found.address.url == DEFAULT
        assert (found.interval, found.interval_is_explicit, found.mouse, found.demo) == (30, False, False, False)

    def test_a_key_file_wins_over_the_environment(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_text(KEY)
        found = settings("--api-key-file", str(file), environment={"GRANTEX_API_KEY": OTHER_KEY})
        assert revealed(found) == KEY

    def test_the_environment_wins_over_the_config_file(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": "https://file.example", "apiKey": OTHER_KEY})
        environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": "https://environment.example"}
        found = settings(environment=environment, home=home)
        assert (revealed(found), found.address.url) == (KEY, "https://environment.example")

    def test_the_config_file_wins_over_the_default(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": "https://file.example", "apiKey": KEY})
        found = settings(home=home)
        assert (revealed(found), found.address.url) == (KEY, "https://file.example")

    def test_the_base_url_argument_wins_over_all(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": "https://file.example"})
        environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_URL": "https://environment.example"}
        found = settings("--base-url", "https://argument.example", environment=environment, home=home)
        assert found.address.url == "https://argument.example"

    def test_each_setting_is_looked_up_by_itself(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": "https://file.example"})
        found = settings(environment={"GRANTEX_KEY": KEY}, home=home)
        assert (revealed(found), found.address.url) == (KEY, "https://file.example")

    def test_the_sdk_variables_win_over_those_of_the_command_line_tool(self) -> None:
        environment = {
            "GRANTEX_API_KEY": KEY,
            "GRANTEX_KEY": OTHER_KEY,
            "GRANTEX_BASE_URL": "https://sdk.example",
            "GRANTEX_URL": "https://tool.example",
        }
        found = settings(environment=environment)
        assert (revealed(found), found.address.url) == (KEY, "https://sdk.example")

    def test_the_variables_of_the_command_line_tool_count_too(self) -> None:
        found = settings(environment={"GRANTEX_KEY": KEY, "GRANTEX_URL": "https://tool.example"})
        assert (revealed(found), found.address.url) == (KEY, "https://tool.example")

    def test_an_empty_variable_is_no_setting(self) -> None:
        environment = {"GRANTEX_API_KEY": "", "GRANTEX_KEY": KEY, "GRANTEX_BASE_URL": "", "GRANTEX_URL": ""}
        found = settings(environment=environment)
        assert (revealed(found), found.address.url) == (KEY, DEFAULT)

    def test_empty_and_null_entries_of_the_config_file_are_no_settings(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": None, "apiKey": ""})
        assert complaint(home=home) == NO_KEY

    def test_a_broken_config_file_does_not_matter_where_nothing_is_left_open(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, "{")
        found = settings("--base-url", DEFAULT, environment={"GRANTEX_API_KEY": KEY}, home=home)
        assert revealed(found) == KEY


class TestDemo:
    def test_the_demo_needs_no_key(self) -> None:
        found = settings("--demo")
        assert found.demo
        assert found.key is None

    def test_the_demo_takes_neither_key_nor_address_from_anywhere(self, tmp_path: Path) -> None:
        environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": "nonsense"}
        found = settings("--demo", environment=environment, home=home_with(tmp_path, "{"))
        assert found.key is None
        assert found.address.url == DEFAULT

    def test_the_demo_takes_interval_and_mouse(self) -> None:
        found = settings("--demo", "--interval", "5", "--mouse")
        assert (found.interval, found.interval_is_explicit, found.mouse) == (5, True, True)

    def test_its_dashboard_reads_every_two_seconds_and_spares_no_budget(self) -> None:
        found = settings("--demo")
        assert (found.interval, found.interval_is_explicit) == (2, True)

    def test_its_sentences_come_as_slowly_as_the_services(self) -> None:
        assert settings("watch", "--demo").interval == 30


class TestInterval:
    @pytest.mark.parametrize(("text", "seconds"), [("5", 5), ("30", 30), ("3600", 3600), ("007", 7)])
    def test_whole_seconds_within_the_bounds_are_taken(self, text: str, seconds: int) -> None:
        found = settings("--demo", f"--interval={text}")
        assert (found.interval, found.interval_is_explicit) == (seconds, True)

    @pytest.mark.parametrize(
        "text", ["4", "3601", "0", "-5", "1.5", "3e1", "", "soon", "٣٠", "1_0", "00000000599999", "9" * 5000]
    )
    def test_everything_else_is_refused(self, text: str) -> None:
        said = complaint("--demo", f"--interval={text}")
        assert said == "argument --interval: must be a whole number from 5 to 3600 (see grantex-tui --help)"


class TestKeyFile:
    def test_blanks_and_the_line_end_around_the_key_go(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_bytes(f"  {KEY}\r\n".encode())
        assert revealed(settings("--api-key-file", str(file))) == KEY

    def test_a_dash_reads_standard_input(self) -> None:
        assert revealed(settings("--api-key-file", "-", standard_input=f"{KEY}\n")) == KEY

    def test_a_tilde_means_the_home_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        (tmp_path / "key").write_text(KEY)
        assert revealed(settings("--api-key-file", "~/key")) == KEY

    @pytest.mark.parametrize("path", [KEY, f"/{KEY}", f"gx/{KEY}"])
    def test_a_missing_file_is_said_without_its_name_where_that_could_be_the_key(self, path: str) -> None:
        assert complaint("--api-key-file", path) == "--api-key-file: no such file or directory"

    def test_a_missing_file_in_a_folder_that_there_is_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "kye"
        assert complaint("--api-key-file", str(path)) == f"--api-key-file: {path}: no such file or directory"

    def test_a_folder_is_no_key_file(self, tmp_path: Path) -> None:
        assert complaint("--api-key-file", str(tmp_path)) == f"--api-key-file: {tmp_path}: is a directory"

    def test_an_empty_file_holds_no_key(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_text(" \n")
        assert complaint("--api-key-file", str(file)) == f"--api-key-file: {file}: no key in it"
        assert complaint("--api-key-file", "-", standard_input="") == "--api-key-file: standard input: no key in it"

    def test_an_empty_file_does_not_fall_back_to_another_key(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.touch()
        said = complaint("--api-key-file", str(file), environment={"GRANTEX_API_KEY": KEY})
        assert said == f"--api-key-file: {file}: no key in it"

    def test_bytes_that_are_not_text_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_bytes(b"\xff\xfe")
        assert complaint("--api-key-file", str(file)) == f"--api-key-file: {file}: not UTF-8 text"

    @pytest.mark.parametrize("path", ["a\0b", "~no-such-user-here/key"])
    def test_a_path_that_cannot_be_one_is_refused(self, path: str) -> None:
        assert complaint("--api-key-file", path) == "--api-key-file: the path cannot be used"


class TestKey:
    def test_without_any_key_the_ways_to_give_one_are_named(self) -> None:
        said = complaint()
        for way in ("GRANTEX_API_KEY", "--api-key-file", "~/.grantex/config.json", "--demo"):
            assert way in said

    @pytest.mark.parametrize(
        ("key", "why"),
        [
            (f"{KEY[:20]}\n{KEY[20:]}", "the API key has a line break inside"),
            (f"{KEY[:20]} {KEY[20:]}", "the API key has a blank inside"),
            (f"{KEY[:20]}\u00a0{KEY[20:]}", "the API key has a blank inside"),
            (f"{KEY}\u00fc", "the API key has a character that no key has"),
            (f"{KEY}\x1b", "the API key has a character that no key has"),
            ("   ", "the API key is empty"),
        ],
    )
    def test_a_key_that_cannot_be_one_is_refused_with_the_reason(self, key: str, why: str) -> None:
        assert complaint(environment={"GRANTEX_API_KEY": key}) == f"GRANTEX_API_KEY: {why}"

    def test_a_key_of_any_other_form_is_taken(self) -> None:
        assert revealed(settings(environment={"GRANTEX_API_KEY": "seeded-key-1"})) == "seeded-key-1"

    def test_the_settings_do_not_show_the_key(self) -> None:
        assert "Secret0123" not in repr(settings(environment={"GRANTEX_API_KEY": KEY}))


class TestKeyOnTheCommandLine:
    def test_no_option_takes_it(self) -> None:
        said = "--api-key: did you mean --api-key-file? (see grantex-tui --help)"
        assert complaint(f"--api-key={KEY}") == said
        assert complaint("--api-key", KEY) == said

    @pytest.mark.parametrize(
        "arguments",
        [
            (KEY,),
            ("--", KEY),
            (f"--{KEY}",),
            (f"-{KEY}",),
            (f"-k{KEY}",),
            (f"-h{KEY}",),
            (f"--mouse={KEY}",),
            (f"--demo={KEY}",),
            (f"--interval={KEY}",),
            ("--interval", KEY),
            ("--base-url", KEY),
            ("--config", KEY),
            ("--profile", KEY),
            ("--demo", KEY, "--wrong"),
            ("--wrong", KEY),
        ],
    )
    def test_typed_in_any_wrong_place_it_is_not_repeated(self, arguments: tuple[str, ...]) -> None:
        said = complaint(*arguments, environment={"GRANTEX_API_KEY": OTHER_KEY})
        assert KEY[:12] not in said

    @given(st.lists(st.sampled_from([KEY, f"--x={KEY}", f"--mouse={KEY}", "--interval", "--demo", "-z", "--", "="])))
    def test_no_mixture_of_arguments_makes_the_error_repeat_it(self, arguments: list[str]) -> None:
        complaint(*arguments, KEY)


class TestOptions:
    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("--colour",), "unknown option --colour"),
            (("--inter", "30"), "--inter: did you mean --interval?"),
            (("--intervall=30",), "--intervall: did you mean --interval?"),
            (("reprot",), "reprot: did you mean report?"),
            (("--demo", "statsu"), "statsu: did you mean status?"),
            (("--plan", "por"), "argument --plan: por: did you mean pro?"),
            (("now",), f"unknown command: there are {', '.join(COMMANDS)}"),
            (("-x",), "unexpected argument"),
            (("--interval",), "argument --interval: expected one argument"),
            (("--mouse=yes",), "argument --mouse: takes no value"),
            (("--evil\x1b[31m",), "unexpected argument"),
        ],
    )
    def test_what_is_not_an_option_is_refused_with_a_pointer_to_the_help(
        self, arguments: tuple[str, ...], why: str
    ) -> None:
        assert complaint(*arguments) == f"{why} (see grantex-tui --help)"

    def test_the_version_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="0"):
            parse_arguments(["--version"])
        assert capfd.readouterr().out == f"grantex-tui {__version__}\n"

    def test_the_help_names_every_way_to_give_a_key(self, capfd: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="0"):
            parse_arguments(["--help"])
        printed = capfd.readouterr().out
        assert "GRANTEX_API_KEY" in printed
        assert "--api-key-file" in printed


class TestConfigFile:
    @pytest.mark.parametrize(
        ("config", "why"),
        [
            ("{", "~/.grantex/config.json is not valid JSON"),
            ("", "~/.grantex/config.json is not valid JSON"),
            ("[" * 100_000, "~/.grantex/config.json is not valid JSON"),
            ([KEY], "~/.grantex/config.json holds no object"),
            ({"apiKey": 7}, "~/.grantex/config.json: apiKey is not text"),
            ({"baseUrl": ["https://api.grantex.dev"]}, "~/.grantex/config.json: baseUrl is not text"),
            ({"apiKey": f"{KEY}\n{KEY}"}, "~/.grantex/config.json: the API key has a line break inside"),
        ],
    )
    def test_a_broken_one_is_one_clear_line(self, tmp_path: Path, config: object, why: str) -> None:
        assert complaint(home=home_with(tmp_path, config)) == why

    def test_one_that_is_not_text_is_refused(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, "")
        (home / ".grantex" / "config.json").write_bytes(b'{"apiKey": "\xff"}')
        assert complaint(home=home) == "~/.grantex/config.json: not UTF-8 text"

    def test_one_that_cannot_be_read_is_said(self, tmp_path: Path) -> None:
        (tmp_path / ".grantex" / "config.json").mkdir(parents=True)
        assert complaint(home=tmp_path) == "~/.grantex/config.json: is a directory"

    def test_other_entries_are_left_alone(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"apiKey": KEY, "theme": 7})
        assert revealed(settings(home=home)) == KEY

    def test_a_named_pipe_in_its_place_is_not_waited_for(self, tmp_path: Path) -> None:
        (tmp_path / ".grantex").mkdir()
        os.mkfifo(tmp_path / ".grantex" / "config.json")
        assert complaint(home=tmp_path) == "~/.grantex/config.json: not a regular file"


class TestHome:
    @pytest.mark.parametrize("home", ["/dev/null", "/nonexistent", f"/{'x' * 300}"])
    def test_a_home_that_cannot_be_used_holds_no_config_file(self, home: str) -> None:
        assert revealed(settings(environment={"GRANTEX_API_KEY": KEY}, home=Path(home))) == KEY
        assert complaint(home=Path(home)) == NO_KEY

    def test_a_home_that_may_not_be_entered_holds_no_config_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = home_with(tmp_path, {"apiKey": OTHER_KEY})

        def refuse(path: str) -> NoReturn:
            raise PermissionError(errno.EACCES, "Permission denied", path)

        monkeypatch.setattr(os, "stat", refuse)  # root, who runs some tests, may enter all
        found = find_key_and_url(parse_arguments([]), {"GRANTEX_API_KEY": KEY}, home, lambda: "")
        assert (found.key, found.url) == (KEY, None)

    def test_home_is_where_the_environment_says_else_where_the_user_s_entry_does(self) -> None:
        assert home_folder({"HOME": "/home/zoe"}) == "/home/zoe"
        assert home_folder({}) == str(Path.home())

    def test_a_user_without_a_name_and_home_has_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("HOME")
        monkeypatch.setattr(os, "getuid", lambda: 2**31 - 9)
        assert home_folder({}) is None
        assert home_folder({"HOME": "relative"}) is None


class TestFilesThatOthersCanRead:
    @pytest.mark.parametrize(("mode", "said"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
    def test_a_key_file_is_named_in_one_line(self, mode: int, said: bool, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_text(KEY)
        file.chmod(mode)

        warning = settings("--api-key-file", str(file)).warning

        words = f"warning: other users can read the API key in {file} (mode {mode:04o}); use chmod 600"
        assert warning == (words if said else "")

    def test_a_config_file_is_too_if_the_key_comes_from_it(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"apiKey": KEY})
        (home / ".grantex" / "config.json").chmod(0o644)

        assert "in ~/.grantex/config.json (mode 0644)" in settings(home=home).warning
        assert settings(environment={"GRANTEX_API_KEY": KEY}, home=home).warning == ""


class TestKeySource:
    def test_each_place_has_the_name_that_the_user_knows(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"apiKey": KEY})
        file = tmp_path / "key"
        file.write_text(KEY)

        assert settings(environment={"GRANTEX_KEY": KEY}, home=home).key_source == "GRANTEX_KEY"
        assert settings(home=home).key_source == "~/.grantex/config.json"
        assert settings("--api-key-file", str(file), home=home).key_source == str(file)
        assert settings("--api-key-file", "-", standard_input=KEY).key_source == "standard input"


class TestAddress:
    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
    def test_plain_http_is_fine_on_this_machine(self, host: str) -> None:
        url = f"http://{host}:8080"
        assert settings("--base-url", url, environment={"GRANTEX_API_KEY": KEY}).address.url == url

    @pytest.mark.parametrize("host", ["grantex.example", "10.0.0.7", "127.0.0.1.example", "localhost.example"])
    def test_plain_http_to_another_machine_names_the_option_that_allows_it(self, host: str) -> None:
        said = complaint("--base-url", f"http://{host}", environment={"GRANTEX_API_KEY": KEY})
        assert said == ("--base-url: plain http to another machine would show the API key: use https, or --allow-http")

    def test_plain_http_can_be_allowed(self) -> None:
        found = settings("--base-url", "http://10.0.0.7", "--allow-http", environment={"GRANTEX_API_KEY": KEY})
        assert not found.address.encrypted

    def test_the_rule_holds_wherever_the_address_comes_from(self, tmp_path: Path) -> None:
        home = home_with(tmp_path, {"baseUrl": "http://grantex.example", "apiKey": KEY})
        assert "--allow-http" in complaint(home=home)
        assert "--allow-http" in complaint(environment={"GRANTEX_KEY": KEY, "GRANTEX_URL": "http://grantex.example"})

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "api.grantex.dev",
            "ftp://api.grantex.dev",
            "https://",
            "https://:443",
            "https://api.grantex.dev:0",
            "https://api.grantex.dev:99999",
            "https://[::1",
            f"https://user:{KEY}@api.grantex.dev",
            f"https://api.grantex.dev/?key={KEY}",
            f"https://api.grantex.dev/#{KEY}",
            "https://api grantex.dev",
            "https://api.grantex.dev\n",
            "https://bücher.example",
            KEY,
        ],
    )
    def test_what_is_no_base_url_is_refused(self, url: str) -> None:
        assert complaint("--base-url", url, environment={"GRANTEX_API_KEY": OTHER_KEY}).startswith(
            "--base-url: the base URL "
        )
