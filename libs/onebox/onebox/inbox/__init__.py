"""Every mail that the demo sends, kept in a folder and shown on a page."""
