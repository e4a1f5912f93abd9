package io.github.palimpsest.model.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A constant of a graph: weights, or a few numbers that say how to compute.
 *
 * @param message as in the file
 */
public record Constant(Onnx.TensorProto message) {
  private static final int MOST_READ = 1 << 20;
  private static final int EXTERNAL = 1;
  private static final int INT32 = 6;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;

  /** Its element type, as ONNX counts them: 1 float, 7 int64, 10 float16. */
  public int type() {
    return message.getDataType();
  }

  /** Its sizes; empty for a single number. */
  public long[] shape() {
    return message.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** How many numbers it holds. */
  public long size() {
    long size = 1;
    for (long dim : shape()) {
      size *= dim;
    }
    return size;
  }

  /** Whether the numbers lie in another file. */
  public boolean external() {
    return message.getDataLocation() == EXTERNAL;
  }

  /**
   * The numbers as decimals; null when they lie in another file, are no decimals of 16, 32 or 64
   * bits, or are more than a million.
   */
  public float[] floats() {
    if (external() || size() > MOST_READ) {
      return null;
    }
    return switch (type()) {
      case GraphBuilder.FLOAT -> floats32();
      case FLOAT16 -> halves();
      case DOUBLE -> doubles();
      default -> null;
    };
  }

  /**
   * The numbers as whole ones; null when {@link #floats} would be, or they are no whole numbers.
   */
  public long[] longs() {
    if (external() || size() > MOST_READ) {
      return null;
    }
    boolean raw = !message.getRawData().isEmpty();
    if (type() == GraphBuilder.INT64) {
      List<Long> listed = message.getInt64DataList();
      long[] values = new long[(int) size()];
      if (raw) {
        bytes().asLongBuffer().get(values);
      } else {
        for (int i = 0; i < values.length; i++) {
          values[i] = listed.get(i);
        }
      }
      return values;
    }
    if (type() == INT32) {
      int[] values = new int[(int) size()];
      if (raw) {
        bytes().asIntBuffer().get(values);
      } else {
        for (int i = 0; i < values.length; i++) {
          values[i] = message.getInt32Data(i);
        }
      }
      return Arrays.stream(values).asLongStream().toArray();
    }
    return null;
  }

  private float[] floats32() {
    float[] values = new float[(int) size()];
    if (message.getRawData().isEmpty()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = message.getFloatData(i);
      }
    } else {
      bytes().asFloatBuffer().get(values);
    }
    return values;
  }

  private float[] doubles() {
    float[] values = new float[(int) size()];
    ByteBuffer bytes = bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bytes.hasRemaining() ? bytes.getDouble() : message.getDoubleData(i));
    }
    return values;
  }

  private float[] halves() {
    float[] values = new float[(int) size()];
    ByteBuffer bytes = bytes();
    for (int i = 0; i < values.length; i++) {
      int half = bytes.hasRemaining() ? bytes.getShort() : message.getInt32Data(i);
      values[i] = half(half);
    }
    return values;
  }

  // Java has Float.float16ToFloat from 20 on
  private static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Math.scalb((float) (1024 + fraction), exponent - 25);
    }
    return (bits & 1 << 15) == 0 ? magnitude : -magnitude;
  }

  private ByteBuffer bytes() {
    return message.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same numbers under another name. */
  Constant named(String name) {
    return new Constant(message.toBuilder().setName(name).build());
  }

  /** Whole numbers of the given shape. */
  static Constant of(String name, long[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return of(name, GraphBuilder.INT64, bytes, shape);
  }

  /** Decimals of the given shape. */
  static Constant of(String name, float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return of(name, GraphBuilder.FLOAT, bytes, shape);
  }

  private static Constant of(String name, int type, ByteBuffer bytes, long... shape) {
    Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder().setName(name).setDataType(type);
    for (long size : shape) {
      tensor.addDims(size);
    }
    return new Constant(tensor.setRawData(ByteString.copyFrom(bytes)).build());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: type %d, shape %s", message.getName(), type(), message.getDimsList());
  }
}
