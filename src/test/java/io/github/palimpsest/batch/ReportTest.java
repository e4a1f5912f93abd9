package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.palimpsest.batch.ItemReport.Status;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table, byte for byte. */
class ReportTest {
  @TempDir Path folder;

  @Test
  void rowsAreSortedAndQuoted() throws IOException {
    Report report = new Report(folder);
    report.add(ItemReport.failed("sub/b, \"c\".tif", "It is \"damaged\", say: copy it.", 0.25));
    report.add(ItemReport.skipped("two\nlines.tif", "The mask marks nothing.", 1));
    report.add(new ItemReport("a ü細.tif", Status.DONE, "", 2.3456, 120, 1.25));
    report.write();
    assertEquals(
        "file,status,message,seconds,masked pixels,seam\r\n"
            + "a ü細.tif,done,,2.346,120,1.25\r\n"
            + "\"sub/b, \"\"c\"\".tif\",failed,\"It is \"\"damaged\"\", say: copy it.\",0.250,,\r\n"
            + "\"two\nlines.tif\",skipped,The mask marks nothing.,1.000,,\r\n",
        Files.readString(folder.resolve("report.csv")));
    report.add(ItemReport.skipped("a ü細.tif", "Done before.", 0));
    report.write();
    assertEquals(3, report.rows().size());
    assertEquals(2, report.count(Status.SKIPPED));
    assertEquals(
        List.of("sub/b, \"c\".tif"), report.failures(5).stream().map(ItemReport::file).toList());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void reportThatCannotBeWrittenIsSaid() throws IOException {
    Report report = new Report(Files.createFile(folder.resolve("file")).resolve("below"));
    BadInput e = assertThrows(BadInput.class, report::write);
    assertEquals(true, e.getMessage().startsWith("The report ("), e.getMessage());
  }
}
