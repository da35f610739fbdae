"""Ways in which something of another recipient could come into the files of a pack.

Each plant takes the bytes of one file and a text, and gives the bytes with the text in one place
that a program, a template or a person could put it in; beside it stands the kind of that place.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

import docx
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from diaodu.present import panel

Plant = Callable[[bytes, str], bytes]  # the bytes of one file, and what is put in


def _in_page(place: str, put: str, page: bytes, text: str) -> bytes:
    """At the last `place` of a page; in `put`, % stands for the text."""
    whole = page.decode("utf-8")
    before, found, after = whole.rpartition(place)
    assert found, place
    return f"{before}{put.replace('%', text)}{found}{after}".encode()


def _escaped(page: bytes, text: str) -> bytes:
    escaped = "".join(f"\\u{ord(c):04x}" for c in text)
    return _in_page("</main>", '<script type="application/json">["%"]</script>', page, escaped)


def _base64(page: bytes, text: str) -> bytes:
    inside = base64.b64encode(f"<svg><title>{text}</title></svg>".encode()).decode()
    return _in_page("</main>", f'<img alt="" src="data:image/svg+xml;base64,{inside}">', page, text)


def _panel(page: bytes, text: str) -> bytes:
    """One more text of the source panel's packed data, or a panel where there is none."""
    found = panel.unpacked(page.decode("utf-8"))
    block = found[0] if found else {"figures": [["5.3"]], "sources": [], "words": {}, "texts": [""]}
    put = f'id="{panel.ID}">"{panel.packed({**block, "texts": [*block["texts"], text]})}"</script>'
    if found:
        return re.sub(rf'id="{panel.ID}">"[^"]*"</script>', put, page.decode("utf-8")).encode()
    return _in_page("</main>", f'<script type="application/json" {put}', page, text)


def _packed(page: bytes, text: str) -> bytes:
    """Packed data that the panel's own module knows nothing of."""
    data = base64.b64encode(zlib.compress(f'["{text}", [417, 803]]'.encode())).decode()
    return _in_page("</main>", f'<p data-more="{data}">.</p>', page, text)


def png(text: str) -> bytes:
    """A picture that has the text among what it says of itself."""
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "PNG")
    data, part = out.getvalue(), b"Title\0\1\0zh\0\0" + zlib.compress(text.encode())
    crc = struct.pack(">I", zlib.crc32(b"iTXt" + part))
    return data[:33] + struct.pack(">I", len(part)) + b"iTXt" + part + crc + data[33:]


def _picture(page: bytes, text: str) -> bytes:
    inside = base64.b64encode(png(text)).decode()
    return _in_page("</main>", f'<img alt="" src="data:image/png;base64,{inside}">', page, text)


PAGE: dict[str, tuple[Plant, str]] = {  # plant, kind of the place that must be named
    "a sentence": (partial(_in_page, "</main>", "<p>%</p>"), "text"),
    "over two elements": (
        lambda page, text: _in_page(
            "</main>", f"<p><b>{text[:3]}</b><i>{text[3:]}</i></p>", page, text
        ),
        "text",
    ),
    "a cell": (partial(_in_page, "</tbody>", "<tr><td>%</td></tr>"), "text"),
    "hidden": (partial(_in_page, "</main>", "<div hidden>%</div>"), "text"),
    "title of a drawing": (partial(_in_page, "</svg>", "<title>%</title>"), "text"),
    "text of a drawing": (partial(_in_page, "</svg>", '<text x="1" y="1">%</text>'), "text"),
    "metadata of a drawing": (partial(_in_page, "</svg>", "<metadata>%</metadata>"), "text"),
    "name of a drawing": (
        partial(_in_page, "</svg>", '<g role="img" aria-label="%"></g>'),
        "attribute",
    ),
    "an attribute": (partial(_in_page, "</main>", '<p data-more="%">.</p>'), "attribute"),
    "an id": (partial(_in_page, "</main>", '<p id="x-%">.</p>'), "attribute"),
    "an address": (partial(_in_page, "</main>", '<a href="?q=%">.</a>'), "attribute"),
    "a comment": (partial(_in_page, "</main>", "<!-- % -->"), "comment"),
    "after the end": (lambda page, text: page + f"<!-- {text} -->".encode(), "comment"),
    "a template": (partial(_in_page, "</body>", "<template><p>%</p></template>"), "text"),
    "a script": (
        partial(_in_page, "</body>", '<script type="application/json">["%"]</script>'),
        "script",
    ),
    "escaped in a script": (_escaped, "script"),
    "a style": (
        partial(_in_page, "</head>", "<style>.a::after{content:'%'}</style>"),
        "style",
    ),
    "a style of one element": (
        partial(_in_page, "</main>", "<p style=\"--said:'%'\">.</p>"),
        "attribute",
    ),
    "a picture's drawing": (_base64, "text"),
    "a picture's metadata": (_picture, "metadata"),
    "a text of the panel": (_panel, "script"),
    "packed data": (_packed, "text"),
    "references": (
        lambda page, text: _in_page(
            "</main>", "<p>%</p>", page, "".join(f"&#{ord(c)};" for c in text)
        ),
        "text",
    ),
}


