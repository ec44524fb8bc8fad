"""`config path | show | init | check`: nothing is sent, nothing is overwritten, and no key is ever shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.configs import LIVE, WHOLE, written
from tests.support.service import LoopbackService
from tests.support.shell import KEY, Ended, Shell

FILE = "~/.config/grantex-tui/config.toml"
PASSWORD = "https://me:Sesame0pen@x.example"


def rows(text: str) -> dict[str, tuple[str, str]]:
    """Value and origin by name; of several accounts the last one's."""
    lines = [list(filter(None, line.split("  "))) for line in text.splitlines() if line]
    return {name.strip(): (value.strip(), origin.strip()) for name, value, origin in lines}


class TestPath:
    def test_it_is_said_whether_the_file_is_there_or_not(self, shell: Shell) -> None:
        assert shell.here("config", "path").out == f"{shell.home}/.config/grantex-tui/config.toml\n"
        assert shell.here("config", "path", "--config", "/x/y.toml").out == "/x/y.toml\n"
        shell.set(XDG_CONFIG_HOME=str(shell.home / "xdg"))
        assert shell.here("config", "path").out == f"{shell.home}/xdg/grantex-tui/config.toml\n"


class TestInit:
    def test_it_writes_a_file_for_its_owner_alone_that_changes_nothing(self, shell: Shell) -> None:
        before = rows(shell.here("config", "show").out)
        ended = shell.here("config", "init")
        path = shell.home / ".config" / "grantex-tui" / "config.toml"
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith(f"Written: {FILE}. ")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {**rows(shell.here("config", "show").out), "config file": before["config file"]} == before

    def test_it_never_overwrites(self, shell: Shell) -> None:
        path = written(shell.home, "days = 7")
        ended = shell.here("config", "init")
        assert ended == Ended(1, "", f"grantex-tui: {FILE}: there is a file already, and it stays as it is\n")
        assert path.read_text() == "days = 7"
        path.unlink()
        path.symlink_to(shell.home / "elsewhere")
        assert shell.here("config", "init").code == 1
        assert [child.name for child in path.parent.iterdir()] == ["config.toml"]
        assert not (shell.home / "elsewhere").exists()

    def test_where_it_cannot_be_written_a_line_says_why(self, shell: Shell) -> None:
        ended = shell.here("config", "init", "--config", "/dev/null/x/config.toml")
        assert ended == Ended(1, "", "grantex-tui: /dev/null/x/config.toml: not a directory\n")


class TestShow:
    def test_every_value_has_its_origin(self, shell: Shell) -> None:
        written(shell.home, WHOLE)
        shell.set(GRANTEX_BASE_URL="https://environment.example")
        found = rows(shell.here("--days", "7", "config", "show").out)
        assert found["config file"] == (FILE, "the usual place")
        assert found["profile"] == ("prod", "config.toml: profile")
        assert found["label"] == ("production", "config.toml: profiles.prod.label")
        assert found["base_url"] == ("https://environment.example", "GRANTEX_BASE_URL")
        assert found["API key"] == ("set", "GRANTEX_API_KEY")
        assert found["plan"] == ("pro", "config.toml: profiles.prod.plan")
        assert found["days"] == ("7", "--days")
        assert found["view"] == ("table", "config.toml: view")
        assert found["archive"] == ("false", "config.toml: archive")
        assert found["demo"] == ("false", "default")
        assert found["exchanges_limit"] == ("as the service says", "default")
        assert found["keys.days-90"] == ("9,f9", "config.toml: keys")
        assert found["alerts.month_share"] == ("50, 80, 95", "config.toml: alerts.month_share")
        assert found["alerts.command"] == ("notify-send …", "config.toml: alerts.command")
        assert "alerts.day_exchanges" not in found

    @pytest.mark.parametrize(
        ("options", "key"),
        [
            (("--profile", "prod"), ("printed by printf", "config.toml: profiles.prod.api_key_command")),
            (("--profile", "test"), ("in a file that is not there", "config.toml: profiles.test.api_key_file")),
            (("--api-key-file", "-"), ("from standard input", "--api-key-file")),
        ],
    )
    def test_a_key_is_said_by_its_source(self, options: tuple[str, ...], key: tuple[str, str], shell: Shell) -> None:
        written(shell.home, WHOLE)
        assert rows(shell.here("config", "show", *options).out)["API key"] == key

    def test_the_vendor_s_file_and_none_are_sources_too(self, shell: Shell) -> None:
        shell.set(GRANTEX_API_KEY="")
        assert rows(shell.here("config", "show").out)["API key"] == ("none", "nowhere")
        (shell.home / ".grantex").mkdir()
        (shell.home / ".grantex" / "config.json").write_text(f'{{"apiKey": "{LIVE}", "baseUrl": "{PASSWORD}"}}')
        found = rows(shell.here("config", "show").out)
        assert found["API key"] == ("in the file", "~/.grantex/config.json")
        said = "cannot be used: the base URL must not hold a user name or password"
        assert found["base_url"] == (said, "~/.grantex/config.json")

    def test_of_several_accounts_each_has_a_block(self, shell: Shell) -> None:
        written(shell.home, WHOLE)
        out = shell.here("config", "show", "--all").out
        assert [line.split()[1] for line in out.splitlines() if line.startswith("profile ")] == ["prod", "test"]
        assert out.count("\ntheme ") == 1

    def test_it_reads_no_key_and_runs_no_program(self, shell: Shell) -> None:
        written(shell.home, f'[profiles.a]\napi_key_command = ["touch", "{shell.home}/ran"]')
        assert shell.here("config", "show", "--all").code == 0
        assert not (shell.home / "ran").exists()


