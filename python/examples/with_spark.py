"""Spark: the rows of a folder of texts, by `mapInArrow`.

    python with_spark.py FOLDER OUTPUT
"""
import sys

import cotejo_captions as cotejo
import pyarrow
from pyspark.sql import SparkSession, functions
from pyspark.sql.pandas.types import from_arrow_schema


def rows(batches):
    """What a task does: batches of articles in, batches of rows out. Spark has a task for each core, so one thread is enough."""
    pairer = cotejo.Pairer()
    for batch in batches:
        yield pyarrow.record_batch(cotejo.Rows.concat(pairer.pairs_many(batch.to_pylist(), jobs=1)))


def main():
    folder, output = sys.argv[1:]
    spark = SparkSession.builder.appName("cotejo").getOrCreate()
    files = spark.read.text(f"{folder}/*.txt", wholetext=True)
    articles = files.select(functions.input_file_name().alias("id"), functions.col("value").alias("text"))
    schema = from_arrow_schema(cotejo.pairs("").to_pyarrow().schema)
    articles.mapInArrow(rows, schema).write.parquet(output)
    spark.stop()


if __name__ == "__main__":
    main()
