"""Open a workbook that may be hostile: bombs, entities, formulas, endless rows, wrong types.

The archive is measured before anything is unpacked. openpyxl, which uses defusedxml, then reads
it row by row; whatever it stumbles over becomes one refusal.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import openpyxl

from nice_framework.importing.refusals import (
    MAX_PARTS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED,
    ImportRefused,
)

DAMAGED = "The workbook is damaged or cut short and cannot be read."


@dataclass(frozen=True)
class Sheet:
    """One sheet, read as values only."""

    name: str
    source: Any

    def rows(self, width: int) -> Iterator[tuple[Any, ...]]:
        """The first `width` cells of each row. Refuses formulas and endless sheets."""
        self.source.reset_dimensions()  # the sheet may lie about its size
        cells = self.source.iter_rows(max_row=MAX_ROWS + 1, max_col=width)
        for number, row in enumerate(cells, start=1):
            if number > MAX_ROWS:
                raise ImportRefused(f"The sheet “{self.name}” has more than {MAX_ROWS:,} rows.")
            for cell in row:
                if cell.data_type == "f":
                    raise ImportRefused(
                        f"The sheet “{self.name}” has a formula in row {number}; "
                        "NIST's workbooks hold values only."
                    )
                if cell.data_type == "e":
                    raise ImportRefused(
                        f"The sheet “{self.name}” has a broken cell in row {number}."
                    )
            yield tuple(cell.value for cell in row)


@contextmanager
def open_workbook(data: bytes) -> Iterator[dict[str, Sheet]]:
    """The sheets of a workbook by name. Any failure inside becomes one refusal."""
    try:
        _measure(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=False, keep_links=False
            )
            try:
                if len(book.worksheets) > MAX_SHEETS:
                    raise ImportRefused(f"The workbook has more than {MAX_SHEETS} sheets.")
                yield {sheet.title: Sheet(sheet.title, sheet) for sheet in book.worksheets}
            finally:
                book.close()
    except ImportRefused:
        raise
    except Exception as error:  # a reader of foreign bytes may fail in any way
        raise ImportRefused(DAMAGED) from error


def _measure(data: bytes) -> None:
    """Look at the archive's own list before unpacking, then at each XML part for declarations.

    `zipfile` never unpacks more than the list promises, so the promise can be relied on.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise ImportRefused("The workbook unpacks to far more than any NICE export.")
        if any(part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts):
            raise ImportRefused("The workbook is packed in a way that no NICE export is.")
        if len(set(names)) != len(names):
            raise ImportRefused("The workbook holds two parts of one name.")
        if "xl/workbook.xml" not in names:
            raise ImportRefused("This archive is not an Excel workbook.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".vml")):
                _no_declarations(archive.read(part))


def _no_declarations(xml: bytes) -> None:
    """Entities need a document type, which no workbook has. Other encodings could hide one."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\x00" in xml:
        raise ImportRefused("The workbook holds XML declarations that no workbook needs.")
