"""A zip file whose bytes depend on nothing but its files; with a password, encrypted by AES."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from diaodu.errors import ParameterError

_UNIX, _READABLE = 3, 0o100644 << 16


def build(files: Mapping[str, bytes], day: date, password: bytes | None = None) -> bytes:
    """The bytes of a zip of these files, all dated `day`, in the order of their names.

    With a password every file is encrypted by AES-256, whose salt is random: only then the bytes
    differ from one time to the next. Raises ParameterError where pyzipper is not installed.
    """
    out = io.BytesIO()
    with _opened(out, password) as book:
        for name in sorted(files):
            info = _info(book, name, day)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _READABLE
            book.writestr(info, files[name])
    return out.getvalue()


def _opened(out: io.BytesIO, password: bytes | None) -> Any:
    if password is None:
        return zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    try:
        import pyzipper  # noqa: PLC0415 (an extra: only who encrypts needs it)
    except ImportError:
        raise ParameterError(
            "--password-file: found no pyzipper; expected it: pip install 'diaodu[pack]'"
        ) from None
    book = pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    )
    book.setpassword(password)
    return book


def _info(book: Any, name: str, day: date) -> Any:
    kind = getattr(book, "zipinfo_cls", zipfile.ZipInfo)
    return kind(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
