package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtException;
import io.github.palimpsest.check.BadInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the errors of loading a network into sentences, with the remedy where it is known. */
final class LoadFailure {
  private static final Pattern IR =
      Pattern.compile("IR version: (\\d+), max supported IR version: (\\d+)");
  private static final Pattern OPSET =
      Pattern.compile("Opset (\\d+) is under development.*?domain (\\S+) is till opset (\\d+)");
  private static final Pattern OPERATOR =
      Pattern.compile(
          "(?:No Op registered for |: )(\\S+?)(?:\\(-?\\d+\\) is not a registered| with domain_version)");

  private LoadFailure() {}

  /**
   * @param file where the network lies
   * @return the refusal
   */
  static BadInput of(Object file, OrtException error) {
    String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
    String runtime = "ONNX Runtime " + OnnxModels.runtimeVersion();
    Matcher ir = IR.matcher(message);
    Matcher opset = OPSET.matcher(message);
    Matcher operator = OPERATOR.matcher(message);
    if (ir.find()) {
      return BadInput.of(
          "\"%s\" is written in version %s of the ONNX format (IR), and %s reads versions up to %s:"
              + " export it again with an older onnx package, or update Palimpsest.",
          file, ir.group(1), runtime, ir.group(2));
    } else if (opset.find()) {
      return BadInput.of(
          "\"%s\" uses version %s of the operators of %s (opset), and %s knows versions up to %s:"
              + " export it again with a lower opset, such as 17, or update Palimpsest.",
          file, opset.group(1), opset.group(2), runtime, opset.group(3));
    } else if (operator.find()) {
      return BadInput.of(
          "\"%s\" uses an operator (%s) that %s does not have: export it again without custom"
              + " operators.",
          file, operator.group(1), runtime);
    }
    return Ort.failed("\"" + file + "\" cannot be loaded", error);
  }
}
