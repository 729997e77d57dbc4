"""The shell: one module a command; everything heavy is imported inside a command."""
