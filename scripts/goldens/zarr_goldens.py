"""Writes src/test/resources/goldens/zarr.zip: tiny OME-Zarr folders as zarr-python and ome-zarr write
them, for ZarrReadTest and others.

  pip install zarr==3.1.3 ome-zarr==0.12.2 numpy==2.4.6        (in an environment of its own)
  python scripts/goldens/zarr_goldens.py                       (a few seconds)

Every pixel follows from its place, see value(); the tests know the same formula. Versions are in the
attribute made_by of every image. With an argument, a folder, they are written there and not zipped.
"""
import pathlib
import sys
import tempfile
import zipfile
from importlib.metadata import version

import numpy as np
import numcodecs
import ome_zarr.format
import ome_zarr.writer
import zarr
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec

OUT = pathlib.Path(__file__).parents[2] / "src/test/resources/goldens/zarr.zip"
MADE_BY = f"zarr {zarr.__version__}, ome-zarr {version('ome-zarr')}, numpy {np.__version__}"
UNITS = {"x": "micrometer", "y": "micrometer", "z": "micrometer", "t": "second"}
TYPES = {"x": "space", "y": "space", "z": "space", "t": "time", "c": "channel"}


def value(axes, shape, dtype):
    """0 … 250 from the place; times 257 in 16 bits; eighths less 10 as floats."""
    at = dict(zip(axes, np.indices(shape)))
    t, c, z, y, x = (at.get(a, 0) for a in "tczyx")
    v = ((t * 3 + c * 5 + z * 7) * 11 + y * 17 + x * 23 + x * y) % 251
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return (v / 8 - 10).astype(dtype)
    return (v * 257 if dtype.itemsize == 2 else v).astype(dtype)


def mean(a, axes):
    """Halves y and x by the mean, rounded as numpy's astype does: down."""
    for axis in (axes.index("y"), axes.index("x")):
        n = a.shape[axis] // 2
        pairs = np.take(a, range(2 * n), axis).astype(np.float64)
        a_shape = list(pairs.shape)
        a_shape[axis:axis + 1] = [n, 2]
        a = pairs.reshape(a_shape).mean(axis + 1)
    return a


def nearest(a, axes):
    index = [slice(None)] * a.ndim
    for axis in (axes.index("y"), axes.index("x")):
        index[axis] = slice(None, None, 2)
    return a[tuple(index)]


def multiscales(axes, levels, scale, translation=None):
    datasets = []
    for level in range(levels):
        s = [v * 2 ** level if a in "yx" else v for a, v in zip(axes, scale)]
        transforms = [{"type": "scale", "scale": s}]
        if translation:
            transforms.append({"type": "translation", "translation": translation})
        datasets.append({"path": str(level), "coordinateTransformations": transforms})
    named = [{"name": a, "type": TYPES[a], **({"unit": UNITS[a]} if a in UNITS else {})} for a in axes]
    return [{"axes": named, "datasets": datasets, "name": "image"}]


def image(path, zarr_format, axes, shape, dtype, chunks, down=mean, levels=2, scale=None, translation=None,
          order=None, missing=None, fill=0, omero=None, labels=None, **array):
    """One image; missing: chunks of the largest level that are fill value."""
    scale = scale or [1.0] * len(axes)
    group = zarr.create_group(path, zarr_format=zarr_format)
    ome = {"multiscales": multiscales(axes, levels, scale, translation)}
    if omero:
        ome["omero"] = omero
    if zarr_format == 2:
        ome["multiscales"][0]["version"] = "0.4"
        group.attrs.update(ome)
    else:
        group.attrs["ome"] = {"version": "0.5", **ome}
    group.attrs["made_by"] = MADE_BY
    data = value(axes, shape, dtype)
    for level in range(levels):
        small = data.astype(dtype)
        a = group.create_array(
            str(level), shape=small.shape, dtype=dtype,
            chunks=tuple(min(c, s) for c, s in zip(chunks, small.shape)) if not array.get("shards") else chunks,
            fill_value=fill, **({"order": order} if order else {}), **array)
        if level == 0 and missing:
            small[missing] = fill
        a[:] = small  # zarr leaves out a chunk that is all fill value
        data = down(data, axes)
    return group


