"""What the two commands of the set-up promise: exact versions, no host named, any folder, one clear line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)

# Written in pieces, so that this file does not find itself.
INDEX_HOSTS = ("py" + "pi.org", "python" + "hosted", "npm" + "js.", "--index" + "-url", "--extra-" + "index")
MACHINE_PATHS = tuple("/" + folder + "/" for folder in ("work", "root", "home", "opt"))


def tracked():
    if shutil.which("git") is None or not (TOP / ".git").exists():
        pytest.skip("not a checkout of git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True).stdout
    return [TOP / name for name in listed.decode().split("\0") if name]


def shell(script, **options):
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, **options)


def test_no_tracked_file_names_an_index_host_or_a_path_of_a_machine():
    found = []
    for path in tracked():
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            found += [f"{path.name}: {words}" for words in INDEX_HOSTS if words in text]
            found += [
                f"{path.name}: {folder}"
                for folder in MACHINE_PATHS
                if re.search(rf"(?<![\w.~>)\]-]){folder}\w", text)
            ]
    assert found == []


@pytest.mark.parametrize("lock", ["run", "serve", "exchange", "batch", "check"])
def test_every_package_is_pinned_with_its_hashes(lock):
    text = (TOP / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    pinned = [block for block in blocks if PIN.match(block)]
    assert len(pinned) > 50
    assert all("--hash=sha256:" in block for block in pinned)
    asked = (TOP / "requirements" / f"{lock}.in").read_text(encoding="utf-8")
    wanted = set(re.findall(r"^([a-z][\w-]*)", asked, re.MULTILINE))
    assert wanted <= {name for name, _ in PIN.findall(text)}


def test_what_the_checks_install_holds_what_running_needs():
    run, serve, exchange, batch, check = (
        set(PIN.findall((TOP / "requirements" / f"{name}.lock").read_text()))
        for name in ("run", "serve", "exchange", "batch", "check")
    )
    assert run <= serve <= check
    assert run <= exchange <= check
    assert run <= batch <= check


def test_the_locked_set_is_what_the_project_asks_for():
    project = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[(.*?)\]", project, re.MULTILINE | re.DOTALL)
    assert listed is not None
    asked = (TOP / "requirements" / "run.in").read_text(encoding="utf-8").split()
    assert sorted(re.findall(r'"([^"]+)"', listed.group(1))) == sorted(asked)


@pytest.mark.parametrize("extra", ["serve", "exchange", "batch", "postgres"])
def test_what_only_some_commands_need_is_the_extra_of_that_name(extra):
    project = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(rf"^{extra} = \[(.*?)\]$", project, re.MULTILINE | re.DOTALL)
    assert listed is not None
    asked = (TOP / "requirements" / f"{extra}.in").read_text(encoding="utf-8").split()
    assert sorted(re.findall(r'"([^"]+)"', listed.group(1))) == sorted(set(asked) - {"-r", "run.in"})


@pytest.mark.parametrize("script", ["run", "check", ".ci/run"])
def test_commands_can_be_run_and_are_sound(script):
    assert os.access(TOP / script, os.X_OK)
    assert shell(f"bash -n '{TOP / script}'").returncode == 0


def checkout(folder, lock="run"):
    """The scripts alone, with a lock file of nothing and a program that shows what it was given."""
    (folder / "requirements").mkdir(parents=True)
    (folder / "src" / "dragoman").mkdir(parents=True)
    for name in ("run", "requirements/setup.sh"):
        shutil.copy(TOP / name, folder / name)
    for name in {"run", lock}:
        (folder / "requirements" / f"{name}.lock").write_text("# nothing\n", encoding="utf-8")
    show = "import sys; print(sys.argv[1:], sys.prefix)"
    (folder / "src" / "dragoman" / "__main__.py").write_text(show, encoding="utf-8")
    return folder


def test_without_python_one_clear_line_says_so(tmp_path):
    top = checkout(tmp_path / "a checkout")
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "env", "cksum", "cat", "dirname", "flock"):
        if where := shutil.which(tool):
            (tools / tool).symlink_to(where)
    ran = subprocess.run([str(top / "run")], env={"PATH": str(tools)}, capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        "dragoman: no Python 3.11 or newer found on this machine; install one, then run this again"
    ]
    assert "Traceback" not in ran.stdout + ran.stderr


def test_first_use_sets_up_in_a_path_with_a_space_and_later_uses_are_quiet(tmp_path):
    top = checkout(tmp_path / "a check out")
    first = subprocess.run([str(top / "run"), "read", "a b"], cwd="/", capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    assert first.stdout.strip() == f"['read', 'a b'] {top / '.venv'}"
    assert [line.split(":")[0] for line in first.stderr.splitlines()] == ["dragoman", "dragoman"]
    # A module of the folder it is called from is not taken for one of the program's.
    (tmp_path / "dragoman.py").write_text("raise SystemExit(9)", encoding="utf-8")
    again = subprocess.run([str(top / "run")], cwd=tmp_path, capture_output=True, text=True)
    assert (again.returncode, again.stderr) == (0, "")
    # Cut off half-way: no stamp, no pip.
    (top / ".venv" / ".run.stamp").unlink()
    shutil.rmtree(next((top / ".venv").glob("lib/python*/site-packages/pip")))
    mended = subprocess.run([str(top / "run"), "x"], capture_output=True, text=True)
    assert mended.stdout.startswith("['x']")
    assert "set up." in mended.stderr
    # A changed lock is installed again.
    (top / "requirements" / "run.lock").write_text("# nothing else\n", encoding="utf-8")
    changed = subprocess.run([str(top / "run")], capture_output=True, text=True)
    assert "set up." in changed.stderr
