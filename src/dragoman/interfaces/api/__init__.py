"""The record over HTTP: the questions of `interfaces/answers.py` as addresses under /v1."""
