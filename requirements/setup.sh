# Sourced by ./run and ./check: makes the environment inside the checkout, once per lock file.
#
#   prepare LOCK    installs requirements/LOCK.lock into .venv, with hashes, unless that was done already
#
# The stamp is written last, so an interrupted set-up starts again; a second one at the same time waits.

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  echo "dragoman: no Python 3.11 or newer found on this machine; install one, then run this again" >&2
  return 1
}

prepare() {
  local lock="$top/requirements/$1.lock" stamp="$top/.venv/.$1.stamp" want
  want=$(cksum <"$lock")
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  exec 9>"$top/.setup.lock"
  command -v flock >/dev/null && flock 9
  if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
    local python
    python=$(find_python) || return 1
    echo "dragoman: setting up .venv with $("$python" --version), packages of requirements/$1.lock (about a minute) …" >&2
    [ -x "$top/.venv/bin/python" ] || "$python" -m venv "$top/.venv" || return 1
    (set -o pipefail; "$top/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2>&1 | { grep -v "^WARNING" || true; } >&2) || return 1
    "$top/.venv/bin/python" -c 'import sys, sysconfig, pathlib
pathlib.Path(sysconfig.get_path("purelib"), "dragoman.pth").write_text(sys.argv[1] + "\n")' "$top/src" || return 1
    echo "$want" >"$stamp"
    echo "dragoman: set up." >&2
  fi
  exec 9>&-
}
