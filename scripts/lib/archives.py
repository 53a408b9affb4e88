"""Web archives of texts, written by warcio: the pages as crawlers store them, and their plain text."""

from html import escape
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def page(text):
    """A text as a page, line for line: a paragraph a group of lines."""
    groups = [f"<p>{group.replace(chr(10), '<br>' + chr(10))}</p>" for group in escape(text).split("\n\n")]
    return "<!doctype html><html><head><title>x</title></head><body><article>" + "\n\n".join(groups) + "</article></body></html>"


def write_warc(path, texts, gzip):
    """Requests and responses, each a gzip member of its own where `gzip`."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio"}))
        for uri, text in texts.items():
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(uri, "request", http_headers=asked))
            told = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(uri, "response", payload=BytesIO(page(text).encode()), http_headers=told))


def write_wet(path, texts, gzip):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for uri, text in texts.items():
            payload = BytesIO(text.encode())
            writer.write_record(writer.create_warc_record(uri, "conversion", payload=payload, warc_content_type="text/plain"))
