"""Writes anew what ships as files and is made of the code: the schema of the config file, and the man page.

python -m tests.tools.generated
"""

from __future__ import annotations

from grantex_tui.cli.manual import MAN_PAGE, man_page
from grantex_tui.config.schema import schema_text
from grantex_tui.config.template import SCHEMA_FILE


def main() -> None:
    """Overwrite them in the checkout."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    MAN_PAGE.write_text(man_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
