package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.Onnx;
import io.github.palimpsest.model.graph.attention.FuseAttention;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Attention in every form that exporters write is found and gives the same; what only looks like it
 * stays. The forms: {@code scripts/goldens/attention_forms.py}.
 */
class AttentionFormsTest {
  private static final double TOLERANCE = 5e-6;

  /** Files of the archive by their names, {@code COUNT/NAME.onnx}. */
  private static Map<String, byte[]> forms() throws Exception {
    Map<String, byte[]> forms = new TreeMap<>();
    try (InputStream raw =
            AttentionFormsTest.class.getResourceAsStream("/models/attention/forms.zip");
        ZipInputStream zip = new ZipInputStream(raw)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        forms.put(entry.getName(), zip.readAllBytes());
      }
    }
    return forms;
  }

  @Test
  void everyFormIsFoundAndGivesTheSame() throws Exception {
    List<Executable> checks = new ArrayList<>();
    Map<String, byte[]> forms = forms();
    assertTrue(forms.size() > 100, forms.size() + " forms");
    forms.forEach((name, model) -> checks.add(() -> check(name, model)));
    assertAll(checks);
  }

  private static void check(String name, byte[] model) throws Exception {
    int expected = Integer.parseInt(name.substring(0, name.indexOf('/')));
    Graph graph = new Graph(Onnx.ModelProto.parseFrom(model));
    int found = new FuseAttention().apply(graph);
    byte[] fused = graph.model().toByteArray();
    Map<String, OnnxTensor> one = GraphRun.inputs(graph, place -> size(place, 1), name.hashCode());
    Map<String, OnnxTensor> two = GraphRun.inputs(graph, place -> size(place, 2), name.hashCode());
    try {
      List<List<float[]>> raw = GraphRun.run(model, List.of(one, two));
      List<List<float[]>> rewritten = GraphRun.run(fused, List.of(one, two));
      for (int i = 0; i < raw.size(); i++) {
        double difference = GraphRun.difference(raw.get(i), rewritten.get(i));
        assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
      }
    } finally {
      one.values().forEach(OnnxTensor::close);
      two.values().forEach(OnnxTensor::close);
    }
    assertEquals(expected, found, name);
  }

  /** Sizes of free axes, from input and place. */
  private static long size(String place, int images) {
    return switch (place) {
      case "hidden.1" -> 9;
      case "text.1", "mask.1" -> 4;
      case "ids.1" -> 8;
      case "image.2" -> 3;
      case "image.3" -> 5;
      default -> images;
    };
  }
}