def main(root):
    blosc = numcodecs.Blosc(cname="lz4", clevel=5, shuffle=1)
    slash = {"name": "v2", "separator": "/"}
    dot = {"name": "v2", "separator": "."}
    omero = {"channels": [
        {"label": "DAPI", "color": "0000FF", "active": True, "window": {"min": 0, "max": 65535, "start": 100, "end": 40000}},
        {"label": "actin", "color": "00FF00", "active": True, "window": {"min": 0, "max": 65535, "start": 0, "end": 65535}}]}
    image(root / "v2-blosc.zarr", 2, "tczyx", (2, 2, 3, 20, 26), "<u2", (1, 1, 2, 8, 16), compressors=blosc,
          chunk_key_encoding=slash, scale=[2.5, 1, 0.8, 0.25, 0.25], translation=[0, 0, 0, 10, 20], omero=omero)
    image(root / "v2-zlib-big.zarr", 2, "yx", (21, 27), ">u2", (8, 8), compressors=numcodecs.Zlib(1),
          chunk_key_encoding=dot, order="F")
    image(root / "v2-none-float.zarr", 2, "zyx", (3, 16, 20), "<f4", (2, 8, 8), compressors=None,
          chunk_key_encoding=slash, fill=float("nan"), missing=(slice(2, 3), slice(8, 16), slice(0, 8)))
    image(root / "v2-zstd.zarr", 2, "cyx", (2, 24, 24), "|u1", (1, 16, 16), down=nearest,
          compressors=numcodecs.Zstd(3), chunk_key_encoding=slash)
    image(root / "v2-gzip.zarr", 2, "yx", (20, 20), "|u1", (8, 8), compressors=numcodecs.GZip(6),
          chunk_key_encoding=slash, fill=7, missing=(slice(8, 16), slice(8, 16)))
    image(root / "v2-blosc-zstd-bits.zarr", 2, "tyx", (2, 16, 16), ">f4", (1, 8, 16), chunk_key_encoding=dot,
          compressors=numcodecs.Blosc(cname="zstd", clevel=1, shuffle=-1))
    image(root / "v3-shards.zarr", 3, "czyx", (2, 2, 32, 40), "uint16", (1, 1, 8, 8), shards=(1, 2, 16, 16),
          compressors=ZstdCodec(level=1), missing=(slice(0, 1), slice(0, 1), slice(8, 16), slice(0, 8)))
    image(root / "v3-shards-first.zarr", 3, "yx", (32, 32), "float32", (16, 32), filters=None, levels=1,
          serializer=ShardingCodec(chunk_shape=(8, 8), index_location="start",
                                   codecs=[BytesCodec(endian="big"), BloscCodec(cname="zstd", typesize=4, shuffle="bitshuffle")]),
          compressors=None)
    image(root / "v3-gzip.zarr", 3, "yx", (20, 20), "uint8", (8, 8), compressors=GzipCodec(level=5))
    image(root / "v3-transposed.zarr", 3, "tcyx", (2, 2, 16, 12), "uint16", (1, 2, 8, 8),
          filters=TransposeCodec(order=(3, 1, 0, 2)), serializer=BytesCodec(endian="big"),
          compressors=[ZstdCodec(level=0, checksum=True), Crc32cCodec()])
    image(root / "v3-none-v2keys.zarr", 3, "xy", (18, 12), "float32", (8, 8), compressors=None, chunk_key_encoding=dot)

    # labels of the size of their image, and of fewer dimensions
    for number in (2, 3):
        folder = root / f"v{number}-labels.zarr"
        keys = {"chunk_key_encoding": slash} if number == 2 else {}
        image(folder, number, "tczyx", (2, 2, 2, 16, 16), "uint8", (1, 1, 1, 8, 8), **keys)
        names = ["cells", "all"]
        labels = zarr.create_group(folder / "labels", zarr_format=number)
        labels.attrs.update({"labels": names} if number == 2 else {"ome": {"version": "0.5", "labels": names}})
        for name, axes, shape, dtype in (("cells", "tzyx", (2, 2, 16, 16), "int32"), ("all", "yx", (16, 16), "uint64")):
            group = zarr.create_group(folder / "labels" / name, zarr_format=number)
            ome = {"multiscales": multiscales(axes, 1, [1.0] * len(axes)), "image-label": {}}
            if number == 2:
                ome["multiscales"][0]["version"] = "0.4"
            group.attrs.update(ome if number == 2 else {"ome": {"version": "0.5", **ome}})
            a = group.create_array("0", shape=shape, dtype=dtype, chunks=(1,) * (len(shape) - 2) + (8, 8), **keys)
            marks = np.zeros(shape, dtype)
            marks[..., 2:6, 3:7] = 300  # a multiple of 256 less 44: low bytes do not tell
            marks[..., 10, 10] = 256
            a[:] = marks

    # a plate of two wells, series of bioformats2raw, an array alone
    plate = zarr.create_group(root / "v2-plate.zarr", zarr_format=2)
    plate.attrs["plate"] = {"wells": [{"path": "A/1", "rowIndex": 0, "columnIndex": 0}, {"path": "B/2", "rowIndex": 1, "columnIndex": 1}],
                            "rows": [{"name": "A"}, {"name": "B"}], "columns": [{"name": "1"}, {"name": "2"}], "version": "0.4"}
    for well in ("A/1", "B/2"):
        group = zarr.create_group(root / "v2-plate.zarr" / well, zarr_format=2)
        group.attrs["well"] = {"images": [{"path": "0"}], "version": "0.4"}
        image(root / "v2-plate.zarr" / well / "0", 2, "yx", (8, 8), "|u1", (8, 8), levels=1, compressors=None, chunk_key_encoding=slash)
    for count in (1, 2):
        folder = root / f"v2-series-{count}.zarr"
        zarr.create_group(folder, zarr_format=2).attrs["bioformats2raw.layout"] = 3
        zarr.create_group(folder / "OME", zarr_format=2).attrs["series"] = [str(i) for i in range(count)]
        for i in range(count):
            image(folder / str(i), 2, "yx", (12, 8), "|u1", (8, 8), compressors=None, chunk_key_encoding=slash)
        zarr.consolidate_metadata(folder, zarr_format=2)
    a = zarr.create_array(root / "v3-array.zarr", shape=(2, 12, 14), dtype="uint16", chunks=(1, 8, 8))
    a[:] = value("zyx", a.shape, "uint16")

    # as ome-zarr's own writer makes them by default
    for number, fmt in ((2, ome_zarr.format.FormatV04()), (3, ome_zarr.format.FormatV05())):
        group = zarr.create_group(root / f"v{number}-ome-zarr.zarr", zarr_format=number)
        ome_zarr.writer.write_image(value("cyx", (2, 64, 72), "uint16"), group, axes="cyx", fmt=fmt,
                                    storage_options={"chunks": (1, 32, 32)})
        group.attrs["made_by"] = MADE_BY


def zipped(root):
    with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(root.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(root).as_posix(), (2026, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, file.read_bytes())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(pathlib.Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(pathlib.Path(folder))
            zipped(pathlib.Path(folder))
