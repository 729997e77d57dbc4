"""Sweeps as files for programs: an array of the numbers, or a Parquet table of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from adamw_bounds.errors import InputError, RunError

if TYPE_CHECKING:
    from adamw_bounds.engine.sweep import Block, Sweep

__all__ = ["write_npy", "write_parquet"]

#: Numbers of a chunk that is written at once: 8 MB.
_MOST_NUMBERS: Final = 1 << 20


def write_npy(
    found: Sweep, path: str, voids: Sequence[str], told: Callable[[int], object]
) -> list[tuple[str, ...]]:
    """Write the numbers in the shape of the points; a field a row where there are several.

    NaN stands where there is no number, infinity where it exceeds a float.

    Returns
    -------
    list of (code, message, kind)
        What is said of the numbers, which have no notes beside them.
    """
    import numpy as np

    from adamw_bounds.cli.output import written_whole
    from adamw_bounds.engine.summary import CHUNK, row_names

    names = row_names(found)
    places = {name: place for place, name in enumerate(names)}
    labels = ["/".join(str(word) for word in name if word) for name in names]
    plain = len(names) == 1
    kind = np.dtype(np.float64) if plain else np.dtype([(label, np.float64) for label in labels])
    counts: dict[tuple[str, str], int] = {}

    def made(block: Block) -> tuple[Any, list[tuple[tuple[str, str], int]]]:
        array: Any = np.full((block.chunk.size, len(names)), np.nan) if not plain else None
        said: list[tuple[tuple[str, str], int]] = []
        for part in block.parts:
            for result in part.results:
                place = _place(result, places)
                values = _values(block.spread(part, _log_or_value(result)[0]), result)
                label = labels[place]
                said += [
                    ((label, item.name), int(np.count_nonzero(block.spread(part, ~item.met))))
                    for item in result.conditions
                    if not np.all(item.met)
                ]
                said += [((label, note), values.size) for note in result.notes if _voids(note)]
                if plain and part.places is None:
                    array = values
                    continue
                if array is None:
                    array = np.full((block.chunk.size, 1), np.nan)
                rows = slice(None) if part.places is None else part.places
                array[rows, place] = values
        if array is None:
            array = np.full(block.chunk.size, np.nan)
        return np.ascontiguousarray(array), said

    with written_whole(path) as file:
        header = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False}
        np.lib.format.write_array_header_1_0(file, {**header, "shape": found.shape})
        for array, said in found.walk(made, "numbers", max(CHUNK, _MOST_NUMBERS // len(names))):
            file.write(memoryview(array).cast("B"))
            for key, count in said:
                counts[key] = counts.get(key, 0) + count
            told(array.size if plain else array.shape[0])
    size = len(found)
    return [
        *(("voids", text, "finding") for text in voids),
        *(
            ("voids" if _voids(what) else "unmet", _sentence(label, what, count, size), "finding")
            for (label, what), count in counts.items()
            if count
        ),
    ]


def _voids(text: str) -> bool:
    return text.startswith("NOT ")


def _sentence(label: str, what: str, count: int, size: int) -> str:
    where = f"{label}: at {count} of {size} points"
    return f"{where}: {what}" if _voids(what) else f"{where} the condition {what} fails"


def _place(result: Any, places: dict[tuple[Any, ...], int]) -> int:
    from adamw_bounds.engine.sweep import name_of

    place = places.get(name_of(result))
    if place is None:
        raise RunError(
            f"a few points have a row that others lack, {result.statement} {result.variant} "
            f"{result.quantity}: choose rows with --theorem, --variant and --quantity, or write "
            ".csv or .parquet",
            code="rows-differ",
        )
    return place


def _log_or_value(result: Any) -> tuple[Any, bool]:
    by_log = result.value is None and result.log10 is not None
    return (result.log10 if by_log else result.value), by_log


def _values(spread: Any, result: Any) -> Any:
    """Return the numbers themselves, flat."""
    import numpy as np

    from adamw_bounds.kernels.mathematics import LN10

    if spread is None:
        raise InputError(f"{result.quantity} is no number at any point")
    if not _log_or_value(result)[1]:
        return np.asarray(spread, float)
    with np.errstate(all="ignore"):
        logs = np.multiply(spread, LN10)
        return np.exp(logs, out=logs)


def write_parquet(
    found: Sweep, path: str, voids: Sequence[str], told: Callable[[int], object]
) -> list[tuple[str, ...]]:
    """Write the rows as a Parquet table with the columns of CSV, a row group a chunk."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise RunError(
            "--output FILE.parquet needs the extra parquet: pip install 'adamw-bounds[parquet]'",
            code="needs-extra",
        ) from error
    from adamw_bounds.cli.output import written_whole
    from adamw_bounds.report.stream import CSV_KEYS

    names = found.points.names
    keys = (*names, *(key for key in CSV_KEYS if key not in names))
    numbers = {*names, "value", "log10", "count", "lower", "upper"}
    word = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    types = {key: pyarrow.float64() if key in numbers else word for key in keys}
    schema = pyarrow.schema([*types.items()])

    def table(block: Block) -> Any:
        return _table(block, keys, types, schema, voids)

    with written_whole(path) as file, parquet.ParquetWriter(file, schema) as writer:
        for block in found.blocks():
            writer.write_table(table(block))
            told(block.chunk.size)
    return []


def _table(block: Block, keys: Iterable[str], types: Any, schema: Any, voids: Sequence[str]) -> Any:
    import numpy as np
    import pyarrow

    tables: list[Any] = []
    places: list[Any] = []
    for part in block.parts:
        size = block.size(part)
        for pattern in block.patterns(part):
            row = {**pattern, "notes": [*voids, *pattern["notes"]]}
            columns = [_column(row.get(key), size, types[key]) for key in keys]
            tables.append(pyarrow.Table.from_arrays(columns, schema=schema))
            places.append(np.arange(size) if part.places is None else part.places)
    if not tables:
        return schema.empty_table()
    order = np.argsort(np.concatenate(places), kind="stable")
    return pyarrow.concat_tables(tables).unify_dictionaries().combine_chunks().take(order)


def _column(value: Any, size: int, kind: Any) -> Any:
    import numpy as np
    import pyarrow

    from adamw_bounds.report.stream import cell_texts

    if kind == pyarrow.float64():
        if value is None:
            return pyarrow.nulls(size, kind)
        array = np.broadcast_to(np.asarray(value, float), (size,))
        return pyarrow.array(array, mask=~np.isfinite(array))
    texts = cell_texts(value, size)
    if isinstance(texts, list):
        return pyarrow.array([text or None for text in texts], pyarrow.string()).dictionary_encode()
    indices = pyarrow.array(np.zeros(size, dtype=np.int32), mask=np.full(size, not texts))
    return pyarrow.DictionaryArray.from_arrays(indices, [texts])
