"""How well: the coder against human-made answers, judged by a program of its own."""

from dragoman.evaluation.command import evaluate_command
from dragoman.evaluation.tasks import TASKS

__all__ = ["TASKS", "evaluate_command"]
