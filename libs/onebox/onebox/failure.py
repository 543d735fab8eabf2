"""What keeps the demo from starting, told in words that say what to do next."""


class CannotStart(Exception):
    pass
