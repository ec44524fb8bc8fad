"""What was seen of the service, kept on the user's own machine: a record a day, and the live readings, in SQLite.

Also what was told of it, so that nothing is told twice.
"""
