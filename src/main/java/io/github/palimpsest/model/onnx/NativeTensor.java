package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.palimpsest.check.BadInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A tensor that owns its native memory and is written and read as {@code float[]} or numbers,
 * whatever its element type. The next call of the network reads what was written last.
 */
final class NativeTensor implements AutoCloseable {
  /** Where native memory comes from; changed by tests only. */
  static volatile IntFunction<ByteBuffer> memory = ByteBuffer::allocateDirect;

  final int size;
  private final OnnxTensor tensor;
  private final OnnxJavaType type;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private final ShortBuffer halves;
  private final DoubleBuffer doubles;
  private final LongBuffer longs;
  private final IntBuffer ints;
  private final List<OnnxTensor> parts = new ArrayList<>();
  private int watched = Integer.MAX_VALUE;
  private long changes;

  NativeTensor(OnnxJavaType type, long... shape) throws OrtException {
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    long wanted = elements * bytes(type);
    if (wanted > Integer.MAX_VALUE) {
      throw new BadInput(
          "The image is too large for the model in one piece; work on a smaller part of it.");
    }
    this.type = type;
    size = (int) elements;
    bytes = memory.apply((int) wanted).order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    halves = bytes.asShortBuffer();
    doubles = bytes.asDoubleBuffer();
    longs = bytes.asLongBuffer();
    ints = bytes.asIntBuffer();
    tensor = OnnxTensor.createTensor(Ort.environment(), bytes, shape, type);
  }

  /** Bytes of a tensor's elements. */
  static long bytes(TensorInfo info) {
    return info.getNumElements() * info.type.size;
  }

  private static int bytes(OnnxJavaType type) {
    return switch (type) {
      case FLOAT, INT32 -> 4;
      case DOUBLE, INT64 -> 8;
      case FLOAT16 -> 2;
      case BOOL -> 1;
      default ->
          throw new BadInput(
              "The network uses tensors of type " + type + ", which are not supported.");
    };
  }

  OnnxTensor tensor() {
    return tensor;
  }

  /**
   * Another tensor over a part of the same memory, which this one owns.
   *
   * @param from its first element
   */
  OnnxTensor part(int from, long... shape) throws OrtException {
    int width = bytes(type);
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer window = bytes.slice(from * width, count * width).order(ByteOrder.nativeOrder());
    OnnxTensor part = OnnxTensor.createTensor(Ort.environment(), window, shape, type);
    parts.add(part);
    return part;
  }

  /** From now on {@link #changes} counts writes that change element {@code from} or a later one. */
  void watch(int from) {
    watched = Math.min(watched, from);
  }

  /** Grows with every change to what is watched. */
  long changes() {
    return changes;
  }

  /** Bytes of memory. */
  int bytes() {
    return bytes.capacity();
  }

  /** Takes its whole content from {@code other} at byte {@code at}; returns the bytes taken. */
  int read(ByteBuffer other, int at) {
    bytes.put(0, other, at, bytes.capacity());
    return bytes.capacity();
  }

  /** Copies its whole content to {@code other} at byte {@code at}; returns the bytes copied. */
  int write(ByteBuffer other, int at) {
    other.put(at, bytes, 0, bytes.capacity());
    return bytes.capacity();
  }

  /** Whether the elements are half-precision numbers. */
  boolean half() {
    return type == OnnxJavaType.FLOAT16;
  }

  /** Writes all of {@code values} from element {@code at} on. */
  void put(float[] values, int at) {
    if (type == OnnxJavaType.FLOAT) {
      if (at + values.length > watched && !holds(values, at)) {
        changes++;
      }
      floats.put(at, values);
    } else {
      for (int i = 0; i < values.length; i++) {
        put(at + i, values[i]);
      }
    }
  }

  private boolean holds(float[] values, int at) {
    for (int i = 0; i < values.length; i++) {
      if (ints.get(at + i) != Float.floatToRawIntBits(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** Writes one number; integer types take the nearest integer. */
  void put(int at, double value) {
    if (at < watched) {
      set(at, value);
      return;
    }
    long before = bits(at);
    set(at, value);
    if (bits(at) != before) {
      changes++;
    }
  }

  private void set(int at, double value) {
    switch (type) {
      case FLOAT -> floats.put(at, (float) value);
      case FLOAT16 -> halves.put(at, Fp16Conversions.mlasFloatToFp16((float) value));
      case DOUBLE -> doubles.put(at, value);
      case INT64 -> longs.put(at, (long) Math.rint(value));
      case INT32 -> ints.put(at, (int) Math.rint(value));
      case BOOL -> bytes.put(at, (byte) (value == 0 ? 0 : 1));
      default -> throw new IllegalStateException("checked when made");
    }
  }

  /** The bits of one element. */
  long bits(int at) {
    return switch (bytes(type)) {
      case 1 -> bytes.get(at);
      case 2 -> halves.get(at);
      case 4 -> ints.get(at);
      default -> longs.get(at);
    };
  }

  /** Reads {@code values.length} elements from the start. */
  void get(float[] values) {
    if (type == OnnxJavaType.FLOAT) {
      floats.get(0, values);
    } else if (type == OnnxJavaType.FLOAT16) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Fp16Conversions.mlasFp16ToFloat(halves.get(i));
      }
    } else if (type == OnnxJavaType.DOUBLE) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles.get(i);
      }
    } else {
      throw new BadInput("The network gives values of type " + type + ", which are not supported.");
    }
  }

  /** Writes zero everywhere. */
  void clear() {
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) 0);
    }
    changes++;
  }

  @Override
  public void close() {
    parts.forEach(OnnxTensor::close);
    tensor.close();
  }
}
