"""Records the pixels that Pillow reads from JPEG files of some sixty kinds, for quarkus-frontend/app's tests to compare with.

    pip install -r tests/parity/requirements.txt && apt-get install libjpeg-turbo-progs
    python tests/parity/record_jpegs.py [--out FOLDER]

Writes jpegs.zip: for each kind NAME.jpg and, where the frontend is to read it, NAME.rgb: width and height in two bytes each, highest
first, and the pixels row by row, turned as its EXIF says. Kinds that are to be refused have no pixels, among them files of other kinds
with the wrong name, of which only the beginning is kept. The files are small pictures
of a formula, written by Pillow and by libjpeg-turbo's cjpeg and jpegtran, or changed byte by byte here; versions.txt names them.
"""

import io
import math
import shutil
import struct
import subprocess
import tempfile
import zipfile

import PIL
from PIL import Image, ImageOps, features

import recording

FILES = ["quarkus-frontend/app/src/test/resources/dev/diffract/frontend/imaging/jpegs.zip"]
SOI, EOI = b"\xff\xd8", b"\xff\xd9"


def picture(width, height):
    """Slopes, a few edges, and something like noise: every frequency has a part of it."""
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            noise = (x * 7919 + y * 104729 + x * y * 31) % 61 - 30
            disc = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 3) ** 2
            red = 255 * x / max(1, width - 1) + noise
            green = 200 if disc else 60 + 80 * math.sin(y / 3) + noise
            blue = 255 - 255 * y / max(1, height - 1) + (90 if (x // 5 + y // 5) % 2 else 0)
            image.putpixel((x, y), tuple(max(0, min(255, round(value))) for value in (red, green, blue)))
    return image


IMAGE = picture(43, 29)


def pillow(image=IMAGE, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **{"quality": 85, "subsampling": 0, **options})
    return file.getvalue()


def program(name, *arguments, given):
    if shutil.which(name) is None:
        raise recording.Missing(f"{name} of libjpeg-turbo is not here: apt-get install libjpeg-turbo-progs")
    return subprocess.run([name, *arguments], input=given, capture_output=True, check=True).stdout


def cjpeg(*arguments, image=IMAGE, scans=None):
    file = io.BytesIO()
    image.save(file, "PPM")
    if scans is None:
        return program("cjpeg", *arguments, given=file.getvalue())
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
        script.write(scans)
        script.flush()
        return program("cjpeg", *arguments, "-scans", script.name, given=file.getvalue())


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def segments(file):
    """Places of (marker, start) up to the first scan."""
    at = 2
    while True:
        marker, length = file[at + 1], struct.unpack(">H", file[at + 2:at + 4])[0]
        yield marker, at, length + 2
        if marker == 0xDA:
            return
        at += length + 2


def place(file, *markers):
    return next((at, length) for marker, at, length in segments(file) if marker in markers)


def without(file, *markers):
    for marker, at, length in reversed(list(segments(file))):
        if marker in markers:
            file = file[:at] + file[at + length:]
    return file


def with_first(file, *parts):
    return file[:2] + b"".join(parts) + file[2:]


def changed(file, at, value):
    return file[:at] + bytes([value]) + file[at + 1:]


def frame(file, at, value):
    start, _ = place(file, 0xC0, 0xC1, 0xC2)
    return changed(file, start + at, value)


def exif(orientation, order="<", kind=3, thumbnail=b""):
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    entries = [(0x10F, 2, 4, b"dif\0"), (0x112, kind, 1, struct.pack(order + ("HH" if kind == 3 else "I"), *([orientation, 0] if kind == 3 else [orientation])))]
    body = struct.pack(order + "H", len(entries))
    for tag, kind_of_entry, count, value in entries:
        body += struct.pack(order + "HHI", tag, kind_of_entry, count) + value
    return segment(0xE1, b"Exif\0\0" + head + body + struct.pack(order + "I", 0) + thumbnail)


FULL = """0,1,2: 0-0, 0, 1 ;
0: 1-5, 0, 2 ;
2: 1-63, 0, 1 ;
1: 1-63, 0, 1 ;
0: 6-63, 0, 2 ;
0: 1-63, 2, 1 ;
0,1,2: 0-0, 1, 0 ;
2: 1-63, 1, 0 ;
1: 1-63, 1, 0 ;
0: 1-63, 1, 0 ;
"""


def many_scans():
    lines = ["0: 0-0, 0, 3 ;", "1: 0-0, 0, 2 ;", "2: 0-0, 0, 0 ;"]
    lines += ["0: 0-0, 3, 2 ;", "0: 0-0, 2, 1 ;", "0: 0-0, 1, 0 ;", "1: 0-0, 2, 1 ;", "1: 0-0, 1, 0 ;"]
    for component in range(3):
        for k in range(1, 64, 7):
            lines.append(f"{component}: {k}-{min(k + 6, 63)}, 0, 2 ;")
        lines += [f"{component}: 1-63, 2, 1 ;", f"{component}: 1-63, 1, 0 ;"]
    return "\n".join(lines) + "\n"


def read():
    """Kinds that the frontend is to read as Pillow does."""
    yield "baseline-444", pillow()
    yield "baseline-422", pillow(subsampling=1)
    yield "baseline-420", pillow(subsampling=2)
    yield "baseline-440", cjpeg("-sample", "1x2")
    yield "baseline-411", cjpeg("-sample", "4x1")
    yield "baseline-410", cjpeg("-sample", "4x2")
    yield "baseline-quarter", cjpeg("-sample", "4x1,1x1,2x1")
    yield "baseline-unlike-colours", cjpeg("-sample", "2x2,2x1,1x2")
    yield "baseline-fine-colours", cjpeg("-sample", "1x1,2x1,1x2")
    yield "quality-1", pillow(quality=1)
    yield "quality-30", pillow(quality=30)
    yield "quality-95", pillow(quality=95)
    yield "quality-100", pillow(quality=100)
    yield "optimized", pillow(optimize=True)
    yield "gray", pillow(IMAGE.convert("L"))
    yield "gray-units", cjpeg("-grayscale", "-sample", "2x2")
    yield "gray-progressive", pillow(IMAGE.convert("L"), progressive=True)
    yield "progressive-444", pillow(progressive=True)
    yield "progressive-422", pillow(progressive=True, subsampling=1)
    yield "progressive-420", pillow(progressive=True, subsampling=2)
    yield "progressive-quality-5", pillow(progressive=True, subsampling=2, quality=5)
    yield "progressive-bands-only", cjpeg("-sample", "1x1", scans="0,1,2: 0-0, 0, 0 ;\n0: 1-9, 0, 0 ;\n2: 1-63, 0, 0 ;\n1: 1-63, 0, 0 ;\n0: 10-63, 0, 0 ;\n")
    yield "progressive-bits-only", cjpeg("-sample", "2x1", scans=FULL)
    yield "progressive-many-scans", cjpeg("-sample", "2x2", scans=many_scans())
    yield "progressive-restarts", cjpeg("-sample", "2x2", "-progressive", "-restart", "1B")
    yield "restart-each-unit", cjpeg("-sample", "2x2", "-restart", "1B")
    yield "restart-each-row", cjpeg("-sample", "1x1", "-restart", "1")
    yield "restart-many", cjpeg("-restart", "1B", image=picture(160, 8))
    yield "separate-scans", cjpeg("-sample", "2x2", scans="0;\n1;\n2;\n")
    yield "separate-scans-of-two", cjpeg("-sample", "2x1", "-restart", "1", scans="0;\n1,2;\n")
    yield "extended", frame(pillow(), 1, 0xC1)
    yield "wide-quantisation", cjpeg("-quality", "1", "-sample", "1x1")
    yield "transposed-by-jpegtran", program("jpegtran", "-transpose", "-progressive", given=pillow(subsampling=1))
    for number in range(1, 9):
        yield f"orientation-{number}", with_first(without(pillow(subsampling=number % 3), 0xE0), exif(number))
    yield "orientation-big-endian", with_first(pillow(), exif(6, ">"))
    yield "orientation-progressive", with_first(pillow(progressive=True, subsampling=2), exif(8))
    yield "orientation-beyond", with_first(pillow(), exif(9))
    yield "exif-with-thumbnail", with_first(pillow(), exif(3, thumbnail=pillow(picture(8, 6))))
    yield "exif-broken", with_first(pillow(), segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"))
    for width, height in [(1, 1), (2, 2), (3, 1), (5, 3), (8, 8), (9, 9), (16, 16), (17, 33), (1, 40), (40, 1)]:
        yield f"size-{width}x{height}", pillow(picture(width, height), subsampling=2)
    yield "size-17x33-progressive", pillow(picture(17, 33), subsampling=2, progressive=True)
    yield "flat", pillow(Image.new("RGB", (24, 16), (10, 200, 90)))
    yield "black-and-white", pillow(checkers())
    yield "adobe-ycc", with_first(without(pillow(), 0xE0), segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"))
    yield "adobe-rgb", pillow(keep_rgb=True)
    yield "ids-rgb", without(pillow(keep_rgb=True), 0xEE, 0xE0)
    yield "ids-other", ids(without(pillow(), 0xE0), 17, 40, 200)
    yield "no-jfif", without(pillow(), 0xE0)
    yield "trailing-bytes", pillow() + b"\0\xff\xd8 something else" * 5
    yield "two-pictures", pillow() + pillow(picture(8, 8))
    yield "no-end", pillow()[:-2]
    yield "fill-bytes", filled(pillow())
    yield "other-segments", with_first(pillow(comment=b"hello"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(64)), segment(0xED, b"Photoshop 3.0\0" + bytes(9)))


def refused():
    """Kinds that the frontend is to refuse, each by its own sentence."""
    good = pillow(subsampling=2)
    yield "cmyk", pillow(IMAGE.convert("CMYK"))
    yield "ycck", ycck(pillow(IMAGE.convert("CMYK")))
    yield "arithmetic", program("jpegtran", "-arithmetic", given=good)
    yield "arithmetic-progressive", program("jpegtran", "-arithmetic", "-progressive", given=good)
    yield "lossless", frame(good, 1, 0xC3)
    yield "hierarchical", frame(good, 1, 0xC5)
    yield "jpeg-ls", frame(good, 1, 0xF7)
    yield "twelve-bits", frame(frame(good, 1, 0xC1), 4, 12)
    yield "height-at-the-end", frame(frame(good, 5, 0), 6, 0)
    yield "two-colours", two_colours(good)
    yield "too-many-pixels", frame(frame(frame(frame(good, 5, 0x0F), 6, 0xFF), 7, 0x0F), 8, 0xFF)
    yield "too-long", frame(frame(frame(frame(good, 5, 0), 6, 1), 7, 0x40), 8, 1)
    yield "no-width", frame(frame(good, 7, 0), 8, 0)
    yield "more-than-its-bytes", frame(frame(good, 5, 7), 7, 7)
    yield "no-codes", without(good, 0xC4)
    yield "no-quantisation", without(good, 0xDB)
    yield "no-frame", without(good, 0xC0)
    yield "two-frames", with_first(good, good[place(good, 0xC0)[0]:sum(place(good, 0xC0))])
    yield "no-scan", good[:place(good, 0xDA)[0]] + EOI
    yield "cut-in-header", good[:place(good, 0xC4)[0] + 9]
    yield "cut-in-pixels", good[:-60]
    yield "cut-progressive", pillow(progressive=True)[:-300]
    yield "marker-in-pixels", good[:-60] + EOI
    yield "restart-out-of-order", swapped_restarts(cjpeg("-restart", "1B"))
    yield "restart-missing", cjpeg("-restart", "1B").replace(b"\xff\xd2", b"")
    yield "noise-in-place-of-a-marker", good[:place(good, 0xDB)[0]] + b"abc" + good[place(good, 0xDB)[0]:]
    yield "start-only", SOI + b"\xff"
    for kind in ("WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PDF"):
        file = io.BytesIO()
        picture(4, 4).save(file, kind)
        yield f"named-{kind.lower()}", file.getvalue()[:200]


def checkers():
    image = Image.new("RGB", (32, 24))
    for y in range(24):
        for x in range(32):
            image.putpixel((x, y), (255, 255, 255) if (x // 3 + y // 2) % 2 else (0, 0, 0))
    return image


def ids(file, *numbers):
    start, _ = place(file, 0xC0)
    scan, _ = place(file, 0xDA)
    for i, number in enumerate(numbers):
        file = changed(changed(file, start + 10 + 3 * i, number), scan + 5 + 2 * i, number)
    return file


def ycck(file):
    start, _ = place(file, 0xEE)
    return changed(file, start + 15, 2)


def two_colours(file):
    start, length = place(file, 0xC0)
    data = file[start + 4:start + length - 3]
    return file[:start] + segment(0xC0, data[:5] + b"\2" + data[6:]) + file[start + length:]


def filled(file):
    parts, before = [], 2
    for _, at, _ in segments(file):
        parts.append(file[before:at] + b"\xff\xff\xff")
        before = at
    return SOI + b"".join(parts) + file[before:-2] + b"\xff\xff" + EOI


def swapped_restarts(file):
    return file.replace(b"\xff\xd1", b"\xff\xd6", 1)


def pixels(file):
    """With an end behind it: Pillow reads none without, and looks at nothing behind the first."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(file + EOI))).convert("RGB")
    return struct.pack(">HH", *image.size) + image.tobytes()


def record(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        def put(name, data):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)

        versions = program("sh", "-c", "cjpeg -version 2>&1 | head -1", given=b"").decode().strip()
        put("versions.txt", f"Pillow {PIL.__version__} with libjpeg-turbo {features.version('libjpeg_turbo')}; {versions}\n")
        for name, file in read():
            put(name + ".jpg", file)
            put(name + ".rgb", pixels(file))
        for name, file in refused():
            put(name + ".jpg", file)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
