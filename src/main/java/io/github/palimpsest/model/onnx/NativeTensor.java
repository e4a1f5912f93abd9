package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.palimpsest.check.BadInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
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

  /** Whether the elements are half-precision numbers. */
  boolean half() {
    return type == OnnxJavaType.FLOAT16;
  }

  /** Writes all of {@code values} from element {@code at} on. */
  void put(float[] values, int at) {
    if (type == OnnxJavaType.FLOAT) {
      floats.put(at, values);
    } else if (type == OnnxJavaType.FLOAT16) {
      for (int i = 0; i < values.length; i++) {
        halves.put(at + i, Fp16Conversions.mlasFloatToFp16(values[i]));
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        put(at + i, values[i]);
      }
    }
  }

  /** Writes one number; integer types take the nearest integer. */
  void put(int at, double value) {
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
  }

  @Override
  public void close() {
    tensor.close();
  }
}
