"""Sentences and their syntax."""
