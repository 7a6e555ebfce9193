"""A short run of benchmarks/fuzzing.py, always of the same reports and files; the long one is run by hand."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def fuzzing():
    path = Path(__file__).parents[2] / "benchmarks" / "fuzzing.py"
    spec = importlib.util.spec_from_file_location("fuzzing", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_fuzzed_report_is_lost_or_ends_the_run(fuzzing):
    found = fuzzing.code_reports(7, 0, 150)
    assert found["broken"] == []
    assert found["counts"]["read"] == 150
    assert found["counts"]["coded"] > 120


def test_no_fuzzed_report_takes_ten_times_as_long_as_its_like(fuzzing):
    slow, _ = fuzzing.slow_ones(7, fuzzing.code_reports(7, 250, 350)["times"])
    assert slow == []


def test_no_fuzzed_file_is_lost_or_ends_the_run(fuzzing):
    found = fuzzing.read_files(7, 0, 400)
    assert found["broken"] == []
    assert found["counts"]["files"] == 400
