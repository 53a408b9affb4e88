#!/usr/bin/env bash
# Opens Cotejo's formats with other people's readers; see scripts/check_formats.py. Installs them: Python packages into
# target/readers, and from Debian two packages that carry the schemas (unpacked, not installed) and LibreOffice if it is not there.
#   tests/readers.sh [FOLDER WITH bench AND data, such as ../shared, for more articles]
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:-../shared}
place=$PWD/target/readers
mkdir -p "$place/debian" "$place/schemas/informativeCopiesOf3rdPartySchemas/w3c" "$place/hostile"

# a virtual environment that was copied with target/ runs, and installs into, the one that it was copied from
if ! head -n 1 "$place/venv/bin/pip" 2>/dev/null | grep -qF "$place/venv/"; then python3 -m venv --clear "$place/venv"; fi
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r scripts/formats-requirements.txt
PATH=$place/venv/bin:$PATH

# OASIS's schema of XLIFF's core (2.1 has the namespace and the schema of 2.0) and LISA's DTD of TMX 1.4
if [ ! -s "$place/schemas/tmx14.dtd" ]; then
    if ! { apt-get update -qq && (cd "$place/debian" && apt-get download -qq php-symfony-translation omegat 2>/dev/null); }; then
        echo "no schemas: apt-get cannot fetch php-symfony-translation and omegat, which carry them" >&2
        exit 1
    fi
    for package in "$place"/debian/*.deb; do dpkg -x "$package" "$place/debian"; done
    xliff=$place/debian/usr/share/php/Symfony/Component/Translation/Resources/schemas
    cp "$xliff/xliff-core-2.0.xsd" "$place/schemas/"
    cp "$xliff/xml.xsd" "$place/schemas/informativeCopiesOf3rdPartySchemas/w3c/"
    python3 -m zipfile -e "$place/debian/usr/share/omegat/OmegaT.jar" "$place/debian/omegat"
    cp "$place/debian/omegat/schemas/tmx14.dtd" "$place/schemas/"
fi
if ! command -v soffice >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null || echo "LibreOffice cannot be installed"
fi

cargo build --release --quiet
COTEJO_HOSTILE=$place/hostile cargo test --release --quiet --lib -- --ignored hostile_files >/dev/null

articles=(data/articles)
if [ -f "$shared/bench/make_articles.py" ]; then
    rm -rf "$place/made" "$place/articles"
    mkdir "$place/articles"
    python "$shared/bench/make_articles.py" "$shared/data/ntrex-dev.tsv" "$place/made" --seed 5 >/dev/null
    for file in $(ls "$place"/made/articles/*.txt | head -n 60); do cp "$file" "$place/articles/"; done
    articles+=("$place/articles")
fi
python scripts/check_formats.py target/release/cotejo "$place/schemas" "$place/hostile" "${articles[@]}"
