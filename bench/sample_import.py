"""How fast a sample list is read, cleaned and handed over, beside openpyxl and calamine that only read the cells."""

from __future__ import annotations

import datetime
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import openpyxl
import python_calamine

from sipas_desktop.exchange.sample_list import read_sample_list

FASTER_THAN_PEER: Final = 4
PEER: Final = "openpyxl read-only, cells only"
FLOOR: Final = "calamine + executemany into a bare table"
TIMES_FLOOR: Final = 4
REPEATS: Final = 4  # the best of them, for the peer too
SMALL: Final = 10_000

HEADER: Final = (
    "STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan, đơn vị", "Lĩnh vực", "Thủ tục hành chính", "Mã hồ sơ",
    "Ngày tiếp nhận", "Ngày trả kết quả", "Ghi chú",
)  # fmt: skip
FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLES: Final = ("Văn", "Thị", "Hữu", "Minh", "Thu", "Đức", "Ngọc")
GIVEN: Final = ("An", "Bình", "Cúc", "Dũng", "Hòa", "Hương", "Khánh", "Lan", "Nghĩa", "Phượng", "Quỳnh", "Tuyết", "Vân")


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Two rows for each of ``sizes`` (rows of the list): rows a second beside the peer, seconds beside the floor."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.xlsx"
            write_list(path, size)
            often = REPEATS * (3 if size < SMALL else 1)  # what is over in 60 ms is easily disturbed
            ours, peer, floor = _best((partial(_ours, path, size), partial(_peer, path), partial(_floor, path)), often)
            results.append({
                "name": "sample list read and cleaned", "size": size, "value": size / ours, "unit": "rows/s",
                "peer": PEER, "peer_value": size / peer, "ratio": peer / ours,
                "bound": f"≥ {FASTER_THAN_PEER} × peer", "holds": peer / ours >= FASTER_THAN_PEER,
            })  # fmt: skip
            results.append({
                "name": "sample list over its floor", "size": size, "value": ours, "unit": "s",
                "peer": FLOOR, "peer_value": floor, "ratio": ours / floor,
                "bound": f"≤ {TIMES_FLOOR} × floor", "holds": ours / floor <= TIMES_FLOOR,
            })  # fmt: skip
    return results


def _best(works: Sequence[Callable[[], None]], repeats: int) -> list[float]:
    """Processor seconds of each work, the fastest of ``repeats`` turns.

    They take turns, because a machine is faster at one moment than at another; all of it is computing, and what other
    programs do does not count.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(repeats):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


def write_list(path: Path, size: int) -> None:
    """A list as offices send them: one phone in five without its zero, half of the dates as text, a code a row."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách mẫu")
    sheet.append(["DANH SÁCH TỔ CHỨC, CÁ NHÂN GIAO DỊCH THỦ TỤC HÀNH CHÍNH"])
    sheet.append([])
    sheet.append(list(HEADER))
    first = datetime.date(2024, 1, 1)
    for n in range(size):
        received = first + datetime.timedelta(days=n % 200)
        resulted = received + datetime.timedelta(days=n % 30)
        phone: object = f"09{n % 100_000_000:08}" if n % 5 else 900_000_000 + n
        name = f"{FAMILIES[n % 10]} {MIDDLES[n % 7]} {GIVEN[n % 13]}"
        sheet.append([
            n + 1, name, f"Số {n % 300}, đường Trường Chinh, tổ {n % 40}", phone,
            "Sở Tài nguyên và Môi trường", "Đất đai",
            f"Đăng ký biến động quyền sử dụng đất, mẫu {n % 30}", f"000.00.04.G22-{received:%y%m%d}-{n:06}",
            received if n % 2 else f"{received:%d/%m/%Y}", f"{resulted:%d/%m/%Y}", "",
        ])  # fmt: skip
    book.save(path)


def _ours(path: Path, size: int) -> None:
    """Everything between the file and the writer of the survey: read, clean, check, hand over."""
    preview = read_sample_list(path, "official", today=datetime.date(2025, 1, 1))
    if len(preview.members) != size or preview.rejected:
        raise RuntimeError("the list that is measured must be taken whole")


def _peer(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    for _row in book.worksheets[0].iter_rows(values_only=True):
        pass
    book.close()


def _floor(path: Path) -> None:
    with python_calamine.load_workbook(path) as book:
        rows = book.get_sheet_by_index(0).to_python()
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(f"c{n}" for n in range(len(HEADER)))
    connection.execute(f"CREATE TABLE list ({columns})")
    marks = ", ".join("?" * len(HEADER))
    connection.executemany(f"INSERT INTO list VALUES ({marks})", ([str(cell) for cell in row] for row in rows))
    connection.commit()
    connection.close()
