"""Everybody's formats: what others hold comes in beside the claims, and the record goes out as they read it.

One module a format, alike in shape: `read` turns lines into rows of another coder, `write` turns claims or
acts into the format. `formats.py` lists them; the command line, the API and the pages go by that list.
"""
