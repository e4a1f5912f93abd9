package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.SessionLog;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The text of records: field names, their order and the form of their values, which files saved by
 * older versions share. Pixels, hashes, versions and dates are left out.
 */
class RecordFormatTest {
  private static final String FILE = "/goldens/record_texts.txt";
  private static final Request QUICK = quick("pixel");
  private static final Request CONTROLLED = quick("sd").with("control", "edges");

  private final List<String> lines = new ArrayList<>();

  private static Request quick(String model) {
    return Request.of("model", TinyModels.folder(model).toString(), "steps", 4, "seed", -3L);
  }

  private void add(String what, String text) {
    String plain = text;
    for (String model : new String[] {"pixel", "sd"}) {
      Path folder = TinyModels.folder(model);
      plain = plain.replace(folder.toString(), "<folder>");
      plain = plain.replace(folder.getFileName().toString(), "<name>");
    }
    lines.add(what + "\t" + plain);
  }

  /** What differs between machines and years is not part of the format. */
  private static String format(String line) {
    return line.replaceAll("\"[0-9a-f]{64}\"", "\"<sha256>\"")
        .replaceAll("\"[A-Za-z0-9+/]{16,}=*\"", "\"<data>\"")
        .replaceAll("\"software\":\\{[^}]*\\}", "\"software\":{…}")
        .replaceAll("\"rewriter\":\"[^\"]*\"", "\"rewriter\":\"…\"")
        .replaceAll("\"date\":\"[^\"]*\"", "\"date\":\"…\"")
        .replaceAll("\"seams\":\\[[-0-9.E,]+\\]", "\"seams\":[…]");
  }

  private void records(String what, Outcome outcome) {
    add(what + " result", outcome.result().getProp(Provenance.PROPERTY));
    for (ImagePlus stack : new ImagePlus[] {outcome.steps(), outcome.latents()}) {
      if (stack != null) {
        add(what + " " + stack.getTitle(), stack.getProp(Provenance.PROPERTY));
        add(what + " " + stack.getTitle(), stack.getProp(ResumableStack.PROPERTY));
      }
    }
  }

  private static void annotate(ImagePlus image) {
    Overlay overlay = new Overlay();
    Roi region = new Roi(20, 18, 10, 12);
    region.setProperty("palimpsest.role", "region");
    region.setProperty("palimpsest.prompt", "dense");
    region.setProperty("palimpsest.negative", "blurry");
    region.setProperty("palimpsest.strength", "0.5");
    overlay.add(region);
    Roi other = new Roi(32, 18, 8, 8);
    other.setProperty("palimpsest.role", "region");
    other.setProperty("palimpsest.prompt", "background");
    overlay.add(other);
    image.setOverlay(overlay);
  }

  private void runs() {
    ImagePlus image = Pictures.image("16-bit");
    annotate(image);
    image.getCalibration().setSigned16BitCalibration();
    StepHook hook = new StepHook() {};
    Request words = CONTROLLED.with("control", "").with("prompt", "nuclei");
    Request request = words.with("stream", true).with("latents", true).with("samples", 2);
    Outcome samples = Runs.inpaint(image, request, Monitor.SILENT, hook);
    records("samples", samples);
    ImagePlus whole = Pictures.image("16-bit");
    ImagePlus twice = Runs.inpaint(whole, QUICK.with("feather", 2.5), Monitor.SILENT).result();
    twice.setRoi(4, 4, 30, 12);
    Runs.inpaint(twice, QUICK.with("output", "Replace"), Monitor.SILENT);
    add("replaced", twice.getProp(Provenance.PROPERTY));
    Request grown = QUICK.with("expand", "8,0,4,2");
    add("expanded", Runs.inpaint(twice, grown, Monitor.SILENT).result().getProp("palimpsest"));
    Candidates candidates = Candidates.of(image, samples.result());
    candidates.accept(1);
    add("accepted", image.getProp(Provenance.PROPERTY));
    candidates.discard(0);
    add("discarded", samples.result().getProp(Provenance.PROPERTY));
    Request made = words.with("width", 40).with("height", 32);
    records(
        "generated",
        Runs.generate(made.with("stream", true).with("prompt", "cells"), Monitor.SILENT, hook));
  }

