"""The record as pages: each can be read without scripts, has a stable address, and offers its data."""
