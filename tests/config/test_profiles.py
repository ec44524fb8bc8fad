"""Profiles and the order of origins: which value wins, whose key is used, and that one that fails stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.settings import PlanSettings, Settings, Unusable
from grantex_tui.usage.plans import Allowance, Plan
from tests.support.configs import LIVE, OTHER, WHOLE, account, accounts, configuration, revealed, written

FILE = "~/.config/grantex-tui/config.toml"
NONE = f"no such profile in {FILE}: there are prod, test"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a config file that says something of everything, and a key of the profile `test`."""
    written(tmp_path, WHOLE)
    key = tmp_path / ".config" / "grantex-tui" / "test.key"
    key.write_text("key-of-test\n")
    key.chmod(0o600)
    return tmp_path


class TestOrder:
    @pytest.mark.parametrize(
        ("name", "option", "typed", "of_file", "origin"),
        [
            ("days", "7", 7, 90, "days"),
            ("view", "hours", "hours", "table", "view"),
            ("metric", "total", "total", "exchanges", "metric"),
            ("theme", "nord", "nord", "grantex-light", "theme"),
            ("interval", "5", 5, 60, "interval"),
            ("plan", "enterprise", "enterprise", "pro", "profiles.prod.plan"),
        ],
    )
    def test_what_is_typed_wins_over_profile_and_file(
        self, name: str, option: str, typed: object, of_file: object, origin: str, home: Path
    ) -> None:
        said = configuration(home, f"--{name}", option).completed("prod")
        assert (getattr(said.arguments, name), said.origins[name]) == (typed, f"--{name}")
        said = configuration(home).completed("prod")
        assert (getattr(said.arguments, name), said.origins[name]) == (of_file, f"{FILE}: {origin}")

    @pytest.mark.parametrize(("name", "of_file"), [("mouse", True), ("archive", False), ("demo", None)])
    def test_what_the_file_turns_on_or_off_can_be_turned_back(self, name: str, of_file: object, home: Path) -> None:
        for option, typed in ((f"--{name}", True), (f"--no-{name}", False)):
            said = configuration(home, option).completed()
            assert (getattr(said.arguments, name), said.origins[name]) == (typed, option)
        assert getattr(configuration(home).completed().arguments, name) is of_file

    def test_a_profile_wins_over_the_file(self, home: Path) -> None:
        text = 'plan = "free"\nauthorizations_limit = 9\n[profiles.a]\nplan = "pro"\n[profiles.b]'
        written(home, text)
        plans = [account(home, "--profile", name, GRANTEX_API_KEY=LIVE).plan for name in ("a", "b")]
        limits = Allowance(None, 9)
        assert plans == [PlanSettings(Plan.PRO, limits), PlanSettings(Plan.FREE, limits)]

    def test_what_nobody_says_is_left_to_the_default(self, tmp_path: Path) -> None:
        said = configuration(tmp_path).completed()
        assert set(said.origins.values()) == {"default"}
        assert account(tmp_path, GRANTEX_API_KEY=LIVE).interval == 30

    def test_how_the_dashboard_starts_is_no_matter_of_the_commands(self, home: Path) -> None:
        arguments = configuration(home, "report").completed().arguments
        assert (arguments.days, arguments.metric, arguments.interval) == (None, None, 60)


class TestChoice:
    @pytest.mark.parametrize(
        ("arguments", "environment", "chosen"),
        [
            ((), {}, "prod"),
            ((), {"GRANTEX_PROFILE": "test"}, "test"),
            ((), {"GRANTEX_PROFILE": ""}, "prod"),
            (("--profile", "test"), {"GRANTEX_PROFILE": "prod"}, "test"),
        ],
    )
    def test_the_option_wins_over_the_variable_and_that_over_the_file(
        self, arguments: tuple[str, ...], environment: dict[str, str], chosen: str, home: Path
    ) -> None:
        assert account(home, *arguments, **environment).profile == chosen

    def test_it_brings_what_the_profile_says_of_itself(self, home: Path) -> None:
        prod, test = accounts(home, "--all")
        assert (prod.profile, prod.label, prod.colour, prod.name) == ("prod", "production", "#ff8800", "production")
        assert (test.profile, test.label, test.colour, test.name) == ("test", "", "", "test")

    @pytest.mark.parametrize(
        ("arguments", "environment", "said"),
        [
            (("--profile", "tset"), {}, f"--profile: {NONE}; did you mean test?"),
            (("--profile", ""), {}, f"--profile: {NONE}"),
            ((), {"GRANTEX_PROFILE": LIVE}, f"GRANTEX_PROFILE: {NONE}"),
            (("--all", "--profile", "prod"), {}, "--all and --profile exclude each other"),
            (("watch", "--profile", "prod,test"), {}, "grantex-tui watch is for one profile: name it with --profile"),
        ],
    )  # fmt: skip
    def test_a_wrong_one_is_one_line(
        self, arguments: tuple[str, ...], environment: dict[str, str], said: str, home: Path
    ) -> None:
        from grantex_tui.config.settings import one_account

        with pytest.raises(SettingsError) as caught:
            one_account(configuration(home, *arguments, **environment), lambda: "")
        assert str(caught.value) == said

    @pytest.mark.parametrize(
        ("text", "said"), [(None, "there is no config file with profiles"), ("", f"{FILE} has no profiles")]
    )
    def test_without_profiles_none_can_be_named(self, text: str | None, said: str, tmp_path: Path) -> None:
        if text is not None:
            written(tmp_path, text)
        for option in (("--all",), ("--profile", "prod")):
            with pytest.raises(SettingsError) as caught:
                accounts(tmp_path, *option)
            assert str(caught.value) == f"{option[0]}: {said}"


