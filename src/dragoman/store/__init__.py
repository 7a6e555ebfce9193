"""The record at rest: append-only, and every quotation checked whenever it is read back."""

from dragoman.store.coder_rows import CoderRow
from dragoman.store.corrections import Correction, InForce
from dragoman.store.database import Finding, HeldClaim, HeldReport, Record, Sighting, open_record

__all__ = [
    "CoderRow", "Correction", "Finding", "HeldClaim", "HeldReport", "InForce", "Record", "Sighting",
    "open_record",
]  # fmt: skip
