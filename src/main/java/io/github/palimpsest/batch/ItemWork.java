package io.github.palimpsest.batch;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes one image of a batch: reads it, repaints it as {@code Diffusion Inpaint...} does, writes it
 * beside its place. Thread-safe, without windows and without any state but the request; the models
 * stay loaded for the next image.
 *
 * <p>{@link #run} does the three parts in turn; who overlaps them calls {@link #read}, {@link
 * #paint} and {@link #write} on threads of his own. What is wrong with an image is in its row; none
 * of them throws for it.
 */
public final class ItemWork {
  private final BatchRequest request;

  /**
   * The work of a request.
   *
   * @throws BadInput for values that no batch takes and for an unknown model
   */
  public ItemWork(BatchRequest request) {
    this.request = request;
  }

  /**
   * All of the work on one image.
   *
   * @throws io.github.palimpsest.check.Cancelled when stopped; nothing is left then
   */
  public ItemResult run(BatchItem item, Monitor monitor) {
    return write(paint(read(item), monitor));
  }

  /** Reads image and mask, unless the output is there already. */
  public ReadItem read(BatchItem item) {
    long start = System.nanoTime();
    ImagePlus image = new Opener().openImage(item.source());
    if (image == null) {
      String sentence = "The file cannot be read as an image.";
      return new ReadItem(item, null, "", 0, ItemReport.failed(item.name(), sentence, 0));
    }
    return new ReadItem(item, image, "", (System.nanoTime() - start) / 1e9, null);
  }

  /**
   * What painting needs of the memory; nothing is loaded.
   *
   * @throws BadInput if it will be refused; painting tells why
   */
  public MemoryEstimate need(ReadItem read) {
    Request values = request.values().with(Param.MASK, request.masks());
    List<MaskedPlane> masked = MaskedPlane.all(read.image(), values, sentence -> {});
    Model model = ImageModels.of(Models.find(values.text(Param.MODEL)), masked);
    return MemoryEstimate.inpaint(read.image(), masked, values, model, false);
  }

  /**
   * Repaints what was read.
   *
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public PaintedItem paint(ReadItem read, Monitor monitor) {
    if (read.decided() != null) {
      return new PaintedItem(read.item(), null, read.stamp(), read.decided());
    }
    long start = System.nanoTime();
    try {
      ImagePlus result =
          Runs.inpaint(read.image(), request.values().with(Param.MASK, request.masks()), monitor)
              .result();
      double seconds = read.seconds() + (System.nanoTime() - start) / 1e9;
      long masked = Provenance.pixels(result).stream().mapToLong(set -> set.bounds().width).sum();
      ItemReport report =
          new ItemReport(
              read.item().name(), ItemReport.Status.DONE, "", seconds, masked, Double.NaN);
      return new PaintedItem(read.item(), result, read.stamp(), report);
    } catch (BadInput e) {
      return new PaintedItem(
          read.item(), null, "", ItemReport.failed(read.item().name(), e.getMessage(), 0));
    }
  }

  /** Writes what was painted beside its place. */
  public ItemResult write(PaintedItem painted) {
    if (painted.image() == null) {
      return ItemResult.only(painted.report());
    }
    Path output = Path.of(painted.item().output());
    Path part = Outputs.part(output);
    try {
      Files.createDirectories(output.getParent());
      byte[] bytes = new FileSaver(painted.image()).serialize();
      Files.write(part, bytes);
      String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new ItemResult(
          painted.report(),
          new ItemResult.Part(
              part.toString(), output.toString(), bytes.length, sha, painted.stamp()));
    } catch (IOException e) {
      return ItemResult.only(
          ItemReport.failed(painted.item().name(), e.getMessage(), painted.report().seconds()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
