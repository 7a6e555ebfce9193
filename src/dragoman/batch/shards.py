"""A batch on disk: reports cut into shards by the order they come, each shard done once, counts that add up.

    DIR/manifest.json               versions, inputs with their hashes, settings; at the end the figures
    DIR/claims/part-00000.parquet   the claims of shard 0
    DIR/reports/part-00000.parquet  its reports, with text and layers, its copies and what was set aside
    DIR/done/part-00000.json        its marker: counts, the hashes of its two files, the batch that it is of

A file is written under another name, brought to the disk and then renamed; the marker comes last. So a
shard with a marker is whole, and one without is done again.
"""

import hashlib
import json
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.batch.coding import CodedShard, Copy, Shard, peak_mb
from dragoman.documents.identity import document_id
from dragoman.documents.taking import take
from dragoman.errors import RecordError, SettingsError
from dragoman.records import Document
from dragoman.sources.fetch import is_address
from dragoman.sources.raw import RawDocument, SetAside
from dragoman.sources.readers import read_reports

SHARD_SIZE, SHARD_CHARACTERS = 128, 200_000
"""A shard ends with so many reports or characters, whichever is first: a few seconds of one worker, so that
all are done at about the same time, and little is lost when one dies. It depends on the input alone."""
FORMAT = "dragoman batch 1"
FOLDERS = ("done", "claims", "reports")
COUNTS = ("read", "coded", "copies", "set_aside", "claims")


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be coded, and how."""

    paths: tuple[str, ...]
    out: Path
    size: int = SHARD_SIZE
    published: str | None = None
    outlet: str | None = None
    own_actors: str | None = None


Runner = Callable[[Iterable[Shard]], Iterator[CodedShard]]


def run_batch(
    batch: Batch, runner: Runner, told: Callable[[dict[str, int]], None] = lambda _: None
) -> dict[str, Any]:
    """Do every shard that is not done yet; gives the manifest with its figures.

    Args:
        told: is given the counts so far whenever a shard is done.

    Raises:
        SettingsError: the folder holds something else, or a batch of other inputs, settings or coder.
        RecordError: a shard could not be done; what is done is kept.
    """
    began, began_beside = time.monotonic(), time.process_time()
    manifest = _begin(batch)
    of = _fingerprint(manifest)
    markers = {
        number: marker
        for number, marker in _markers(batch.out)
        if marker["of"] == of and _is_whole(batch.out, number, marker)
    }
    method = next((marker["method"] for marker in markers.values()), None)
    before = len(markers)
    total: Counter[str] = Counter()
    for marker in markers.values():
        total.update(marker["counts"])
    for done in runner(shards_of(batch, tuple(markers))):
        if method is not None and done.method != method:
            raise SettingsError(
                "this shard was coded by another coder than the others",
                where=str(batch.out),
                found=json.dumps(done.method),
                expected=json.dumps(method),
                next_step="give a fresh folder, and the same version on every worker",
            )
        method = done.method
        markers[done.number] = keep_shard(batch.out, done, of)
        total.update(done.counts)
        told(dict(total))
    beside = time.process_time() - began_beside
    return _finish(batch, manifest, markers, time.monotonic() - began, beside, before)


def shards_of(batch: Batch, finished: Iterable[int] = ()) -> Iterator[Shard]:
    """The shards that are not finished, in order. The finished are read again only for their ids."""
    skip = frozenset(finished)
    raws = read_reports(batch.paths, published=batch.published, outlet=batch.outlet)
    seen: set[bytes] = set()
    for number, part in enumerate(_parts(raws, batch.size)):
        if number in skip:
            seen.update(bytes.fromhex(document_id(raw.text)) for raw in part if isinstance(raw, RawDocument))
        else:
            yield Shard(number, tuple(_item(raw, seen) for raw in part), batch.own_actors)


def _parts(raws: Iterable[RawDocument | SetAside], size: int) -> Iterator[list[RawDocument | SetAside]]:
    part: list[RawDocument | SetAside] = []
    length = 0
    for raw in raws:
        part.append(raw)
        length += len(raw.text) if isinstance(raw, RawDocument) else 0
        if len(part) >= size or length >= SHARD_CHARACTERS:
            yield part
            part, length = [], 0
    if part:
        yield part


def _item(raw: RawDocument | SetAside, seen: set[bytes]) -> Document | Copy | SetAside:
    document = raw if isinstance(raw, SetAside) else take(raw)
    if isinstance(document, SetAside):
        return document
    key = bytes.fromhex(document.id)
    if key in seen:
        return Copy(replace(document, text=""))
    seen.add(key)
    return document


def keep_shard(out: Path, done: CodedShard, of: str) -> dict[str, Any]:
    """Write the files of a shard, then its marker; gives the marker.

    Args:
        of: the fingerprint of the batch that it is a shard of.
    """
    name = _name(done.number)
    for folder, data in (("claims", done.claims), ("reports", done.reports)):
        write_whole(out / folder / f"{name}.parquet", data)
    marker = {
        "of": of,
        "counts": done.counts,
        "reasons": done.reasons,
        "sha256": {"claims": _sha256(done.claims), "reports": _sha256(done.reports)},
        "method": done.method,
        "peak_mb": done.peak_mb,
        "cpu_seconds": done.cpu_seconds,
    }
    write_whole(out / "done" / f"{name}.json", _json({**marker, "sum": _sha256(_json(marker))}))
    return marker


def write_whole(path: Path, data: bytes) -> None:
    """The file appears whole or not at all, and is on the disk when this returns.

    Raises:
        RecordError: the disk does not take it.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise RecordError(
            "the file cannot be written",
            where=str(path),
            found=error.strerror or str(error),
            next_step="what is done is kept; mend that, then run the same again to go on",
        ) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def is_batch(path: Path) -> bool:
    """Is this folder the output of a batch?"""
    return read_manifest(path) is not None


