"""Judges a log's static files with the PyPI package aics-tlog (Python 3.12 or newer):

    audit.py VKEY DIR OLD-CHECKPOINT

Checks both signatures, every tile, every bundle and that the older tree is the beginning of the
newer one. Nothing here comes from the log's own program.
"""

import sys
from pathlib import Path

import aics_tlog


def main(vkey_text: str, folder: str, old_file: str) -> None:
    vkey = aics_tlog.parse_vkey(vkey_text)

    def opened(path: Path) -> aics_tlog.Checkpoint:
        note = aics_tlog.parse_note(path.read_bytes())
        result = aics_tlog.verify_checkpoint(note, vkey, expected_origin=vkey.name)
        if not result.ok:
            raise SystemExit(f"refused: {result}")
        return aics_tlog.parse_checkpoint(note.text)

    reader = aics_tlog.FileSystemTileReader(folder)
    new = opened(Path(folder) / "checkpoint")
    old = opened(Path(old_file))
    aics_tlog.audit_tiles(reader, new.size, new.root)
    path = aics_tlog.consistency_proof_from_tiles(reader, old.size, new.size)
    if not aics_tlog.verify_consistency(old.size, new.size, old.root, new.root, path):
        raise SystemExit("refused: the older tree is not the beginning")
    print("accepted", new.size)


main(*sys.argv[1:])
