package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NativeTensorTest {
  @BeforeAll
  static void start() {
    Ort.environment();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "FLOAT16", "DOUBLE"})
  void keepsWhatItsTypeCanHold(OnnxJavaType type) throws OrtException {
    float[] values = {0, -0f, 1, -2.5f, 65504, 6.1035156e-5f, 5.9604645e-8f, -1.5f};
    try (NativeTensor slot = new NativeTensor(type, 2, 4)) {
      slot.put(values, 0);
      float[] read = new float[8];
      slot.get(read);
      assertArrayEquals(values, read);
      slot.clear();
      slot.get(read);
      assertArrayEquals(new float[8], read);
    }
  }

  /** IEEE 754 binary16: nearest, ties to even; overflow to infinity; subnormals. */
  @ParameterizedTest
  @CsvSource({
    "1.00048828125, 1",
    "1.0014648, 1.0019531",
    "65519, 65504",
    "65520, Infinity",
    "2.9802322e-8, 0",
    "2.9802326e-8, 5.9604645e-8",
    "8.940697e-8, 1.1920929e-7",
    "-1e-9, -0.0"
  })
  void halfPrecisionRounds(float value, float expected) throws OrtException {
    try (NativeTensor slot = new NativeTensor(OnnxJavaType.FLOAT16, 1)) {
      slot.put(new float[] {value}, 0);
      float[] read = new float[1];
      slot.get(read);
      assertEquals(expected, read[0]);
    }
  }

  @Test
  void nanStaysNan() throws OrtException {
    try (NativeTensor slot = new NativeTensor(OnnxJavaType.FLOAT16, 1)) {
      slot.put(new float[] {Float.NaN}, 0);
      float[] read = new float[1];
      slot.get(read);
      assertTrue(Float.isNaN(read[0]));
    }
  }

  @Test
  void integersTakeTheNearest() throws OrtException {
    try (NativeTensor slot = new NativeTensor(OnnxJavaType.INT64)) {
      slot.put(0, 499.6);
      OnnxTensor tensor = slot.tensor();
      assertEquals(500L, tensor.getValue());
      slot.put(0, 20);
      assertEquals(20L, tensor.getValue(), "changed in place");
    }
  }
}
