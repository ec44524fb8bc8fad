"""How the package is built: which module may know which, and that stylesheets and widgets belong together."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import CodeType, FunctionType

import pytest

import grantex_tui
from grantex_tui.layout.lines import Role
from grantex_tui.tui.stylesheets import stylesheets
from tests.support.renamed_textual import PRIVATE

PACKAGE = Path(grantex_tui.__file__).parent
ROOT = PACKAGE.parent
TCSS = ROOT / "tcss"

ORDER = (
    ("api", "speaks to the service; knows nothing of what its figures are for"),
    ("usage", "what the figures mean is decided once, whoever reads or shows them"),
    ("config", "settings name plans and limits of `usage`, and the key and base URL of `api`"),
    ("archive", "keeps days and readings as `usage` understands them, where `config` says"),
    ("polling", "reads with the client of `api` that `config` describes, into ledgers of `usage`"),
    ("view", "words and numbers for what `polling` knows"),
    ("layout", "places the content of `view`; says no word of its own"),
    ("export", "the same figures as text for elsewhere"),
    ("tui", "shows what `layout` gives and writes what `export` gives"),
    ("cli", "starts all of it"),
)
"""The packages, bottom first, each with the reason for its place. A package imports only what stands before it."""

TOP_LEVEL = {"pyproject.toml", "README.md", "grantex_tui", "tests", "screenshots", "tcss"}
BUILT = {"dist", "build", "__pycache__", "PKG-INFO"}

SOURCES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path.read_text("utf-8")
    for path in sorted(PACKAGE.rglob("*.py"))
}
MODULES = [name for name in SOURCES if not name.endswith("__init__")]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(SOURCES[name])


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    """All of the module's tree."""
    return tuple(ast.walk(tree(name)))


@cache
def imports(name: str, *, annotations: bool = False) -> frozenset[str]:
    """Full names of all that the module imports, inside functions too; what only annotations need if they count."""
    found: set[str] = set()
    for node in nodes(name) if annotations else _without_annotations(tree(name)):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(module)), *_]):
                found.add(module)
            case _:
                pass
    return frozenset(found)


def _without_annotations(whole: ast.AST) -> Iterator[ast.AST]:
    left = [whole]
    while left:
        yield (node := left.pop())
        left += [
            child
            for child in ast.iter_child_nodes(node)
            if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING")
        ]


def own_imports(name: str, *, annotations: bool = False) -> set[str]:
    """Modules of the package that the module imports, by their name in it."""
    prefix = f"{grantex_tui.__name__}."
    names = {full.removeprefix(prefix) for full in imports(name, annotations=annotations) if full.startswith(prefix)}
    return {module for module in MODULES for imported in names if f"{imported}.".startswith(f"{module}.")}


def place(name: str) -> int:
    """Where the module's package stands in `ORDER`; `__main__` stands above all."""
    order = [package for package, _ in ORDER]
    package = name.partition(".")[0]
    return order.index(package) if package in order else len(order)


def packages(name: str) -> set[str]:
    return {full.partition(".")[0] for full in imports(name)}


def widget_names(name: str) -> set[str]:
    return {node.name for node in tree(name).body if isinstance(node, ast.ClassDef)}


def inside(*packages: str) -> list[str]:
    return [name for name in SOURCES if name.startswith(tuple(f"{package}." for package in packages))]


def test_a_package_imports_only_what_stands_below_it() -> None:
    needed = [(name, module) for name in MODULES for module in own_imports(name, annotations=True)]

    assert [(name, module) for name, module in needed if place(module) > place(name)] == []


def test_every_package_has_its_place_in_the_order() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in BUILT}

    assert folders <= {package for package, _ in ORDER}


def test_no_two_modules_need_each_other() -> None:
    needed = {name: own_imports(name, annotations=True) - {name} for name in MODULES}

    TopologicalSorter(needed).prepare()


def test_only_the_screen_knows_a_screen_library() -> None:
    knowing = {name for name in SOURCES if packages(name) & {"textual", "rich"}}

    assert knowing <= set(inside("tui"))