def _document(change: Callable[[docx.document.Document, str], object]) -> Plant:
    def planted(data: bytes, text: str) -> bytes:
        document = docx.Document(io.BytesIO(data))
        change(document, text)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return planted


def _part(name: str, content: Callable[[str], bytes]) -> Plant:
    """One more part of a Word file."""

    def planted(data: bytes, text: str) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as book:
            book.writestr(name, content(text))
        return out.getvalue()

    return planted


CUSTOM = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="x">'
    "<vt:lpwstr>{}</vt:lpwstr></property></Properties>"
)


def _split(document: docx.document.Document, text: str) -> None:
    paragraph = document.add_paragraph(text[:3])
    paragraph.add_run(text[3:]).bold = True


WORD: dict[str, tuple[Plant, str]] = {
    "a paragraph": (_document(lambda d, text: d.add_paragraph(text)), "text"),
    "over two runs": (_document(_split), "text"),
    "a cell": (
        _document(lambda d, text: setattr(d.add_table(1, 1).cell(0, 0), "text", text)),
        "text",
    ),
    "a hidden run": (
        _document(lambda d, text: setattr(d.add_paragraph().add_run(text).font, "hidden", True)),
        "text",
    ),
    "a footer": (
        _document(lambda d, text: d.sections[0].footer.add_paragraph(text)),
        "text",
    ),
    "a comment": (
        _document(lambda d, text: d.add_comment(d.add_paragraph(".").add_run("."), text, "x")),
        "text",
    ),
    "who wrote it": (
        _document(lambda d, text: setattr(d.core_properties, "author", text)),
        "text",
    ),
    "a property of one's own": (
        _part("docProps/custom.xml", lambda text: CUSTOM.format(text).encode()),
        "text",
    ),
    "a picture's metadata": (_part("word/media/more.png", png), "metadata"),
    "the name of a part": (
        lambda data, text: _part(f"word/{text}.xml", lambda _: b"<a/>")(data, text),
        "metadata",
    ),
}


def _pdf(change: Callable[[PdfWriter, str], object]) -> Plant:
    def planted(data: bytes, text: str) -> bytes:
        book = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        change(book, text)
        out = io.BytesIO()
        book.write(out)
        return out.getvalue()

    return planted


def _alternative(book: PdfWriter, text: str) -> None:
    book.root_object[NameObject("/Alt")] = TextStringObject(text)


def _spoken(book: PdfWriter, text: str) -> None:
    """What a reader aloud says instead of a drawing stands among the orders of a page."""
    page = book.pages[0]
    hexed = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    contents = page.get_contents()
    orders = contents.get_data() if contents is not None else b""
    contents.set_data(orders + f"\n/Span <</ActualText <{hexed}>>> BDC EMC\n".encode())
    page.replace_contents(contents)


def _overwritten(data: bytes, text: str) -> bytes:
    """The text in an object of an earlier state of the file, which the last one replaces."""
    hexed = ("\ufeff" + text).encode("utf-16-be").hex()
    start = data.rindex(b"startxref")
    last = int(data[start:].split()[1])
    root = re.search(rb"/Root \d+ \d+ R", data)[0]
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    out = data
    for told in (f"<{hexed}>", "()"):
        at = len(out)
        out += f"\n{size} 0 obj\n<< /Said {told} >>\nendobj\n".encode()
        table = len(out)
        out += f"xref\n{size} 1\n{at + 1:010d} 00000 n \ntrailer\n".encode()
        out += b"<< /Size %d %s /Prev %d >>\n" % (size + 1, root, last)
        out += f"startxref\n{table}\n%%EOF\n".encode()
        last = table
    return out


PDF: dict[str, tuple[Plant, str]] = {
    "its title": (_pdf(lambda b, text: b.add_metadata({"/Title": text})), "metadata"),
    "the outline": (
        _pdf(lambda b, text: b.add_outline_item(title=text, page_number=0)),
        "metadata",
    ),
    "an attachment": (
        _pdf(lambda b, text: b.add_attachment("a.txt", text.encode())),
        "metadata",
    ),
    "the name of an attachment": (
        _pdf(lambda b, text: b.add_attachment(f"{text}.txt", b".")),
        "metadata",
    ),
    "an alternative text": (_pdf(_alternative), "metadata"),
    "a spoken text": (_pdf(_spoken), "metadata"),
    "an earlier state": (_overwritten, ""),
    "after the end": (lambda data, text: data + text.encode(), "metadata"),
}
