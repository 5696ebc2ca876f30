"""Judges a tree's downloaded history with the PyPI package aics-tlog (Python 3.12 or newer):

    history.py VKEY FILE

Follows what the file's read_me says: every record's SHA-256 is its commitment, every proof is a C2SP tlog-proof of the
commitment against the signed checkpoint. Nothing here comes from the log's own program.
"""

import base64
import hashlib
import json
import sys

import aics_tlog


def that(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"refused: {what}")


def main(vkey_text: str, file: str) -> None:
    vkey = aics_tlog.parse_vkey(vkey_text)
    with open(file, encoding="utf-8") as text:
        history = json.load(text)
    that(history["vkey"] == vkey_text, "another key")
    note = aics_tlog.parse_note(history["checkpoint"])
    that(aics_tlog.verify_checkpoint(note, vkey, expected_origin=vkey.name).ok, "the checkpoint")
    tree = aics_tlog.parse_checkpoint(note.text)
    for event in history["events"]:
        position, entry = event["position"], bytes.fromhex(event["commitment"])
        if "record" in event:
            record = base64.b64decode(event["record"], validate=True)
            that(hashlib.sha256(record).digest() == entry, f"the record of event {position}")
        head, _, signed = event["proof"].partition("\n\n")
        first, index, *hashes = head.split("\n")
        that(first == "c2sp.org/tlog-proof@v1", "no tlog-proof")
        that(index == f"index {position - 1}", f"the proof of event {position} is of another")
        that(signed == history["checkpoint"], f"the proof of event {position} is of another checkpoint")
        path = [base64.b64decode(line, validate=True) for line in hashes]
        holds = aics_tlog.verify_leaf_inclusion(entry, position - 1, tree.size, path, tree.root)
        that(holds, f"the proof of event {position}")
    print("accepted", len(history["events"]))


main(*sys.argv[1:])
