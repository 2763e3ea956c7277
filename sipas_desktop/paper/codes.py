"""A serial as QR code and as Code 128, both 1-bit image masks: 21 × 21 and 101 × 1 modules.

The QR code of a ballot's page holds 17 digits (``serial.page_code``), the most that fit its smallest size (version 1)
at the highest level of correction (H: 30 % of it may be smudged); that of a label the 12 of the serial. Code 128
holds them in set C, two digits a symbol, for scanners that read only bars.
Modules are whole dots of 150, 300 and 600 dpi printers.
"""

from __future__ import annotations

import math

import zxingcpp

from sipas_desktop.paper.pdf import number

QR_MODULES = 21
QR_MODULE = 72 / 50  # points: 0.508 mm, 12 dots at 600 dpi
QR_SIDE = QR_MODULES * QR_MODULE
QR_QUIET = 4 * QR_MODULE  # ISO/IEC 18004: four modules free of ink all round
BAR_MODULES = 101  # start, six pairs, check: 11 modules each; stop: 13
BAR_MODULE = 72 / 75  # points: 0.339 mm, 8 dots at 600 dpi
BAR_WIDTH = BAR_MODULES * BAR_MODULE
BAR_QUIET = 10 * BAR_MODULE  # ISO/IEC 15417: ten modules on either side
# In a mask a 0 is ink; padding at the end of a row is never looked at.
_BITS = bytes.maketrans(b"\x00\xff", b"01")


def qr_rows(serial: str) -> str:
    """The mask of the QR code in hexadecimal, 21 rows of 3 bytes."""
    code = zxingcpp.create_barcode(serial, zxingcpp.BarcodeFormat.QRCode, ec_level="H")
    bits = _modules(code).translate(_BITS)
    if len(bits) != QR_MODULES**2:
        raise ValueError(f"{len(serial)} characters do not fit a QR code of version 1")
    rows = [bits[start : start + QR_MODULES] for start in range(0, len(bits), QR_MODULES)]
    return f"{int(b'111'.join(rows) + b'111', 2):0{QR_MODULES * 6}x}"


def bar_row(serial: str) -> str:
    """The mask of the Code 128 in hexadecimal, one row of 13 bytes."""
    code = zxingcpp.create_barcode(serial, zxingcpp.BarcodeFormat.Code128)
    bits = _modules(code)[:BAR_MODULES].translate(_BITS)  # every row of the image is the same
    return f"{int(bits + b'111', 2):026x}"


def _modules(code: zxingcpp.Barcode) -> bytes:
    return bytes(memoryview(code.to_image(scale=1, add_quiet_zones=False)))  # type: ignore[arg-type]


def qr(serial: str, x: float, y: float) -> str:
    """Operators that draw the QR code with its lower left corner at (x, y), in points."""
    return _mask(qr_rows(serial), QR_MODULES, QR_MODULES, x, y, QR_SIDE, QR_SIDE)


def bars(serial: str, x: float, y: float, height: float) -> str:
    """Operators that draw the Code 128 with its lower left corner at (x, y), ``height`` points tall."""
    return bars_of(bar_row(serial), x, y, height)


def bars_of(row: str, x: float, y: float, height: float) -> str:
    """``bars``, of a mask that ``bar_row`` made: a ballot of several pages makes it once."""
    return _mask(row, BAR_MODULES, 1, x, y, BAR_WIDTH, height)


def qr_of_digits(digits: str, x: float, y: float, side: float) -> str:
    """Operators that draw ``digits``, however many, as a QR code ``side`` points wide.

    Keep four modules clear around it. Level Q: a quarter of it may be smudged.
    """
    code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    bits = _modules(code).translate(_BITS)
    modules = math.isqrt(len(bits))
    padding = b"1" * (-modules % 8)
    rows = b"".join(bits[start : start + modules] + padding for start in range(0, len(bits), modules))
    return _mask(f"{int(rows, 2):0{len(rows) // 4}x}", modules, modules, x, y, side, side)


def _mask(rows: str, columns: int, lines: int, x: float, y: float, wide: float, high: float) -> str:
    # Hexadecimal, because binary data could hold "EI", at which some readers end the image.
    return (
        f"q {number(wide)} 0 0 {number(high)} {number(x)} {number(y)} cm\n"
        f"BI/W {columns}/H {lines}/IM true/F/AHx ID {rows}>\nEI Q\n"
    )