def test_private_names_of_textual_are_used_for_the_terminal_alone_and_each_is_tested() -> None:
    for name in inside("tui"):
        used = private_imports(name) | private_attributes(name) | private_names_of_bases(name)

        assert used <= (set(PRIVATE) if name.startswith("tui.terminal.") else set()), name


def private_imports(name: str) -> set[str]:
    """Private modules and names that the module imports from the screen libraries, and all it takes from those."""
    foreign = [full.split(".") for full in imports(name) if full.partition(".")[0] in ("textual", "rich")]
    found: set[str] = set()
    for parts in foreign:
        first = next((index for index, part in enumerate(parts) if part.startswith("_")), len(parts))
        found |= set(parts[first:])
    return found


def private_attributes(name: str) -> set[str]:
    """Private attributes of anything but the object or class itself."""
    return {
        node.attr
        for node in nodes(name)
        if isinstance(node, ast.Attribute) and _is_private(node.attr)
        if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls", "os"))
        if ast.unparse(node.value) != "super()"
    }


def private_names_of_bases(name: str) -> set[str]:
    """Private names that a class has in common with a screen library's class that it is derived from."""
    module = importlib.import_module(f"{grantex_tui.__name__}.{name.removesuffix('.__init__')}")
    found: set[str] = set()
    for node in tree(name).body:
        if not isinstance(node, ast.ClassDef):
            continue
        own = {part.name for part in ast.walk(node) if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
        own |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        bases = [
            base for base in getattr(module, node.name).__mro__ if base.__module__.startswith(("textual.", "rich."))
        ]
        found |= {name for name in own if _is_private(name)} & {name for base in bases for name in _names_in(base)}
    return found


def _names_in(cls: type) -> Iterator[str]:
    """What the class defines, and every name that its methods use."""
    for name, value in vars(cls).items():
        yield name
        getters = (value.fget, value.fset) if isinstance(value, property) else (getattr(value, "__func__", value),)
        codes = [getter.__code__ for getter in getters if isinstance(getter, FunctionType)]
        for code in codes:
            yield from code.co_names
            codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_only_the_client_with_its_adapter_pool_and_proxy_and_the_sample_service_know_the_http_library() -> None:
    known = {name for name in SOURCES if "httpx" in packages(name)}

    assert known == {"api.client", "api.connection_pool", "api.httpx_adapter", "api.proxy", "api.sample_service"}


def test_only_one_module_knows_sql() -> None:
    assert {name for name in SOURCES if "sqlite3" in packages(name)} == {"archive.database"}


def test_only_the_chart_knows_the_plotting_library() -> None:
    assert {name for name in SOURCES if "plotext" in packages(name)} == {"layout.plot"}


def test_figures_words_and_lines_never_read_a_clock() -> None:
    clock = re.compile(r"\b(now|today|utcnow|monotonic|time\.time)$")
    for name in inside("usage", "view", "layout", "export"):
        called = {ast.unparse(node.func) for node in nodes(name) if isinstance(node, ast.Call)}

        assert not {call for call in called if clock.search(call)}, name


def test_importing_the_library_loads_no_transport_and_no_screen() -> None:
    script = "import sys, json, grantex_tui; print(json.dumps(sorted(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert "grantex_tui" in loaded
    assert loaded.isdisjoint({"httpx", "textual", "rich", "plotext"})


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name in SOURCES if not ast.get_docstring(tree(name))] == []


def test_modules_and_functions_stay_short() -> None:
    long = [name for name in MODULES if max((node.end_lineno or 0 for node in tree(name).body), default=0) > 350]
    functions = [
        f"{name}: {node.name}"
        for name in MODULES
        for node in nodes(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]

    assert (long, functions) == ([], [])


def test_no_module_keeps_state_that_can_change() -> None:
    for name in SOURCES:
        assert [ast.unparse(node) for node in tree(name).body if _is_mutable(node)] == [], name
        assert not any(isinstance(node, ast.Global) for node in nodes(name)), name


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


def test_nothing_changes_a_constant_of_its_module() -> None:
    changed = {
        f"{name}: {ast.unparse(target)}"
        for name in SOURCES
        for node in nodes(name)
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
    homes = {name.rpartition(".")[2]: name for name in MODULES if name.startswith(("tui.widgets.", "tui.screens."))}

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
