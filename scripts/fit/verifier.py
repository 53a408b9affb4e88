#!/usr/bin/env python3
# venv: verifier
"""The verifier's network, fitted: what data/verifier is made from.

    scripts/dev fit verifier SHARED [--folder DIR] [--minutes N] [--cool N] [--seed N] [--threads N] [--rate R]

Goes on from DIR/checkpoint.pt where there is one, for N minutes; in the last `--cool` of them the rate of learning falls to nothing, and the
result is DIR/fitted.pt. The checkpoint (weights, the optimiser, steps) is written every five minutes, whole or not at all.
The examples are made as they are needed (scripts/fit/verifier/examples.py) from SHARED/data and the lists beside it; SHARED/meaning is never read.
A run is reproducible up to the number of threads and the time that it had: the seed of the examples is --seed and the step that it starts at.
"""
import argparse
import os
import pathlib
import queue
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "verifier"))

PIECES_A_BATCH = 2400
POOL = 1024
STEP = 16
TAG_WEIGHT = (1.0, 1.3, 2.0)
EVERY = 300


def make_batches(seed, folder, out):
    """A process that fills a queue with batches of about as many pieces each."""
    os.nice(1)
    import base
    import examples

    rng = random.Random(seed)
    _, processor = base.vocabulary(base.Base(), base.SHARED / "data", folder)
    source = examples.Source(rng)
    padding = processor.piece_to_id("<pad>")
    waiting, first = {}, True
    while True:
        pool = []
        while len(pool) < (384 if first else POOL):
            _, es, en, relation = source.draw()
            pool.append(examples.example(processor, es, en, relation))
        first = False
        # few shapes: the kernels are made anew for each
        for e in pool:
            waiting.setdefault(-(-len(e[0]) // STEP) * STEP, []).append(e)
        batches = []
        for width, own in waiting.items():
            size = max(1, PIECES_A_BATCH // width)
            while len(own) >= size:
                batches.append((width, own[:size]))
                del own[:size]
        rng.shuffle(batches)
        for width, own in batches:
            out.put(examples.batch(own, padding, width))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--folder", type=pathlib.Path, default=HERE.parents[1] / "target/verifier")
    parser.add_argument("--minutes", type=float, default=480)
    parser.add_argument("--cool", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rate", type=float, default=3e-4)
    args = parser.parse_args()
    os.environ["SHARED"] = str(args.shared.resolve())
    # threads that wait for each other give the processor to others
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

    import torch
    import torch.nn.functional as F

    import base
    import network

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    start = base.Base()
    kept, _ = base.vocabulary(start, base.SHARED / "data", args.folder)
    model = network.Network(start, base.unpacked(start.table()[kept]))
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98), fused=True)
    state = {"step": 0, "pairs": 0, "seconds": 0.0, "seed": args.seed}
    checkpoint = args.folder / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"], strict=False)
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]

    def write(name, content):
        part = args.folder / f"{name}.part"
        torch.save(content, part)
        os.replace(part, args.folder / name)

    def save():
        own = {name: p.detach() for name, p in model.named_parameters()}
        write("checkpoint.pt", {"model": own, "optimizer": optimizer.state_dict(), "state": state})

    context = torch.multiprocessing.get_context("spawn")
    batches = context.Queue(24)
    maker = context.Process(target=make_batches, args=(args.seed * 1_000_003 + state["step"], args.folder, batches), daemon=True)
    maker.start()
    model.train()
    weight = torch.tensor(TAG_WEIGHT)
    named = list(model.named_parameters())
    began = last = saved_at = time.time()
    window, waited = [], 0.0
    stop = args.folder / "stop"
    while (now := time.time()) - began < args.minutes * 60 and not stop.exists():
        left = args.minutes * 60 - (now - began)
        rate = args.rate * min(1.0, (state["step"] + 1) / 150) * max(0.01, min(1.0, left / max(1.0, args.cool * 60)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        t = time.time()
        ids, sides, mask, tags, relations = (torch.from_numpy(a) for a in batches.get(timeout=300))
        waited += time.time() - t
        with torch.autocast("cpu", dtype=torch.bfloat16):
            told, marks = model(ids, sides, mask)
        by_relation = F.cross_entropy(told, relations)
        by_tag = F.cross_entropy(marks.flatten(0, 1), tags.flatten(), ignore_index=-1, weight=weight)
        loss = by_relation + by_tag
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        state["step"] += 1
        state["pairs"] += len(relations)
        window.append((by_relation.item(), by_tag.item(), (told.argmax(1) == relations).float().mean().item(), len(relations)))
        if state["step"] % 50 == 0:
            a, b, c = (sum(w[i] for w in window) / len(window) for i in range(3))
            speed = sum(w[3] for w in window) / (time.time() - last)
            print(f"{now - began:6.0f} s, step {state['step']}, {state['pairs']} pairs, {speed:.0f} a second (waited {waited:.1f} s), "
                  f"relation {a:.3f}, tags {b:.3f}, right {c:.3f}", flush=True)
            window, last, waited = [], time.time(), 0.0
        if time.time() - saved_at > EVERY:
            state["seconds"] += time.time() - saved_at
            save()
            saved_at = time.time()
    state["seconds"] += time.time() - saved_at
    save()
    write("fitted.pt", {"model": {n: p.detach() for n, p in named}, "state": state})
    maker.terminate()


if __name__ == "__main__":
    main()
