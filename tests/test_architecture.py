"""How the package is built: which module may know which, and that stylesheets and widgets belong together."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import grantex_tui
from grantex_tui.spans import Role
from grantex_tui.stylesheets import stylesheets

PACKAGE = Path(grantex_tui.__file__).parent
ROOT = PACKAGE.parent
TCSS = ROOT / "tcss"

LAYERS = ("frame", "driver", "widgets.", "screens.", "app", "__main__")
"""What is built upon the rest, from the bottom to the top: names of modules or how they begin."""

TOP_LEVEL = {"pyproject.toml", "README.md", "grantex_tui", "tests", "screenshots", "tcss"}
BUILT = {"dist", "build", "__pycache__", "PKG-INFO"}

SOURCES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
MODULES = {name: tree for name, tree in SOURCES.items() if not name.endswith("__init__")}


def imports(name: str) -> set[str]:
    """Full names of all that the module imports, inside functions too, except for its annotations alone."""
    found: set[str] = set()
    for node in _nodes(SOURCES[name]):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(module)), *_]):
                found.add(module)
            case _:
                pass
    return found


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from _nodes(node)


def own_imports(name: str) -> set[str]:
    """Modules of the package that the module imports, by their name in it."""
    prefix = f"{grantex_tui.__name__}."
    names = {full.removeprefix(prefix) for full in imports(name) if full.startswith(prefix)}
    return {module for module in MODULES for imported in names if f"{imported}.".startswith(f"{module}.")}


def layer(name: str) -> int:
    """0 for what no screen is needed for."""
    return next((index for index, start in enumerate(LAYERS, start=1) if name.startswith(start)), 0)


def packages(name: str) -> set[str]:
    return {full.partition(".")[0] for full in imports(name)}


def widget_names(name: str) -> set[str]:
    return {node.name for node in MODULES[name].body if isinstance(node, ast.ClassDef)}


@pytest.mark.parametrize("name", [name for name in SOURCES if layer(name) == 0 and name not in ("terminal", "driver")])
def test_what_is_not_the_screen_knows_no_screen_library(name: str) -> None:
    assert packages(name).isdisjoint({"textual", "rich"})


def test_only_the_client_its_transports_and_the_sample_service_know_the_http_libraries() -> None:
    assert {name for name in SOURCES if "httpx" in packages(name)} == {"client", "transport", "http11", "demo"}
    assert {name for name in SOURCES if "h11" in packages(name)} == {"http11"}


def test_only_the_chart_and_what_loads_it_ahead_know_the_plotting_library() -> None:
    named = {name for name in SOURCES if "plotext" in packages(name)}

    assert "plot" in named
    assert named <= {"plot", "app"}


WORDS = [name for name in MODULES if name == "view" or name.endswith("_view")]
LINES = [name for name in MODULES if name == "layout" or name.endswith("_layout")]
FIGURES = ("days", "stats", "month", "mark", "samples", "selection", "state")


@pytest.mark.parametrize("name", [*WORDS, *LINES, *FIGURES])
def test_figures_words_and_lines_know_neither_transport_nor_poller_nor_app(name: str) -> None:
    assert own_imports(name).isdisjoint({"client", "transport", "poller", "app", "demo", "terminal", "clock"})


@pytest.mark.parametrize("name", FIGURES)
def test_figures_know_no_words_and_words_no_lines(name: str) -> None:
    assert own_imports(name).isdisjoint({*WORDS, *LINES, "spans", "plot", "figures"})
    assert all(own_imports(words).isdisjoint({*LINES, "spans", "plot"}) for words in WORDS)


@pytest.mark.parametrize("name", [*WORDS, *LINES])
def test_words_and_lines_never_read_a_clock(name: str) -> None:
    read = {ast.unparse(node.func) for node in ast.walk(SOURCES[name]) if isinstance(node, ast.Call)}

    assert not {call for call in read if re.search(r"\b(now|today|utcnow|monotonic|time\.time)$", call)}


def test_no_two_modules_need_each_other() -> None:
    TopologicalSorter({name: own_imports(name) - {name} for name in MODULES}).prepare()


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_from_the_screen_to_what_it_shows(name: str) -> None:
    assert {imported for imported in own_imports(name) if layer(imported) > layer(name)} == set()


def test_importing_the_library_loads_no_transport_and_no_screen() -> None:
    script = "import sys, json, grantex_tui; print(json.dumps(sorted(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert "grantex_tui" in loaded
    assert loaded.isdisjoint({"httpx", "textual", "rich", "plotext"})


@pytest.mark.parametrize("name", SOURCES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(SOURCES[name])


@pytest.mark.parametrize("name", SOURCES)
def test_no_module_keeps_state_that_can_change(name: str) -> None:
    assert [ast.unparse(node) for node in SOURCES[name].body if _is_mutable(node)] == []
    assert not any(isinstance(node, ast.Global) for node in ast.walk(SOURCES[name]))


def _is_mutable(node: ast.stmt) -> bool:
    """A list, dict or set at the top of a module that is not declared Final or written as a constant."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation, value=ast.expr() as value):
            final = "Final" in ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            final = False
        case _:
            return False
    if target == "__all__" or final or target.isupper() or re.fullmatch(r"_[A-Z_]+", target):
        return False
    mutable = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    made = isinstance(value, ast.Call) and ast.unparse(value.func) in ("list", "dict", "set", "defaultdict", "deque")
    return made or isinstance(value, mutable)


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_changes_a_constant_of_its_module(name: str) -> None:
    changed = {
        ast.unparse(target)
        for node in ast.walk(SOURCES[name])
        for target in _changed_by(node)
        if re.fullmatch(r"_?[A-Z][A-Z_]+", ast.unparse(target))
    }
    assert changed == set()


