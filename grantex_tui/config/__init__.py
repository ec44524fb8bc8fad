"""Settings: arguments, environment and files, read once into one frozen value."""
