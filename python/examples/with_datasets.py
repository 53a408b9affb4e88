"""Hugging Face datasets: the rows of a folder of texts, by `map` in batches.

    python with_datasets.py FOLDER
"""
import pathlib
import sys

import cotejo_captions as cotejo
import datasets

articles = [{"id": path.name, "text": path.read_text(encoding="utf-8")} for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))]
articles = datasets.Dataset.from_list(articles)
pairer = cotejo.Pairer()


def rows(batch):
    """The rows of a batch of articles, column by column; most articles have none."""
    texts = [{"id": name, "text": text} for name, text in zip(batch["id"], batch["text"])]
    return cotejo.Rows.concat(pairer.pairs_many(texts)).to_pyarrow().to_pydict()


# the types are told, since a batch may have no rows to guess them from
features = datasets.Features.from_arrow_schema(cotejo.pairs("").to_pyarrow().schema)
paired = articles.map(rows, batched=True, batch_size=1000, remove_columns=articles.column_names, features=features)
print(f"{len(paired)} rows of {len(articles)} articles")
for row in paired.select_columns(["article", "relation", "es", "en"]):
    print(row)
