"""The same way from reports to claims, wide: shards coded by many workers, kept as Parquet."""