class TestCheck:
    def test_it_reads_every_profile_and_sends_nothing(self, shell: Shell, recordings: LoopbackService) -> None:
        path = written(shell.home, WHOLE)
        (path.parent / "test.key").write_text("key-of-test")
        (path.parent / "test.key").chmod(0o600)
        ended = shell.here("config", "check")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.splitlines() == [
            f"prod: right; key from {FILE}: profiles.prod.api_key_command, {recordings.url}",
            "test: right; key from test.key, https://test.example",
            f"{FILE}: right",
        ]
        assert recordings.paths == []

    def test_each_profile_that_fails_has_a_line(self, shell: Shell) -> None:
        written(shell.home, f"demo = true\n{WHOLE.replace('printf', 'false')}\n")
        ended = shell.here("config", "check")
        assert (ended.code, ended.out) == (2, f"{FILE}: 2 of 2 profiles cannot be used\n")
        assert ended.err.splitlines() == [
            f"grantex-tui: prod: {FILE}: profiles.prod.api_key_command: false ended with exit code 1",
            f"grantex-tui: test: {FILE}: profiles.test.api_key_file: no such file or directory",
        ]

    def test_a_theme_that_there_is_none_of_is_said(self, shell: Shell) -> None:
        written(shell.home, 'theme = "grantex-drak"')
        ended = shell.here("config", "check")
        assert ended.code == 2
        assert ended.err.startswith(
            f"grantex-tui: {FILE}: theme: no such theme: there are auto, grantex-dark, grantex-light, "
        )
        assert ended.err.endswith("; did you mean grantex-dark?\n")

    def test_without_a_file_or_without_profiles_all_is_well(self, shell: Shell) -> None:
        assert shell.here("config", "check").out == f"There is no config file: {FILE}.\n"
        written(shell.home, "")
        assert shell.here("config", "check").out == f"{FILE}: right, without profiles\n"

    def test_a_broken_file_is_one_line_for_every_command(self, shell: Shell) -> None:
        written(shell.home, "days = 8")
        for command in (("config", "check"), ("config", "show"), ("report", "--demo"), ("status",), ("watch",)):
            ended = shell.here(*command)
            assert ended == Ended(2, "", f"grantex-tui: {FILE}: days: must be one of 7, 30, 90\n")


PRINTS = 'api_key_command = ["printf", "%s", "key-of-prod"]'
SECRETS = ("Sesame0pen", KEY, "key-of-prod", "key-of-test", "Secret0123")


@pytest.mark.usefixtures("recordings")
def test_no_secret_is_in_any_output_or_file_that_is_written(shell: Shell) -> None:
    path = written(shell.home, WHOLE.replace(PRINTS, 'api_key_command = ["sh", "-c", "tee /dev/stderr < prod.key"]'))
    for name in ("prod", "test"):
        (path.parent / f"{name}.key").write_text(f"key-of-{name}")
    shell.set(GRANTEX_URL=PASSWORD, HTTPS_PROXY=PASSWORD.replace("https", "http").replace("x.example", "127.0.0.1:1"))
    lines = [
        *(("config", action) for action in ("path", "show", "check", "init")),
        *((command, *option) for command in ("report", "check", "status") for option in ((), ("--all",))),
        ("config", "show", "--all"),
        ("report", "--base-url", PASSWORD),
        ("status", "--all", "--base-url", PASSWORD),
        ("config", "show", "--base-url", PASSWORD),
    ]
    for line in lines:
        ended = shell.here(*line)
        assert not any(secret in ended.out + ended.err for secret in SECRETS), line
        assert ended.code in (0, 1, 2, 3), line
    for file in Path(shell.home).rglob("*"):
        if file.is_file() and file.suffix != ".key":
            assert not any(secret in file.read_bytes().decode("latin-1") for secret in SECRETS), file
