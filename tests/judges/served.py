"""Judges a running server's log over HTTP with the PyPI package aics-tlog (Python 3.12 or newer):

    served.py VKEY BASE-URL

Fetches checkpoint, every tile and every bundle as any monitor would. Nothing here comes from the log's own program.
"""

import sys
import urllib.request

import aics_tlog


def main(vkey_text: str, base: str) -> None:
    vkey = aics_tlog.parse_vkey(vkey_text)
    with urllib.request.urlopen(f"{base}/checkpoint", timeout=15) as answer:
        note = aics_tlog.parse_note(answer.read())
    result = aics_tlog.verify_checkpoint(note, vkey, expected_origin=vkey.name)
    if not result.ok:
        raise SystemExit(f"refused: {result}")
    tree = aics_tlog.parse_checkpoint(note.text)
    aics_tlog.audit_tiles(aics_tlog.HttpTileReader(base, proxies={}), tree.size, tree.root)
    print("accepted", tree.size)


main(*sys.argv[1:])