def read_manifest(out: Path) -> dict[str, Any] | None:
    """The manifest of a batch's folder; None where it is no such folder."""
    try:
        found = json.loads((out / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def whole_shards(out: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and marker of each finished shard, in order.

    Raises:
        RecordError: a file of a finished shard is not what was written, a shard is missing, or the batch is
            not finished.
    """
    manifest = read_manifest(out) or {}
    if manifest.get("state") != "done":
        raise RecordError(
            "the batch is not finished",
            where=str(out),
            next_step="run the same batch again; it goes on where it stopped",
        )
    found = list(_markers(out))
    if missing := sorted(manifest["shards"].keys() - {_name(number) for number, _ in found}):
        raise RecordError(
            "the markers of shards are damaged or missing",
            where=str(out / "done"),
            found=", ".join(missing[:5]),
            next_step="run the same batch again; it does these shards again",
        )
    for number, marker in found:
        if not _is_whole(out, number, marker):
            raise RecordError(
                f"the files of shard {number} are not what the batch wrote",
                where=str(out),
                next_step="run the same batch again; it does that shard again",
            )
        yield number, marker


def _markers(out: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The sound markers by the number of their shard, which has more digits from the 100,000th on."""
    files = (out / "done").glob("part-*.json")
    numbered = ((path.stem.removeprefix("part-"), path) for path in files)
    for number, path in sorted((int(name), path) for name, path in numbered if name.isdecimal()):
        try:
            marker = json.loads(path.read_bytes())
        except ValueError:
            continue  # a damaged marker is none: the shard is done again
        if isinstance(marker, dict) and marker.pop("sum", None) == _sha256(_json(marker)):
            yield number, marker


def _is_whole(out: Path, number: int, marker: dict[str, Any]) -> bool:
    """Are the shard's files what was written?"""
    try:
        return all(
            _hash_of(out / folder / f"{_name(number)}.parquet") == marker["sha256"][folder]
            for folder in ("claims", "reports")
        )
    except (OSError, KeyError, TypeError):
        return False


def _begin(batch: Batch) -> dict[str, Any]:
    """The folder made ready, or found to be of the same batch."""
    asked = {
        "format": FORMAT,
        "dragoman": __version__,
        "inputs": _inputs(batch.paths, batch.out),
        "settings": {
            "shard": {"reports": batch.size, "characters": SHARD_CHARACTERS},
            "published": batch.published,
            "outlet": batch.outlet,
            "actors": _hash_of(Path(batch.own_actors)) if batch.own_actors else None,
        },
    }
    held = read_manifest(batch.out)
    if held is None:
        if batch.out.exists() and not _is_begun(batch.out):
            raise SettingsError(
                "the folder is not empty and holds no batch",
                where=str(batch.out),
                next_step="give a fresh folder",
            )
    else:
        for name, value in asked.items():
            if held.get(name) != value:
                raise SettingsError(
                    f"the folder holds a batch of other {name}",
                    where=str(batch.out),
                    next_step="give a fresh folder, or the same inputs and settings as before",
                )
    try:
        for folder in FOLDERS:
            (batch.out / folder).mkdir(parents=True, exist_ok=True)
        for left in (*batch.out.glob(".manifest.json.*.part"), *batch.out.glob("*/.part-*.part")):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(
            "the folder cannot be written",
            where=str(batch.out),
            found=error.strerror or str(error),
            next_step="give another one",
        ) from None
    write_whole(batch.out / "manifest.json", _json({**asked, "state": "running"}))
    return asked


def _is_begun(out: Path) -> bool:
    """Is the folder empty, or that of a batch that was cut off before its manifest, or whose manifest is cut?

    Its shards are trusted by their markers alone, which tell the batch that they are of.
    """
    if not out.is_dir():
        return False
    if not any(out.iterdir()):
        return True
    if (out / "manifest.json").exists():
        with suppress(ValueError):
            json.loads((out / "manifest.json").read_bytes())
            return False
    done = out / FOLDERS[0]
    return done.is_dir() and all(path.name.lstrip(".").startswith("part-") for path in done.iterdir())


def _fingerprint(asked: dict[str, Any]) -> str:
    """Tells a batch by its inputs, settings and program."""
    return _sha256(_json(asked))[:16]


def _finish(
    batch: Batch,
    manifest: dict[str, Any],
    markers: dict[int, dict[str, Any]],
    seconds: float,
    beside: float,
    before: int,
) -> dict[str, Any]:
    total: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    reasons: Counter[str] = Counter()
    for marker in markers.values():
        total.update(marker["counts"])
        reasons.update(marker["reasons"])
    if missing := sorted(set(range(max(markers, default=-1) + 1)) - markers.keys()):
        raise RecordError(
            "shards are missing",
            where=str(batch.out),
            found=", ".join(map(_name, missing[:5])),
            next_step="run the same again to go on",
        )
    if total["read"] != total["coded"] + total["copies"] + total["set_aside"]:
        raise RecordError("the counts do not add up", where=str(batch.out), found=str(dict(total)))
    whole = {
        **manifest,
        "state": "done",
        "versions": {"python": platform.python_version(), "machine": platform.machine()},
        "method": next((marker["method"] for marker in markers.values()), None),
        "figures": {
            **total,
            "shards": len(markers),
            "shards_of_this_run": len(markers) - before,
            "seconds_of_this_run": round(seconds, 1),
            "cpu_seconds_of_coding": round(sum(m.get("cpu_seconds", 0) for m in markers.values()), 2),
            "cpu_seconds_beside_of_this_run": round(beside, 2),
            "peak_mb_of_a_worker": max((m.get("peak_mb", 0) for m in markers.values()), default=0),
            "peak_mb_beside": peak_mb(),
        },
        "reasons": dict(reasons.most_common()),
        "shards": {_name(number): markers[number]["counts"] for number in sorted(markers)},
    }
    write_whole(batch.out / "manifest.json", _json(whole))
    return whole


def _inputs(paths: Sequence[str], out: Path) -> list[dict[str, Any]]:
    """Every file that is read, with its size and hash.

    Raises:
        SettingsError: an input cannot be read twice, or not at all.
    """
    found: list[dict[str, Any]] = []
    for given in paths:
        path = Path(given)
        is_pipe = path.exists() and not (path.is_file() or path.is_dir())
        if given == "-" or is_address(given) or is_pipe:
            raise SettingsError(
                "a batch reads files and folders only, since it may have to read them again",
                found=given,
                next_step="save it to a file first",
            )
        if out.resolve().is_relative_to(path.resolve()):
            raise SettingsError(
                "the output would stand inside an input",
                where=str(out),
                found=given,
                next_step="give a folder outside of it",
            )
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            try:
                found.append({"path": str(file), "bytes": file.stat().st_size, "sha256": _hash_of(file)})
            except OSError as error:
                raise SettingsError(
                    "the input cannot be read", where=str(file), found=error.strerror or str(error)
                ) from None
    return found


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _name(number: int) -> str:
    return f"part-{number:05}"


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
