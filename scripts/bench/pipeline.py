# venv: pipeline
# build: cotejo
"""`cotejo pair` beside a Python pipeline and a classical aligner, on one core each.

    scripts/dev bench pipeline SHARED [--articles 2000] [--seed 31] [--core N] [--check]

The pipeline is scripts/lib/python_pipeline.py. Articles are made by bench/make_articles.py from every second document of
data/ntrex-dev.tsv (scripts/dev make split), which nothing was fitted on; the pipeline's limits are fitted on 300 articles of another seed
from the other documents. Pages without Spanish are the same articles with the lines of their Spanish captions left out; their English
captions stay. Both programs read files and write JSONL; times are of the whole process, start-up counted, and articles a second are by the
processor's seconds, so that other work on the machine does not count. An article alone says what the start-up is: the first of the folder.

The aligner is Gale-Church (PyPI galechurch, compiled): scripts/lib/gale_church.py gives it, from the gold, which lines are Spanish captions
and which are not, and times the alignment alone. hunalign could not be had: neither Debian, PyPI, crates.io nor npm has it or its
sources (looked up: hunalign; bitextor and preprocess-corpora, which call it). --check exits with 1 under the goals.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT
from made_articles import make, without_spanish

# The goals: how many times as fast as the pipeline on pages of the benchmark and on pages without Spanish, at better F1.
GOALS = {"`cotejo pair --fast -j 1`": (25, 50), "`cotejo pair -j 1`": (8, 50)}
PIPELINE = "lingua, numpy, scipy"
KERNEL = "import numpy, threadpoolctl; print(*((i['internal_api'], i['version'], i.get('architecture')) for i in threadpoolctl.threadpool_info()))"
FIT_ARTICLES = 300


def one_core(core):
    """For this process and its children: one core, one thread, and the BLAS kernel that fits the processor."""
    os.sched_setaffinity(0, {core})
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"


def measured(command):
    """Seconds of the processor and of the clock."""
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before, start = used(), time.monotonic()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return used() - before, time.monotonic() - start


def first_article(articles, out):
    out.mkdir(exist_ok=True)
    first = min(articles.iterdir())
    (out / first.name).write_bytes(first.read_bytes())
    return out


def score(shared, made, predicted):
    printed = subprocess.run([sys.executable, shared / "bench/score_pairs.py", made / "gold.jsonl", predicted], check=True, capture_output=True)
    return json.loads(printed.stdout)


def cotejo(*options):
    return lambda articles, out: measured([COTEJO, "pair", *options, "-j", "1", "--format", "jsonl", "-o", out, articles])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--core", type=int, default=min(os.sched_getaffinity(0)))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    shared = args.shared.resolve()
    one_core(args.core)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        subprocess.run([sys.executable, ROOT / "scripts/make/split.py", shared / "data/ntrex-dev.tsv", work], check=True)
        other = make(shared, work / "fit.tsv", work / "other", args.seed + 1, FIT_ARTICLES)
        pipeline = [sys.executable, ROOT / "scripts/lib/python_pipeline.py"]
        subprocess.run([*pipeline, other / "articles", work / "limits.json", "--fit", other / "gold.jsonl"], check=True)
        limits = (work / "limits.json").read_text()
        made = make(shared, work / "eval.tsv", work / "made", args.seed, args.articles)
        english = without_spanish(made, work / "english")
        print(f"{args.articles} articles of seed {args.seed}; the pipeline's limits, of seed {args.seed + 1}: {limits}", flush=True)
        print("numpy's BLAS: " + subprocess.run([sys.executable, "-c", KERNEL], check=True, capture_output=True, text=True).stdout)

        programs = {
            "`cotejo pair --fast -j 1`": cotejo("--fast"),
            "`cotejo pair -j 1`": cotejo(),
            PIPELINE: lambda articles, out: measured([*pipeline, articles, out, "--limits", limits]),
        }
        print("| pages | program | articles a second | processor, s | clock, s | an article alone, s | captions F1 | pairs F1 | relations right |")
        print("|---|---|---|---|---|---|---|---|---|")
        rates, running, f1 = {}, {}, {}
        for pages, folder in (("of the benchmark", made), ("without Spanish", english)):
            one = first_article(folder / "articles", work / "one")
            for name, program in programs.items():
                alone, _ = program(one, work / "one.jsonl")
                processor, clock = program(folder / "articles", work / "out.jsonl")
                rates[pages, name] = args.articles / processor
                running[pages, name] = args.articles / max(processor - alone, 1e-3)
                shown = f"{(work / 'out.jsonl').read_text().count(chr(10))} rows, none wanted | |"
                if folder is made:
                    figures = score(shared, made, work / "out.jsonl")
                    f1[name] = figures["pair_f1"]
                    shown = f"{figures['detect_f1']:.4f} | {figures['pair_f1']:.4f} | {figures['relation_accuracy']:.4f}"
                print(f"| {pages} | {name} | {rates[pages, name]:,.0f} | {processor:.2f} | {clock:.2f} | {alone:.3f} | {shown} |", flush=True)
        aligned = json.loads(subprocess.run([sys.executable, ROOT / "scripts/lib/gale_church.py", made, work / "out.jsonl"], check=True, capture_output=True).stdout)
        figures = score(shared, made, work / "out.jsonl")
        print(f"| of the benchmark, captions given | Gale-Church | {aligned['articles_a_second']:,.0f} | | | | given | {figures['pair_f1']:.4f} | |")
    short = []
    for ours, goals in GOALS.items():
        faster, without = (rates[pages, ours] / rates[pages, PIPELINE] for pages in ("of the benchmark", "without Spanish"))
        later, later_without = (running[pages, ours] / running[pages, PIPELINE] for pages in ("of the benchmark", "without Spanish"))
        print(f"\n{ours}: {faster:.1f} times as fast as the pipeline, {without:.1f} times on pages without Spanish; "
              f"less what an article alone takes, {later:.1f} and {later_without:.1f} times")
        if faster < goals[0] or without < goals[1] or f1[ours] <= f1[PIPELINE]:
            short.append(f"{ours}: wanted {goals[0]} and {goals[1]} times, and more pairs right")
    if args.check and short:
        sys.exit("\n".join(short))


if __name__ == "__main__":
    main()
