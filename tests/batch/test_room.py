"""One worker a core, as far as memory and the container allow; always at least one."""

import os

import pytest

from dragoman.batch.room import room_for_workers


@pytest.fixture
def machine(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)

    def told(**files):
        for name, words in files.items():
            (tmp_path / name.replace("_", ".")).write_text(words)
        (tmp_path / "meminfo").write_text(files.get("meminfo", "MemAvailable:   64000000 kB\n"))
        return room_for_workers(tmp_path, tmp_path)

    return told


def test_one_worker_for_each_core(machine):
    assert machine() == 8


def test_no_more_than_memory_holds(machine):
    assert machine(meminfo="MemTotal: 8000000 kB\nMemAvailable:   3100000 kB\n") == 3
    assert machine(meminfo="MemAvailable:   100000 kB\n") == 1


def test_what_a_container_may_use_counts(machine):
    assert machine(cpu_max="200000 100000", memory_max="max") == 2
    assert machine(cpu_max="max 100000", memory_max="5500000000", memory_current="1000000000") == 4
