"""Content and size turned into styled lines. Pure; no figures of its own. One module a panel, named as in `view`."""
