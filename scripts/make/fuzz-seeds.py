# venv: fuzz-seeds
"""fuzz/seeds: what the fuzzers begin with, a few KB a target.

    scripts/dev make fuzz-seeds

From the founding article and the tests' data. Seeds of other names, written by hand, stay as they are.
"""
import bz2
import gzip
import json
import lzma
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

import pyarrow
import pyarrow.parquet

ARTICLE = (ROOT / "data/articles/segob.txt").read_text(encoding="utf-8")
LINES = ARTICLE.split("\n")
# one caption with its counterpart, below a sentence of the story
SHORT = "\n".join([LINES[3], "", LINES[9], *LINES[24:26]]) + "\n"
CAPTIONS = [json.loads(line)["text"] for line in (ROOT / "tests/data/captions.jsonl").open(encoding="utf-8")]
FAULTS = [json.loads(line) for line in (ROOT / "tests/data/audit/faults.jsonl").open(encoding="utf-8")]
CLEAN = {pair["id"]: pair for pair in (json.loads(line) for line in (ROOT / "tests/data/audit/clean.jsonl").open(encoding="utf-8"))}


def write(target, **seeds):
    folder = ROOT / "fuzz/seeds" / target
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in seeds.items():
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def page(name):
    return (ROOT / "tests/pages" / name).read_bytes()


def archive(kind, content, body):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: u\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def parquet(compression, **columns):
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink, compression=compression, row_group_size=2, store_schema=False)
    return sink.getvalue().to_pybytes()


def zstd(data):
    sink = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(sink, "zstd") as out:
        out.write(data)
    return sink.getvalue().to_pybytes()


def request(method, path, body=None, **headers):
    body = json.dumps(body) if body else ""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1:8433", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    lines += ["X-Csrf-Token: $CSRF", "Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join(lines) + "\r\n\r\n" + body


def faulty(fault):
    pair = dict(CLEAN[fault["of"]])
    for side, old, new in fault["edits"]:
        if side in ("es", "en"):
            pair[side] = pair[side].replace(old, new)
    return "\n".join([*pair["story"], pair["es"], pair["en"]])


records = [{"id": "a", "date": "2016-03-31", "text": SHORT}, {"url": "u", "text": LINES[11]}]
jsonl = "".join(json.dumps(record) + "\n" for record in records)
http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page("broken.html")
response = archive("response", "application/http; msgtype=response", http)
wet = archive("conversion", "text/plain", SHORT.encode())
small = {"id": ["a", "b", "c"], "date": ["2016-03-31", None, ""], "text": [LINES[25], None, LINES[0]]}

write("read_text", article=SHORT, utf16=SHORT[:200].encode("utf-16"), windows=SHORT[:200].encode("cp1252"), mark="\ufeff" + LINES[3])
write("read_html", **{name.split(".")[0].replace("-", "_"): page(name) for name in ("broken.html", "minified.html", "both-in-figcaption.html", "windows-1252.htm", "amp.html")})
write("read_jsonl", lines=jsonl, odd='{"text": 5}\n[]\n\n{"text": "a", "id": 7}\r\n{"body": "b"}\n')
quoted = SHORT.replace('"', '""')
write("read_table", comma=f'id,date,text\na,2016-03-31,"{quoted}"\nb,,short\nc,d\n', tab=f'id\ttext\na\t"{quoted}"\n')
write("read_warc", response=response, wet=wet + archive("warcinfo", "x", b"y") + wet, packed=archive("response", "application/http", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n" + gzip.compress(page("broken.html"), mtime=0)))
write("read_parquet", none=parquet("none", **small), snappy=parquet("snappy", **small), zstd=parquet("zstd", **small), numbers=parquet("none", text=[1, 2], id=[1.5, None]),
      dictionary=(ROOT / "tests/data/large-dictionary.parquet").read_bytes(), header=(ROOT / "tests/data/endless-header.parquet").read_bytes())
write("read_compressed", gz=gzip.compress(SHORT.encode(), mtime=0), zst=zstd(jsonl.encode()), bz2=bz2.compress(LINES[3].encode()), xz=lzma.compress(LINES[3].encode()), nested=gzip.compress(gzip.compress(wet, mtime=0), mtime=0))
write("caption", **{f"caption{at}": CAPTIONS[at] for at in range(0, len(CAPTIONS), 9)})
write("language", english=LINES[5], spanish=LINES[11], names=LINES[12], glued=f"{LINES[9]} {LINES[11]} {LINES[12]}", portuguese=(ROOT / "tests/data/portuguese.txt").read_text()[:300])
write("align", first="\n".join(LINES[9:13]), second=SHORT, bent="\n".join([CAPTIONS[0], CAPTIONS[20], LINES[12]]))
write("audit", **{fault["id"].replace("-", "_"): faulty(fault) for fault in FAULTS[::20]})
cells = [b"a.txt", LINES[24].encode(), LINES[24].encode(), LINES[25].encode(), b"=1+1", b"60331086", b"2016-03-31", "México".encode(), b"Notimex", b"<b>&amp;]]>", b"\t\r\n\x00", b"POL", b"name-accent number-mismatch"]
row = b"\xc8" + b"\xfe".join(cells)
write("write", paired=row, machine=row + b"\xfeThe park.", several=b"\xff".join([row, b"\x01a\xfees\xfees_raw", row[:60]]))
write("protect", names=f"{LINES[24]}".encode() + b"\xffPemex=Mexican Oils\xffReynosa=Kingly\xffLomas del=Lomas do", terms="con la CIDH y Pemex en la Segob".encode() + b"\xffla CIDH=they\xffQX1=\xffPemex=Oils")
decide = request("POST", "/api/pairs/1/decisions", {"reviewer": "Eva", "version": 0, "change": {"action": "verdict", "after": "partial"}}, Origin="http://127.0.0.1:8433")
edit = request("POST", "/api/pairs/2/decisions", {"reviewer": "Max", "version": 0, "change": {"action": "edit-en", "after": "The park."}})
write("review", read=request("GET", "/") + request("GET", "/api/overview") + request("GET", "/api/pairs/1", Sec_Fetch_Site="same-origin") + request("HEAD", "/app.js"),
      queue=request("GET", "/api/queue?status=all&relation=partial&min-score=0.1&after=1&certainty=0.5&order=page&reviewer=Eva&text=Reynosa"),
      decide=decide + request("POST", "/api/pairs/1/decisions", {"reviewer": "Eva", "version": 1, "change": {"start": 2000}}) + request("POST", "/api/undo", {"reviewer": "Eva"}),
      edit=edit + request("POST", "/api/undo", {"reviewer": "Max", "decision": 1}), chunked="POST /api/undo HTTP/1.1\r\nHost: localhost:8433\r\nX-Csrf-Token: $CSRF\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n12\r\n{\"reviewer\":\"Eva\"}\r\n0\r\n\r\n")
