#!/usr/bin/env bash
# Builds the wheel twice (the same bytes both times), installs it with the locked packages, hashes required,
# into a fresh environment outside the checkout, and uses it there. A minute or two, needs a package index.
#
#   requirements/try_wheel.sh [DIR]     the wheel and its bill of materials stay in DIR (dist unless said)
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$top/requirements/setup.sh"
prepare check
out=${1:-$top/dist}
mkdir -p "$out"
out=$(cd "$out" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python="$top/.venv/bin/python"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct)}

cd "$top"
"$python" -m hatchling build -t wheel -d "$room/first"
"$python" -m hatchling build -t wheel -d "$room/second"
cmp "$room"/first/*.whl "$room"/second/*.whl
wheel=$(basename "$room"/first/*.whl)
version=${wheel#dragoman-}
cp "$room/first/$wheel" "$out/"
"$python" requirements/sbom.py >"$out/dragoman-${version%%-*}.cdx.json"

cd "$room"
"$(find_python)" -m venv new
new="$room/new/bin"
"$new/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$top/requirements/serve.lock"
"$new/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$out/$wheel"
"$new/python" -m pip check --disable-pip-version-check
cp "$top/examples/2-ankara.jsonl" .
"$new/dragoman" --version
"$new/dragoman" read 2-ankara.jsonl
"$new/dragoman" timeline --type CONSULT
"$new/dragoman" verify
"$new/dragoman" serve --help >/dev/null
(cd "$out" && sha256sum "$wheel" "dragoman-${version%%-*}.cdx.json" | tee "dragoman-${version%%-*}.sha256")
echo "the wheel works outside the checkout"
