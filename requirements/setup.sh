# Sourced by ./run and ./check: makes the environment inside the checkout, once per lock file.
#
#   prepare LOCK    installs requirements/LOCK.lock into .venv, with hashes, unless that was done already
#
# The caller has set `top` to the checkout. The stamp is written last, so an interrupted set-up starts
# again; it names the checkout's folder, so a checkout that was moved is set up again; a second set-up at
# the same time waits for the first.

find_python() {
  local name
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
  local lock="$top/requirements/$1.lock" stamp="$top/.venv/.$1.stamp" want covered smaller
  want="$(cksum <"$lock") $top"
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  exec 9>"$top/.setup.lock"
  command -v flock >/dev/null && flock 9
  if [ "$(cat "$stamp" 2>/dev/null)" != "$want" ]; then
    install_lock "$1" "$lock" || return 1
    # check.lock holds all of the others, and each of them all of run.lock (tests/test_setup.py), so ./run need
    # not install again after ./check.
    case "$1" in check) covered="run serve exchange batch" ;; run) covered="" ;; *) covered="run" ;; esac
    for smaller in $covered; do
      echo "$(cksum <"$top/requirements/$smaller.lock") $top" >"$top/.venv/.$smaller.stamp"
    done
    echo "$want" >"$stamp"
    echo "dragoman: set up." >&2
  fi
  exec 9>&-
}

install_lock() {
  local python venv="$top/.venv/bin/python"
  python=$(find_python) || return 1
  echo "dragoman: setting up .venv with $("$python" --version), packages of requirements/$1.lock (a minute or two) …" >&2
  # Cut off half-way, the environment may have an interpreter but no pip.
  if ! "$venv" -m pip --version >/dev/null 2>&1; then
    if ! "$python" -m venv --clear "$top/.venv" >/dev/null; then
      echo "dragoman: $python cannot make a virtual environment (Debian and Ubuntu: install python3-venv), then run this again" >&2
      return 1
    fi
  fi
  if ! (set -o pipefail; "$venv" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$2" 2>&1 | { grep -v "^WARNING" || true; } >&2); then
    echo "dragoman: the packages of requirements/$1.lock could not be installed (pip's message is above); run this again to try again" >&2
    return 1
  fi
  "$venv" -c 'import sys, sysconfig, pathlib
pathlib.Path(sysconfig.get_path("purelib"), "dragoman.pth").write_text(sys.argv[1] + "\n")' "$top/src"
}
