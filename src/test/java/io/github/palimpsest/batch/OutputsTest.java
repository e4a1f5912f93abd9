package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.batch.ItemReport.Status;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelState;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the output folder at which time. */
class OutputsTest {
  @TempDir Path folder;

  private Path output;

  @BeforeEach
  void makeInput() {
    Fields.selected(folder.resolve("in/a.tif"));
    output = folder.resolve("out/a.tif");
  }

  private ItemReport run(Object... keys) {
    return Fields.only(Fields.run(Fields.request(folder, "", Fields.quick(keys))));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void doesAgainOnlyWhatIsMissingOrOther() throws IOException {
    Fields.selected(folder.resolve("in/b.tif"));
    BatchRequest request = Fields.request(folder);
    assertEquals(2, Fields.run(request).count(Status.DONE));
    assertEquals(List.of("a.tif", "b.tif", "report.csv"), files());
    byte[] first = Files.readAllBytes(output);
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(output, time);
    Files.delete(folder.resolve("out/b.tif"));
    Report again = Fields.run(request);
    assertEquals("Done before.", again.rows().get(0).message());
    assertEquals(Status.SKIPPED, again.rows().get(0).status());
    assertEquals(Status.DONE, again.rows().get(1).status());
    assertEquals(time, Files.getLastModifiedTime(output));
    assertEquals(again.rows().get(1).maskedPixels(), again.rows().get(0).maskedPixels());
    assertEquals(4.0, again.rows().get(0).seam(), 4); // a number
    Report other = Fields.run(Fields.request(folder, "", Fields.quick("seed", 5)));
    assertEquals(2, other.count(Status.DONE));
    assertFalse(Arrays.equals(first, Files.readAllBytes(output)));
  }

  @Test
  void anotherSourceOrMaskIsDoneAgain() {
    assertEquals(Status.DONE, run().status());
    ImagePlus image = Fields.image("a.tif", "8-bit", 1);
    image.getProcessor().set(3, 3, 0);
    image.setRoi(3, 3, 5, 5);
    Fields.save(image, folder.resolve("in/a.tif"));
    assertEquals(Status.DONE, run().status());
    assertEquals(Status.SKIPPED, run().status());
    Path masks = folder.resolve("masks");
    Request values = Fields.quick();
    for (int side : new int[] {4, 5}) {
      Fields.save(Fields.mask(new Roi(9, 9, side, side)), masks.resolve("a.png"));
      BatchRequest request = Fields.request(folder, masks.toString(), values);
      assertEquals(side * side, Fields.only(Fields.run(request)).maskedPixels());
      assertEquals(Status.SKIPPED, Fields.only(Fields.run(request)).status());
    }
  }

  /** Whoever puts a file there while the image is painted keeps it. */
  @Test
  void whatAppearsMeanwhileIsNotOverwritten() throws IOException {
    BatchRequest request = Fields.request(folder);
    BatchItem item = BatchPlan.of(request).items().get(0);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        ItemWork work = new ItemWork(request)) {
      TaskResult result = work.run(item, Monitor.SILENT);
      Files.writeString(output, "mine");
      ItemReport row = outputs.commit(result);
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.message().contains("was made by no batch"), row.message());
      assertEquals("mine", Files.readString(output));
    }
    assertEquals(List.of("a.tif"), files());
  }

  @Test
  void shortenedOutputIsMadeAnew() throws IOException {
    run();
    byte[] whole = Files.readAllBytes(output);
    Files.write(output, Arrays.copyOf(whole, whole.length - 1));
    assertEquals(Status.DONE, run().status());
    assertArrayEquals(whole, Files.readAllBytes(output));
  }

  @Test
  void whatNoBatchMadeIsNeverOverwritten() throws IOException {
    byte[] mine = Files.readAllBytes(Fields.selected(output));
    for (byte[] bytes : List.of(mine, new byte[0], "notes".getBytes())) {
      Files.write(output, bytes);
      ItemReport row = run();
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.message().contains("was made by no batch"), row.message());
      assertArrayEquals(bytes, Files.readAllBytes(output));
    }
    Files.delete(output);
    Files.createDirectory(output);
    assertEquals(Status.FAILED, run().status());
    assertEquals(List.of("a.tif", "report.csv"), files());
  }

  @Test
  void whatItsUserChangedSinceIsNotOverwritten() throws IOException {
    for (int kind = 0; kind < 3; kind++) {
      run("seed", kind);
      ImagePlus mine = IJ.openImage(output.toString());
      switch (kind) {
        case 0 -> mine.getProcessor().set(0, 0, 7);
        case 1 -> mine.setRoi(1, 1, 3, 3);
        default -> mine.setOverlay(new Overlay(new Roi(2, 2, 4, 4)));
      }
      Fields.save(mine, output);
      byte[] edited = Files.readAllBytes(output);
      ItemReport row = run("seed", kind + 10);
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.message().contains("was changed since a batch made it"), row.message());
      assertArrayEquals(edited, Files.readAllBytes(output));
      ItemReport same = run("seed", kind);
      assertEquals(Status.SKIPPED, same.status());
      assertTrue(same.message().startsWith("Done before, and changed since"), same.message());
      assertArrayEquals(edited, Files.readAllBytes(output));
      Files.delete(output);
    }
    run();
    Fields.save(IJ.openImage(output.toString()), output); // saved again as it is
    assertEquals(Status.DONE, run("seed", 3).status());
  }

  @Test
  void longNamesHaveParts() throws IOException {
    String longest = "é".repeat(125);
    Fields.selected(folder.resolve("in/" + longest + ".tif"));
    Files.delete(folder.resolve("in/a.tif"));
    assertEquals(Status.DONE, run().status());
    assertTrue(Outputs.isPart(Outputs.part(output.resolveSibling("細".repeat(80) + ".tif"))));
    assertTrue(Outputs.isPart(Outputs.part(output.resolveSibling("two\nlines.tif"))));
    assertTrue(Outputs.part(Path.of("𝔸".repeat(60))).toString().length() < 200);
  }

  @Test
  void partsOfAKilledBatchAreRemovedAndOthersAreNot() throws IOException {
    Path sub = Files.createDirectories(folder.resolve("out/sub"));
    Path left = Files.writeString(Outputs.part(sub.resolve("x.tif")), "half");
    Path users = Files.writeString(sub.resolve("download.part"), "of the user");
    run();
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(users));
  }

  @Test
  void secondBatchInTheSameFolderIsRefused() throws IOException {
    try (Outputs outputs = Outputs.open(folder.resolve("out"), Monitor.SILENT::warn)) {
      BadInput e =
          assertThrows(
              BadInput.class, () -> Outputs.open(folder.resolve("out"), Monitor.SILENT::warn));
      assertTrue(e.getMessage().contains("is being written by another batch"), e.getMessage());
    }
    assertEquals(List.of(), files());
    Outputs.open(folder.resolve("out"), Monitor.SILENT::warn).close();
  }

  @Test
  void outputThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    BadInput e =
        assertThrows(BadInput.class, () -> Outputs.open(file.resolve("out"), Monitor.SILENT::warn));
    assertTrue(e.getMessage().startsWith("output ("), e.getMessage());
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("report.csv"), "my,own,table\n");
    e = assertThrows(BadInput.class, () -> Outputs.open(mine, Monitor.SILENT::warn));
    assertTrue(e.getMessage().contains("is not the report of a batch"), e.getMessage());
    assertEquals("my,own,table\n", Files.readString(mine.resolve("report.csv")));
  }

  @Test
  void partsThatAreNotWhatTheirMakerSaysAreRefused() throws Exception {
    BatchRequest request = Fields.request(folder);
    BatchItem item = BatchPlan.of(request).items().get(0);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        ItemWork work = new ItemWork(request)) {
      for (int kind = 0; kind < 8; kind++) {
        TaskResult result = work.run(item, Monitor.SILENT);
        TaskResult.Part part = result.part();
        Path file = Path.of(part.path());
        byte[] bytes = Files.readAllBytes(file);
        TaskResult bad = result;
        switch (kind) {
          case 0 -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
          case 1 -> {
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
          }
          case 2 -> Files.delete(file);
          case 3 -> bad = new TaskResult(result.report(), null);
          case 4 -> bad = with(result, part.output().replace("a.tif", "b.tif"), part.stamp());
          case 5 -> bad = with(result, part.output(), "0".repeat(64));
          case 6 -> bad = with(result, folder.resolve("in/a.tif").toString(), part.stamp());
          default -> bad = new TaskResult(ItemReport.failed("other.tif", "", 0), part);
        }
        TaskResult given = bad;
        RefusedPart e =
            assertThrows(
                RefusedPart.class, () -> outputs.commit(item, work, given), "kind " + kind);
        assertTrue(e.getMessage().startsWith("The result "), e.getMessage());
        assertFalse(Files.exists(output));
        assertEquals(kind == 3, Files.exists(file), "kind " + kind);
        Files.deleteIfExists(file);
      }
      TaskResult result = work.run(item, Monitor.SILENT);
      assertEquals(Status.DONE, outputs.commit(item, work, result).status());
      assertEquals(Status.FAILED, outputs.commit(result).status());
      outputs.discard(work.run(item, Monitor.SILENT));
    }
    assertEquals(List.of("a.tif"), files());
  }

  /**
   * What an image of other bytes, or other values, would give: whole, with its own stamp or not.
   */
  @Test
  void wholeResultsOfOtherImagesAreRefused() throws Exception {
    ImagePlus image = IJ.openImage(folder.resolve("in/a.tif").toString());
    image.getProcessor().invert();
    Fields.save(image, folder.resolve("elsewhere/other.tif"));
    BatchRequest request = Fields.request(folder);
    BatchItem item = BatchPlan.of(request).items().get(0);
    String source = folder.resolve("elsewhere/other.tif").toString();
    BatchItem other = new BatchItem(item.name(), source, null, item.output());
    BatchRequest otherValues = Fields.request(folder, "", Fields.quick("seed", 9));
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        ItemWork work = new ItemWork(request);
        ItemWork otherWork = new ItemWork(otherValues)) {
      TaskResult ofOther = work.run(other, Monitor.SILENT);
      assertEquals(Status.DONE, ofOther.report().status(), ofOther.report().message());
      assertRefused(outputs, item, work, ofOther, "is of another image, mask or values");
      TaskResult claimed = with(work.run(other, Monitor.SILENT), item.output(), work.stamp(item));
      assertRefused(outputs, item, work, claimed, "is not the TIFF it should be");
      TaskResult values = otherWork.run(item, Monitor.SILENT);
      assertRefused(outputs, item, work, values, "is of another image, mask or values");
      TaskResult late = work.run(item, Monitor.SILENT);
      Files.copy(Path.of(source), Path.of(item.source()), StandardCopyOption.REPLACE_EXISTING);
      assertRefused(outputs, item, work, late, "is of another image, mask or values");
      Files.delete(Path.of(item.source()));
      late = work.run(other, Monitor.SILENT);
      assertRefused(outputs, item, work, late, "cannot be compared with its image");
    }
  }

  private void assertRefused(
      Outputs outputs, BatchItem item, ItemWork work, TaskResult given, String how)
      throws IOException {
    RefusedPart e = assertThrows(RefusedPart.class, () -> outputs.commit(item, work, given));
    assertTrue(e.getMessage().contains(how), e.getMessage());
    assertEquals(List.of(FolderLock.FILE), files());
  }

  /**
   * A disk without locks is told once and goes on; another batch of this process is still kept out.
   */
  @Test
  void diskWithoutLocksIsToldAndWrittenTo() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    List<String> warnings = new ArrayList<>();
    FolderLock.Locks none =
        channel -> {
          throw new IOException("Function not implemented");
        };
    try (FolderLock lock = FolderLock.of(out, none, warnings::add)) {
      assertEquals(1, warnings.size());
      assertTrue(
          warnings.get(0).contains("keeps no locks (Function not implemented)"), warnings.get(0));
      assertThrows(BadInput.class, () -> FolderLock.of(out, none, warnings::add));
    }
    assertEquals(List.of(), files());
    assertThrows(BadInput.class, () -> FolderLock.of(out, channel -> null, warnings::add));
    FolderLock.of(out, warnings::add).close();
    assertEquals(1, warnings.size());
  }

  private static TaskResult with(TaskResult result, String output, String stamp) {
    TaskResult.Part part = result.part();
    return new TaskResult(
        result.report(),
        new TaskResult.Part(part.path(), output, part.bytes(), part.sha256(), stamp));
  }

  @Test
  void folderThatCannotBeWrittenIsOneRow() {
    BatchRequest request = Fields.request(folder);
    BatchItem item = BatchPlan.of(request).items().get(0);
    // a folder in which nothing can be made
    Path closed = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(closed), "no /proc here");
    BatchItem elsewhere =
        new BatchItem(item.name(), item.source(), null, closed.resolve("a.tif").toString());
    TaskResult result;
    try (ItemWork work = new ItemWork(request)) {
      PaintedItem made = work.paint(work.read(item), Monitor.SILENT);
      result = work.write(new PaintedItem(elsewhere, made.image(), made.stamp(), made.report()));
    }
    assertEquals(Status.FAILED, result.report().status());
    assertTrue(
        result.report().message().startsWith("The result cannot be written: "),
        result.report().message());
    assertEquals(null, result.part());
  }

  @Test
  void reopenedOutputIsAResultLikeAnyOther() {
    run();
    ImagePlus made = IJ.openImage(output.toString());
    PixelCheck check = new PixelCheck(made);
    assertEquals(PixelState.UNCHANGED, check.state(0, check.sets(0).get(0)));
  }
}
