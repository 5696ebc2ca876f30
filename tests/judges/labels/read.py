"""Reads printed pages with the PyPI package zxing-cpp and measures them (needs pillow, too):

    read.py DPI BAND-MM FILE...

Prints one JSON list a page: every code with its text, its kind, its level, whether white of the standard's width stands
around it (ISO/IEC 18004: 4 modules; GS1-128: 10), and how wide a module is in micrometres; and at the end whether a band of
BAND-MM along the edges is white. Nothing here comes from the program that drew the pages.
"""

import json
import sys

import zxingcpp
from PIL import Image

WHITE = 200
BAR_MODULES = 156


def extent(code):
    p = code.position
    corners = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
    xs, ys = [c.x for c in corners], [c.y for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def dark(image, box):
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > image.width or bottom > image.height:
        return True
    if left >= right or top >= bottom:
        return False
    return image.crop(box).getextrema()[0] < WHITE


def square(image, code):
    left, top, right, bottom = extent(code)
    module = (right - left) / (17 + 4 * int(code.extra["Version"]))
    zone = int(4 * module) - 1
    strips = [
        (left - zone, top - zone, right + zone, top - 1),
        (left - zone, bottom + 2, right + zone, bottom + zone),
        (left - zone, top - zone, left - 1, bottom + zone),
        (right + 2, top - zone, right + zone, bottom + zone),
    ]
    return module, not any(dark(image, strip) for strip in strips)


def bars(image, code):
    left, top, right, bottom = extent(code)
    module = (right - left) / BAR_MODULES
    middle, zone = (top + bottom) // 2, int(10 * module) - 1
    sides = [(left - zone, middle, left - 2, middle + 1), (right + 3, middle, right + zone, middle + 1)]
    return module, not any(dark(image, side) for side in sides)


def main(dpi, band_mm, files):
    dpi = int(dpi)
    band = int(float(band_mm) / 25.4 * dpi)
    for file in files:
        image = Image.open(file).convert("L")
        codes = []
        for code in zxingcpp.read_barcodes(image):
            is_qr = "QR" in str(code.format)
            module, clear = (square if is_qr else bars)(image, code)
            codes.append(
                {
                    "text": code.text,
                    "kind": str(code.format).removeprefix("BarcodeFormat.").replace(" ", ""),
                    "content": str(code.content_type).removeprefix("ContentType."),
                    "level": code.ec_level,
                    "clear": clear,
                    "module_um": round(module / dpi * 25_400),
                }
            )
        width, height = image.size
        edges = [(0, 0, width, band), (0, height - band, width, height), (0, 0, band, height), (width - band, 0, width, height)]
        codes.sort(key=lambda code: code["text"])
        print(json.dumps({"codes": codes, "band": not any(dark(image, edge) for edge in edges)}))


main(sys.argv[1], sys.argv[2], sys.argv[3:])
