"""Bytes to and from the terminal: the session, the driver, frames. The only importer of Textual's private names."""
