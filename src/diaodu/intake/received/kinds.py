"""What a file is, by its bytes; its name is only compared with that afterwards."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from diaodu.intake.received import limits
from diaodu.intake.received.ole import MAGIC, Ole
from diaodu.intake.received.package import Package
from diaodu.intake.received.refused import Refused

# First bytes of files that are refused whatever their name. ISO media (HEIC) have theirs at 4.
_REFUSED: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF", "picture_or_pdf", "PDF"),
    (0, b"\x89PNG", "picture_or_pdf", "PNG"),
    (0, b"\xff\xd8\xff", "picture_or_pdf", "JPEG"),
    (0, b"GIF8", "picture_or_pdf", "GIF"),
    (0, b"II*\x00", "picture_or_pdf", "TIFF"),
    (0, b"MM\x00*", "picture_or_pdf", "TIFF"),
    (8, b"WEBP", "picture_or_pdf", "WebP"),
    (4, b"ftyp", "picture_or_pdf", "HEIC"),
    (0, b"Rar!\x1a\x07", "archive_file", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive_file", "7z"),
    (0, b"\x1f\x8b", "archive_file", "gzip"),
    (0, b"BZh", "archive_file", "bzip2"),
    (0, b"\xfd7zXZ\x00", "archive_file", "xz"),
    (257, b"ustar", "archive_file", "tar"),
    (0, b"{\\rtf", "old_format", "RTF"),
)
_BMP_HEADERS = (12, 40, 108, 124)  # bytes 14 to 17 of a BMP; "BM" alone begins many a text
# Beginnings of what browsers and old systems save under the name of a workbook or a document.
_MARKUP = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body", "mime-version:")
_OLD_NAMES = (".wps", ".wpt", ".et", ".ett", ".dps", ".ppt")

# Content types that a package's main part may have -> kind; the first word that fits counts.
_TYPES = (
    ("sheet.binary", "xlsb"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel", "xlsx"),
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("presentation", "pptx"),
    ("powerpoint", "pptx"),
)
_NAMES = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".xlt"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "csv": (".csv", ".tsv"),
    "txt": (".txt", ".text", ".md", ""),
}
# Text under these names is taken for a table.
_TABLES = (*_NAMES["csv"], *_NAMES["xlsx"], *_NAMES["xls"], ".et", ".ett")


def refuse_by_bytes(data: bytes) -> None:
    """Raises Refused for nothing at all, pictures, PDF, archives and other things of no use."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("empty_file" if b"\x00" not in data else "unknown_format", data[:4].hex(" "))
    for at, magic, code, name in _REFUSED:
        if data.startswith(magic, at):
            raise Refused(code, name)
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        raise Refused("picture_or_pdf", "BMP")
    if b"%PDF-" in data[:1024]:  # some scanners put a few bytes before it
        raise Refused("picture_or_pdf", "PDF")


def of_package(package: Package) -> str:
    """Xlsx or docx. Raises Refused for packages of other kinds and for plain archives."""
    if package.has("mimetype") and package.has("content.xml"):
        raise Refused("other_format", "OpenDocument")
    if package.has("OFD.xml"):
        raise Refused("picture_or_pdf", "OFD")
    if not package.has("[Content_Types].xml"):
        raise Refused("archive_file", "ZIP")
    kind = package.type_of(package.main())
    for word, name in _TYPES:
        if word in kind:
            if name in ("xlsx", "docx"):
                return name
            raise Refused("other_format", name)
    raise Refused("other_format", kind)


def check_container(container: Ole, suffix: str) -> None:
    """Passes a .xls; raises Refused for every other file in the old container."""
    if container.has("EncryptedPackage", "EncryptionInfo"):
        raise Refused("encrypted")
    if suffix in _OLD_NAMES:
        raise Refused("old_format", suffix)
    if container.has("WordDocument"):
        raise Refused("old_format", ".doc")
    if container.has("PowerPoint Document"):
        raise Refused("old_format", ".ppt")
    if container.has("Book") and not container.has("Workbook"):
        raise Refused("old_format", "Excel 95")
    if not container.has("Workbook"):
        raise Refused("unknown_format", MAGIC[:4].hex(" "))


def of_text(data: bytes, suffix: str) -> str:
    """Whether it is a csv or a txt. Raises Refused for web pages and the like."""
    begin = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").lower()
    if begin.startswith(_MARKUP):
        raise Refused("other_format", "HTML" if "<html" in begin or "<table" in begin else "XML")
    return "csv" if suffix in _TABLES else "txt"


def suits(kind: str, suffix: str) -> bool:
    """Whether a file of this kind may be named so."""
    return suffix in _NAMES[kind]


def suffix_of(name: str) -> str:
    """Extension of a file's name, in lower case: `.xlsx`, or "" if it has none."""
    return PurePosixPath(safe_name(name)).suffix.lower()


def safe_name(name: str) -> str:
    r"""A file's name fit to be shown and stored: `..\evil\x.xlsx` -> `x.xlsx`.

    Only what follows the last separator of any system, without invisible characters, characters
    that direct the writing, and halves of characters; not empty, and not too long.
    """
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    if len(shown) > limits.MAX_NAME:
        suffix = PurePosixPath(shown).suffix[:10]
        shown = shown[: limits.MAX_NAME - len(suffix)] + suffix
    return shown if shown.strip(".") else "_"
