package io.github.palimpsest.large.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.scalableminds.bloscjava.Blosc;
import dev.zarr.zarrjava.ZarrException;
import dev.zarr.zarrjava.core.codec.BytesBytesCodec;
import dev.zarr.zarrjava.v2.codec.core.ZlibCodec;
import dev.zarr.zarrjava.v3.codec.core.BloscCodec;
import dev.zarr.zarrjava.v3.codec.core.Crc32cCodec;
import dev.zarr.zarrjava.v3.codec.core.GzipCodec;
import dev.zarr.zarrjava.v3.codec.core.ZstdCodec;
import io.github.palimpsest.check.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A step from bytes to bytes in the storing of a chunk: a compressor or a checksum, done by
 * zarr-java. Thread-safe.
 */
final class Compressor {
  private static final int BLOSC_HEADER = 16;

  private final String name;
  private final BytesBytesCodec codec;

  private Compressor(String name, BytesBytesCodec codec) {
    this.name = name;
    this.codec = codec;
  }

  /**
   * A compressor as metadata describe it.
   *
   * @param name {@code id} in Zarr v2, {@code name} in v3
   * @param values its parameters
   * @param elementSize of the array, for compressors that shuffle bytes
   * @throws BadInput if there is none of this name
   */
  static Compressor of(String name, JsonObject values, int elementSize) {
    try {
      return new Compressor(
          name,
          switch (name) {
            case "blosc" -> blosc(values, elementSize);
            case "zstd" ->
                new ZstdCodec(
                    new ZstdCodec.Configuration(
                        number(values, "level", 0),
                        values.has("checksum") && values.get("checksum").getAsBoolean()));
            case "gzip" -> new GzipCodec(new GzipCodec.Configuration(number(values, "level", 5)));
            case "zlib" -> new ZlibCodec(number(values, "level", 1));
            case "crc32c" -> new Crc32cCodec();
            default ->
                throw BadInput.of(
                    "its codec (%s) must be blosc, zstd, gzip, zlib, crc32c or none", name);
          });
    } catch (ZarrException e) {
      throw new BadInput("its codec (" + name + ") cannot be used: " + e.getMessage(), e);
    }
  }

  private static BytesBytesCodec blosc(JsonObject values, int elementSize) throws ZarrException {
    Blosc.Compressor inner = Blosc.Compressor.fromString(values.get("cname").getAsString());
    if (inner == null) {
      throw BadInput.of("its codec (blosc with %s) is unknown", values.get("cname").getAsString());
    }
    return new BloscCodec(
        new BloscCodec.Configuration(
            inner,
            shuffle(values.get("shuffle"), elementSize),
            number(values, "clevel", 5),
            Math.max(1, number(values, "typesize", elementSize)),
            number(values, "blocksize", 0)));
  }

  /** Zarr v3 has names, v2 numbers, of which -1 leaves it to the size of an element. */
  private static Blosc.Shuffle shuffle(JsonElement value, int elementSize) {
    return switch (value == null ? "1" : value.getAsString()) {
      case "0", "noshuffle" -> Blosc.Shuffle.NO_SHUFFLE;
      case "1", "shuffle" -> Blosc.Shuffle.BYTE_SHUFFLE;
      case "2", "bitshuffle" -> Blosc.Shuffle.BIT_SHUFFLE;
      case "-1" -> elementSize == 1 ? Blosc.Shuffle.BIT_SHUFFLE : Blosc.Shuffle.BYTE_SHUFFLE;
      default -> throw BadInput.of("its codec (blosc with shuffle %s) is unknown", value);
    };
  }

  private static int number(JsonObject values, String key, int otherwise) {
    JsonElement value = values.get(key);
    return value == null || value.isJsonNull() ? otherwise : value.getAsInt();
  }

  /**
   * The bytes before they were compressed.
   *
   * @param limit the most there can be
   * @throws IOException if they are damaged
   */
  byte[] decode(byte[] stored, int limit) throws IOException {
    try {
      if (codec instanceof BloscCodec) {
        requireBlosc(stored, limit);
      }
      if (codec instanceof ZstdCodec && Zstd.getFrameContentSize(stored) <= 0) {
        return unsized(stored, limit);
      }
      return bytes(codec.decode(ByteBuffer.wrap(stored)));
    } catch (ZarrException | RuntimeException e) {
      throw new IOException("its " + name + " data are damaged", e);
    } catch (LinkageError e) {
      throw unavailable(e);
    }
  }

  /** The compressed bytes; the same for the same bytes. */
  byte[] encode(byte[] plain) throws IOException {
    try {
      return bytes(codec.encode(ByteBuffer.wrap(plain)));
    } catch (ZarrException | RuntimeException e) {
      throw new IOException("its data cannot be compressed by " + name, e);
    } catch (LinkageError e) {
      throw unavailable(e);
    }
  }

  /** The native code trusts the sizes that stand in front of the data. */
  private static void requireBlosc(byte[] stored, int limit) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    if (stored.length < BLOSC_HEADER
        || header.getInt(12) != stored.length
        || header.getInt(4) < 0
        || header.getInt(4) > limit) {
      throw new IOException("its blosc data are damaged");
    }
  }

  /** Of frames that do not tell their size, which zarr-java refuses. */
  private static byte[] unsized(byte[] stored, int limit) throws IOException {
    try (var in = new ZstdInputStream(new ByteArrayInputStream(stored))) {
      return in.readNBytes(limit);
    }
  }

  private BadInput unavailable(LinkageError e) {
    return new BadInput(
        "The image is compressed by "
            + name
            + ", for which there is no library on this machine ("
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + "): convert it to zstd or gzip.",
        e);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() + buffer.position() == 0
        && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    byte[] out = new byte[buffer.remaining()];
    buffer.get(out);
    return out;
  }
}
