# build: cotejo
"""What a crawl would cost, from what a page costs here (docs/scale.md).

    scripts/dev bench crawl [--pages 1e9] [--bytes 3000] [--share 0.001] [--price 0.04] [--overhead 0]

--bytes of text a page, --share of pages with captions, --price of a core for an hour and --overhead in µs a page (what
scripts/dev bench spark tells) are assumptions; the two costs are measured: the processor time of `cotejo pair -j1`, least of three.
"""
import argparse
import pathlib
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def page(count, every):
    """Seconds of a core, and bytes, for a page."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        subprocess.run([sys.executable, ROOT / "scripts/make/stream.py", str(count), "--every", str(every)], stdout=file, check=True)
        seconds = min(processor_time([COTEJO, "pair", "-j1", file.name]) for _ in range(3))
        return seconds / count, pathlib.Path(file.name).stat().st_size / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("pages", 1e9), ("bytes", 3000), ("share", 0.001), ("price", 0.04), ("overhead", 0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    args = parser.parse_args()
    plain, size = page(20_000, 1_000_000)
    captions, _ = page(500, 1)
    print(f"measured: a plain page of {size:.0f} bytes takes {plain * 1e6:.0f} µs of a core ({size / plain / 1e6:.1f} MB/s), "
          f"a page with captions {captions * 1e3:.1f} ms")
    parts = {
        f"reading: {args.pages:.3g} pages x {args.bytes:.0f} bytes / {size / plain / 1e6:.1f} MB/s": args.pages * args.bytes * plain / size,
        f"captions: {args.pages:.3g} x {args.share:g} x {captions * 1e3:.1f} ms": args.pages * args.share * captions,
        f"the engine: {args.pages:.3g} x {args.overhead:g} µs": args.pages * args.overhead / 1e6,
    }
    for name, seconds in parts.items():
        print(f"{name} = {seconds / 3600:.0f} core hours")
    hours = sum(parts.values()) / 3600
    print(f"together {hours:.0f} core hours x {args.price:g} = {hours * args.price:.2f}; on 1,000 cores {hours / 1000 * 60:.0f} minutes")


main()
