package io.github.palimpsest.batch;

import ij.ImagePlus;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.batch.file.SealedTiff;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.batch.file.TiffProperties;
import io.github.palimpsest.batch.file.TiffWriter;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.image.Margins;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.RunForecast;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.EmptyMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes images of a batch: reads one, repaints it as {@code Diffusion Inpaint...} does, writes it
 * beside its place. Thread-safe, without windows and without any state but the request and its
 * model, which is opened for the first image that is painted.
 */
public final class ItemWork implements TaskWork<BatchItem> {
  /** By its user, or by a disk that lost power. */
  private static final String CHANGED =
      "Done before, and changed since: if not by you, remove it, and run again.";

  private final BatchRequest request;
  private final BatchValues values;
  private final BatchModel model;

  /**
   * The work of a request.
   *
   * @throws BadInput for values that no batch takes and for an unknown model
   */
  public ItemWork(BatchRequest request) {
    this.request = request;
    values = BatchValues.of(request);
    model = new BatchModel(request.values());
  }

  @Override
  public TaskRun begin(BatchItem item) {
    return new ItemRun(this, item);
  }

  @Override
  public void close() {
    model.close();
  }

  /**
   * What painting an image would be like, for forms; nothing is loaded and no output looked at.
   *
   * @throws BadInput as its row would say
   */
  public RunForecast forecast(BatchItem item) {
    ImagePlus image = ImageFile.read(Path.of(item.source())).image();
    require(image);
    return RunForecast.inpaint(image, values.asked(ItemMask.of(image, item, request)));
  }

  /**
   * Reads image and mask, unless the output is there already.
   *
   * @throws OutOfMemoryError or {@link TooLittleMemory} if there is no room for them now
   */
  ReadItem read(BatchItem item) {
    long start = System.nanoTime();
    return guarded(
        item,
        start,
        () -> {
          Path source = Path.of(item.source());
          ImageFile.require(source);
          FileState before = FileState.of(item);
          String own = stamp(item);
          Path output = Path.of(item.output());
          Stamp made = Outputs.made(output);
          if (made != null && TiffProperties.isWhole(output)) {
            if (made.sha256().equals(own)) {
              boolean changed = !Outputs.isUnchanged(output);
              return ReadItem.decided(item, before(item, made, changed, seconds(start)));
            }
            Outputs.requireUnchanged(output);
          }
          ImageFile.Read file = ImageFile.read(source);
          require(file.image());
          ItemMask given = ItemMask.of(file.image(), item, request);
          before.requireSame();
          return new ReadItem(item, file.image(), given, own, file.remark(), seconds(start), null);
        },
        row -> ReadItem.decided(item, row));
  }

  /**
   * The stamp that the output of an image would have now. Reads all bytes of its files.
   *
   * @throws BadInput if they cannot be read
   */
  String stamp(BatchItem item) {
    String mask = item.mask() == null ? "" : hash(item.mask());
    return Stamp.of(values.stamp(), hash(item.source()), mask);
  }

  private static ItemReport before(BatchItem item, Stamp made, boolean changed, double seconds) {
    return new ItemReport(
        item.name(),
        ItemReport.Status.SKIPPED,
        changed ? CHANGED : "Done before.",
        seconds,
        made.maskedPixels(),
        made.seam());
  }

  private static String hash(String file) {
    Path path = Path.of(file);
    ImageFile.require(path);
    try {
      return Sha256.of(path);
    } catch (IOException e) {
      throw new BadInput(
          "'" + path.getFileName() + "' cannot be read: " + ImageFile.reason(e) + ".", e);
    }
  }

  private void require(ImagePlus image) {
    int samples = values.run().integer(Param.SAMPLES, 1);
    if (samples > 1 && image.getNFrames() > 1) {
      throw BadInput.of(
          "samples (%d) of '%s', which has frames itself, make several images, and a batch makes"
              + " one of each: leave samples at 1.",
          samples, image.getTitle());
    }
    Margins margins = Margins.parse(values.run().text(Param.EXPAND));
    long width = (long) image.getWidth() + margins.left() + margins.right();
    long height = (long) image.getHeight() + margins.top() + margins.bottom();
    int bytes = image.getBitDepth() == 24 ? 3 : image.getBytesPerPixel();
    TiffWriter.requireRoom(
        image.getTitle(), width * height * bytes * image.getStackSize() * samples);
  }

