"""A whole service as the command line sees it, with one deed that can kill its process."""