  private void planes() {
    ImagePlus image = IJ.createImage("planes.tif", "RGB ramp", 48, 40, 2);
    image.setRoi(new OvalRoi(14, 10, 18, 16));
    Request both = QUICK.with("slices", "all").with("stream", true).with("range", "0,200.5");
    records("planes", Runs.inpaint(image, both, Monitor.SILENT));
  }

  private void densities() {
    ImagePlus image = Pictures.image("8-bit");
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = 0.5f * i + i * i / 500f;
    }
    image.getCalibration().setCTable(table, "density");
    records("densities", Runs.inpaint(image, QUICK.with("stream", true), Monitor.SILENT));
  }

  private void preview() {
    ImagePlus image = Pictures.image("8-bit");
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      PreparedRun prepared = runner.read(image, QUICK, work -> {});
      Preview picture =
          runner.paint(
              prepared,
              new PreviewRunner.Follower() {
                @Override
                public boolean stepped(int step, int steps, double seconds) {
                  return false;
                }

                @Override
                public void shown(Preview sketch) {
                  // only the finished one is asked for
                }
              });
      add("applied", runner.apply(picture, true).result().getProp(Provenance.PROPERTY));
    }
  }

  private void session(String what, ImagePlus image, Request request, StepHook... hooks) {
    Session session = Session.start(image, request.with("latents", true), Monitor.SILENT, hooks);
    session.set("guidance", 2.5);
    session.step(2);
    if (!request.text(Param.PROMPT).isEmpty()) {
      session.set("prompt", "it's \"dense\" <cells>");
    }
    Pictures.paint(session.stepStack(), 2, 99.5);
    session.inject(0.75, 1);
    image.setRoi(20, 16, 18, 20);
    session.set("mask", "Selection");
    session.set("grow", -1);
    if (!request.text(Param.CONTROL).isEmpty()) {
      session.set("control", "edges");
    }
    Session twin = session.branch(1);
    twin.set("scheduler", "DDIM");
    twin.set("eta", 0.5);
    twin.step(1);
    Pictures.paint(session.stepStack(), 1, 40);
    session.inject(1);
    session.set("steps", 2);
    session.step(1);
    session.latentsStack().getProcessor().setf(3, 2, 1.5f);
    session.inject(0.5);
    session.rewind(1);
    session.set("strength", 0.5);
    add(what + " log", session.log().toString());
    add(what + " twin log", twin.log().toString());
    add(what + " open", session.stepStack().getProp(ResumableStack.PROPERTY));
    records(what, session.finish());
    records(what + " twin", twin.finish());
    if (hooks.length > 0) {
      SessionLog log = SessionLog.parse(session.log().toJson());
      Session again = Session.replay(image, log, Monitor.SILENT);
      add(what + " again", again.log().toString());
      again.cancel();
    }
  }

  private void resumed() {
    ImagePlus image = Pictures.image("32-bit");
    image.setProp("kept", "yes");
    Outcome run = Runs.inpaint(image, QUICK.with("stream", true), Monitor.SILENT);
    Pictures.paint(run.steps(), 2, 3000);
    try (Session session = Continuation.of(run.steps(), 0.5, 2, Monitor.SILENT)) {
      add("resumed log", session.log().toString());
      add("resumed", session.stepStack().getProp(ResumableStack.PROPERTY));
    }
    image.close();
    Pictures.paint(run.steps(), 3, 3000);
    try (Session session = Continuation.of(run.steps(), 1, 9, Monitor.SILENT)) {
      add("rebuilt log", session.log().toString());
      records("rebuilt", session.finish());
    }
  }

  @Test
  void recordsKeepTheirFieldsAndTheirOrder() throws IOException {
    runs();
    planes();
    densities();
    preview();
    session("session", Pictures.image("16-bit"), QUICK, new StepHook() {});
    ImagePlus rgb = Pictures.image("RGB");
    annotate(rgb);
    session("controlled", rgb, CONTROLLED.with("prompt", "nuclei"));
    resumed();
    String raw = System.getProperty("records.to");
    if (raw != null) {
      Files.write(Path.of(raw), lines);
      Files.write(Path.of(raw + ".format"), lines.stream().map(RecordFormatTest::format).toList());
    }
    try (InputStream in = RecordFormatTest.class.getResourceAsStream(FILE)) {
      List<String> golden = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        assertEquals(golden.get(i), format(lines.get(i)));
      }
      assertEquals(golden.size(), lines.size());
    }
  }
}
