"""State and selection turned into content: words, numbers and bars. Pure; no width, no colour. One module a panel."""
