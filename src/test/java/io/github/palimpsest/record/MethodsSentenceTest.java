package io.github.palimpsest.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodsSentenceTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final Rectangle HOLE = new Rectangle(4, 5, 6, 7);

  /** An image of 400 pixels of which a run has painted 42. */
  private static ImagePlus repainted(RunRecord.Source source, Map<String, String> hashes) {
    ImagePlus image = new ImagePlus("field", new ByteProcessor(20, 20));
    for (int i = 0; i < 400; i++) {
      image.getProcessor().set(i, i % 251);
    }
    RunRecord run =
        new RunRecord(
            "Diffusion Inpaint...",
            Request.of("prompt", "few nuclei", "steps", 10, "seed", 7),
            new ModelRecord("micrographs", "BSD-2-Clause", null, hashes),
            new RunRecord.Settings("DPM++ 2M", 10, 1, 1, "Concat"),
            List.of(7L),
            List.of(),
            Map.of("palimpsest", "0.1.0", "imagej", "1.54p"),
            "CPU",
            "2026-11-28",
            source,
            null,
            null,
            null);
    float[] all = new float[HOLE.width * HOLE.height];
    Arrays.fill(all, 1);
    PixelSet pixels = PixelSet.of(1, HOLE, all, new Rectangle(0, 0, 20, 20));
    Provenance.add(image, ProvenanceEntry.of(run), List.of(pixels)).write();
    return image;
  }

  private static ImagePlus inpainted() {
    return repainted(new RunRecord.Source("field.tif", 20, 20, 8), Map.of("unet/model.onnx", HASH));
  }

  @Test
  void saysWhatTheRecordSays() {
    assertEquals(
        "Pixels of the image were repainted with Palimpsest 0.1.0 in ImageJ 1.54p (Diffusion"
            + " Inpaint) by the model micrographs (SHA-256 of unet/model.onnx begins with"
            + " 0123456789abcdef): prompt \"few nuclei\", scheduler DPM++ 2M, 10 steps, guidance"
            + " scale 1, strength 1, known pixels by Concat, seed 7. 42 of 400 pixels (11 %) are"
            + " synthetic: they were generated, not measured.",
        MethodsSentence.of(inpainted()));
  }

  @Test
  void aModelWithoutFilesHasNoHash() {
    String text = MethodsSentence.of(repainted(null, Map.of()));
    assertTrue(text.startsWith("The image was generated with Palimpsest 0.1.0"), text);
    assertTrue(text.contains("by the model micrographs: prompt"), text);
  }

  /** Pixels that a second run paints again are counted once. */
  @Test
  void pixelsAreCountedOnce() {
    ImagePlus image = inpainted();
    float[] all = new float[4];
    Arrays.fill(all, 1);
    PixelSet again = PixelSet.of(1, new Rectangle(3, 5, 2, 2), all, new Rectangle(0, 0, 20, 20));
    Provenance.add(image, Provenance.runs(image).get(0), List.of(again)).write();
    String text = MethodsSentence.of(image);
    assertTrue(text.contains(" 44 of 400 pixels (11 %)"), text);
    assertEquals(2, text.split("were repainted").length - 1);
  }

  @Test
  void saysThatTheImageWasChangedSince() {
    ImagePlus image = inpainted();
    image.getProcessor().set(6, 6, 255);
    String text = MethodsSentence.of(image);
    assertTrue(text.endsWith("changed since, so these are numbers of its record."), text);
    List<RecordedRun> runs = ProvenanceText.runs(image);
    List<RecordFact> warnings = runs.get(0).facts().stream().filter(RecordFact::warning).toList();
    assertEquals(List.of("edited since"), warnings.stream().map(RecordFact::value).toList());
  }

  @Test
  void refusesAnImageWithoutARecord() {
    ImagePlus plain = new ImagePlus("plain", new ByteProcessor(4, 4));
    String sentence = assertThrows(BadInput.class, () -> MethodsSentence.of(plain)).getMessage();
    assertTrue(sentence.startsWith("The image (plain) carries no record"), sentence);
  }

  /** The lines of macros and files are the facts of the window, one by one. */
  @Test
  void linesAreTheFacts() {
    List<String> lines = ProvenanceText.lines(inpainted());
    assertEquals("Run 1 of 1 in field", lines.get(0));
    assertTrue(lines.contains("  command: Diffusion Inpaint..."), lines.toString());
    assertTrue(lines.contains("  sha256 of unet/model.onnx: " + HASH), lines.toString());
    assertTrue(
        lines.contains("  synthetic pixels: 42 on plane 1, within 4,5,6,7"), lines.toString());
  }
}
