package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.graph.OnnxEdit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that this ONNX Runtime is too old for. */
class LoadFailureTest {
  @TempDir Path folder;

  @BeforeEach
  void unzip() throws IOException {
    TinyModels.unzip("pixel", folder);
  }

  private String refusal(UnaryOperator<UnknownFieldSet> change) throws IOException {
    OnnxEdit.change(folder.resolve("unet/model.onnx"), change);
    ModelFolder model = ModelFolder.open(folder);
    String sentence =
        assertThrows(BadInput.class, () -> OnnxModels.open(model, "CPU", w -> {})).getMessage();
    assertTrue(sentence.contains("unet/model.onnx"), sentence);
    assertTrue(sentence.contains("export it again"), sentence);
    return sentence;
  }

  @Test
  void namesTheVersionOfTheFormat() throws IOException {
    String sentence = refusal(m -> OnnxEdit.number(m, 1, 99));
    assertTrue(sentence.matches(".*version 99 of the ONNX format.* up to \\d+:.*"), sentence);
  }

  @Test
  void namesTheVersionOfTheOperators() throws IOException {
    String sentence = refusal(m -> OnnxEdit.nested(m, 8, 0, o -> OnnxEdit.number(o, 2, 99)));
    assertTrue(sentence.matches(".*version 99 of the operators of ai.onnx.* up to \\d+:.*"));
  }

  @Test
  void namesAnOperatorThatItLacks() throws IOException {
    Field name =
        Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("MagicConv")).build();
    String sentence =
        refusal(
            m ->
                OnnxEdit.nested(
                    m,
                    7,
                    0,
                    g ->
                        OnnxEdit.nested(
                            g,
                            1,
                            0,
                            n -> n.toBuilder().clearField(4).mergeField(4, name).build())));
    assertTrue(sentence.contains("(MagicConv)"), sentence);
  }
}
