"""The one exception that a user is meant to see."""


class BadInput(SystemExit):
    """One sentence for the user: what (value) must be what; what to do. Ends the command with exit status 1."""