  /**
   * What painting needs of the memory; nothing is loaded.
   *
   * @throws BadInput if it will be refused; painting tells why
   */
  MemoryEstimate need(ReadItem read) {
    Request asked = values.asked(read.mask());
    List<MaskedPlane> masked = MaskedPlane.all(read.image(), asked, sentence -> {});
    Model fit = ImageModels.of(Models.find(asked.text(Param.MODEL)), masked);
    return MemoryEstimate.inpaint(read.image(), masked, asked, fit, false);
  }

  /**
   * Repaints what was read.
   *
   * @throws BadInput if the model cannot be loaded
   * @throws Cancelled when stopped
   * @throws OutOfMemoryError or {@link TooLittleMemory} if there is no room for it now
   */
  PaintedItem paint(ReadItem read, Monitor monitor) {
    BatchItem item = read.item();
    if (read.decided() != null) {
      return new PaintedItem(item, null, "", read.decided());
    }
    model.hold(monitor);
    long start = System.nanoTime() - (long) (read.seconds() * 1e9);
    return guarded(
        item,
        start,
        () -> {
          Warnings warnings = new Warnings(monitor);
          warnings.warn(read.remark());
          ImagePlus result =
              Runs.inpaint(read.image(), values.asked(read.mask()), warnings).result();
          Stamp made = FinishedImage.complete(result, read, values);
          ItemReport row =
              new ItemReport(
                  item.name(),
                  ItemReport.Status.DONE,
                  warnings.text(),
                  seconds(start),
                  made.maskedPixels(),
                  made.seam());
          return new PaintedItem(item, result, read.stamp(), row);
        },
        row -> new PaintedItem(item, null, "", row));
  }

  /**
   * Writes what was painted beside its place, and waits until it is on the disk.
   *
   * @throws OutOfMemoryError or {@link TooLittleMemory} if there is no room for it now; nothing is
   *     left then
   */
  TaskResult write(PaintedItem painted) {
    ItemReport row = painted.report();
    if (painted.image() == null) {
      return TaskResult.only(row);
    }
    long start = System.nanoTime() - (long) (row.seconds() * 1e9);
    Path output = Path.of(painted.item().output());
    Path part = Outputs.part(output);
    return guarded(
        painted.item(),
        start,
        () -> {
          try {
            Files.createDirectories(output.getParent());
            TiffWriter.Written file = SealedTiff.write(painted.image(), part);
            if (!TiffProperties.isWhole(part)) {
              throw new BadInput("The result was not written whole: run again.");
            }
            return new TaskResult(
                row.after(seconds(start)),
                new TaskResult.Part(
                    part.toString(),
                    output.toString(),
                    file.bytes(),
                    file.sha256(),
                    painted.stamp()));
          } catch (IOException e) {
            Outputs.delete(part);
            throw new BadInput("The result cannot be written: " + ImageFile.reason(e) + ".", e);
          } catch (RuntimeException | Error e) {
            Outputs.delete(part);
            throw e;
          }
        },
        TaskResult::only);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Makes a row of what goes wrong. */
  private static <T> T guarded(
      BatchItem item, long start, Supplier<T> work, Function<ItemReport, T> ended) {
    String sentence;
    try {
      return work.get();
    } catch (Cancelled | TooLittleMemory e) {
      throw e;
    } catch (EmptyMask e) {
      return ended.apply(ItemReport.skipped(item.name(), e.getMessage(), seconds(start)));
    } catch (BadInput e) {
      sentence = e.getMessage();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      sentence = ErrorSentence.fault("The run", e);
    }
    return ended.apply(ItemReport.failed(item.name(), sentence, seconds(start)));
  }
}