class TestKeys:
    def test_a_profile_s_key_comes_from_its_program_or_its_file(self, home: Path) -> None:
        assert revealed(account(home)) == "key-of-prod"
        test = account(home, "--profile", "test")
        assert (revealed(test), test.address.url) == ("key-of-test", "https://test.example")

    def test_a_typed_profile_wins_over_the_environment(self, home: Path) -> None:
        environment = {"GRANTEX_API_KEY": LIVE, "GRANTEX_BASE_URL": "https://environment.example"}
        test = account(home, "--profile", "test", **environment)
        assert (revealed(test), test.address.url) == ("key-of-test", "https://test.example")

    def test_any_other_profile_yields_to_the_environment(self, home: Path) -> None:
        environment = {"GRANTEX_API_KEY": LIVE, "GRANTEX_BASE_URL": "https://environment.example"}
        for more in ({}, {"GRANTEX_PROFILE": "test"}):
            found = account(home, **environment, **more)
            assert (revealed(found), found.address.url) == (LIVE, "https://environment.example")

    def test_other_options_win_over_a_typed_profile(self, home: Path) -> None:
        (home / "key").write_text(OTHER)
        options = ("--profile", "test", "--api-key-file", str(home / "key"), "--base-url", "https://typed.example")
        found = account(home, *options)
        assert (revealed(found), found.address.url) == (OTHER, "https://typed.example")

    def test_the_file_s_own_key_and_address_win_over_the_vendor_s(self, home: Path) -> None:
        (home / ".grantex").mkdir()
        (home / ".grantex" / "config.json").write_text(f'{{"apiKey": "{LIVE}", "baseUrl": "https://vendor.example"}}')
        written(home, "")
        assert (revealed(account(home)), account(home).address.host) == (LIVE, "vendor.example")
        written(home, 'api_key_file = "test.key"\nbase_url = "https://file.example"')
        assert (revealed(account(home)), account(home).address.host) == ("key-of-test", "file.example")

    def test_several_accounts_each_take_their_own_key_only(self, home: Path) -> None:
        found = accounts(home, "--all", GRANTEX_API_KEY=LIVE)
        assert [revealed(one) for one in found] == ["key-of-prod", "key-of-test"]

    def test_they_come_in_the_order_named_each_once(self, home: Path) -> None:
        assert [one.profile for one in accounts(home, "--profile", "test, prod,test")] == ["test", "prod"]

    def test_one_that_fails_stops_no_other(self, home: Path) -> None:
        written(home, f'{WHOLE}\n[profiles.none]\n[profiles.gone]\nlabel = "G"\napi_key_file = "~/gone/key"')
        prod, test, none, gone = accounts(home, "--all", GRANTEX_API_KEY=LIVE)
        assert isinstance(prod, Settings)
        assert isinstance(test, Settings)
        assert none == Unusable("none", f"{FILE}: profiles.none: no key: give it api_key_file or api_key_command")
        reason = f"{FILE}: profiles.gone.api_key_file: no such file or directory"
        assert gone == Unusable("gone", reason, "G")

    def test_one_key_is_not_for_several_accounts(self, home: Path) -> None:
        for one in accounts(home, "--all", "--api-key-file", "-"):
            assert isinstance(one, Unusable)
            assert one.reason == "--api-key-file holds one key: name one profile with --profile"

    def test_plain_http_is_allowed_profile_by_profile(self, home: Path) -> None:
        address = 'base_url = "http://far.example"\napi_key_file = "test.key"'
        written(home, f"[profiles.a]\n{address}\n[profiles.b]\nallow_http = true\n{address}")
        a, b = accounts(home, "--all")
        assert isinstance(a, Unusable)
        assert "plain http to another machine" in a.reason
        assert isinstance(b, Settings)

    def test_the_demo_asks_for_no_key(self, home: Path) -> None:
        assert [one.demo for one in accounts(home, "--all", "--demo") if isinstance(one, Settings)] == [True, True]

    def test_a_key_file_that_others_can_read_is_told(self, home: Path) -> None:
        (home / ".config" / "grantex-tui" / "test.key").chmod(0o644)
        assert "other users can read the API key in test.key (mode 0644)" in account(home, "--profile", "test").warning

    def test_only_the_chosen_profile_s_key_is_read(self, home: Path) -> None:
        written(home, f'{WHOLE}\n[profiles.trap]\napi_key_command = ["touch", "{home}/trapped"]')
        account(home, "--profile", "test")
        assert not (home / "trapped").exists()


def test_without_a_key_of_its_own_a_run_is_told_which_profiles_have_one(tmp_path: Path) -> None:
    written(tmp_path, '[profiles.prod]\napi_key_file = "a"\n[profiles.test]\napi_key_file = "b"\n')

    with pytest.raises(SettingsError, match=r"^no API key: name a profile with --profile \(there are prod, test\), or"):
        account(tmp_path)