def _changed_by(node: ast.AST) -> list[ast.expr]:
    """What the node changes in place: `X[…] = …`, `del X[…]`, `X.append(…)`."""
    changing = {"append", "add", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault"}
    match node:
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            return [value]
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in changing | {"update", "sort", "reverse"}:
            return [value]
        case _:
            return []


def test_the_top_of_the_project_holds_what_it_should_and_nothing_else() -> None:
    names = {path.name for path in ROOT.iterdir()}

    visible = {name for name in names if not name.startswith(".") and not name.endswith(".egg-info")} - BUILT
    assert visible == TOP_LEVEL


def test_every_role_has_a_style() -> None:
    styled = set(re.findall(r"\.cells--([a-z0-9-]+)", (TCSS / "cells.tcss").read_text("utf-8")))

    assert styled == {role.value for role in Role}


def test_every_stylesheet_has_a_widget_or_a_screen_of_its_name() -> None:
    homes = {name.rpartition(".")[2]: name for name in MODULES if name.startswith(("widgets.", "screens."))}

    for path in TCSS.iterdir():
        assert path.suffix == ".tcss"
        selector = path.read_text("utf-8").split()[0]
        assert selector in widget_names(homes[path.stem])


@pytest.mark.parametrize("path", sorted(TCSS.iterdir()), ids=lambda path: path.stem)
def test_stylesheets_take_their_colours_from_the_theme(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)

    for name, value in re.findall(r"([a-z-]+):\s*([^;{}]+);", rules):
        coloured = name in ("color", "background", "tint", "background-tint") or name.endswith("-color")
        if coloured or name.startswith(("border", "outline", "hatch", "scrollbar-color", "scrollbar-background")):
            assert re.search(r"\$[a-z]|\b(auto|none)\b", value), f"{name}: {value}"
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?|ansi_\w+)\b", value), f"{name}: {value}"


def test_stylesheets_are_found_by_their_stems() -> None:
    assert stylesheets("cells", "chart") == [TCSS / "cells.tcss", TCSS / "chart.tcss"]
