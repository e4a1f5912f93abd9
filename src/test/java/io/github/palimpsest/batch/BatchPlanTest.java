package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are worked on, under which names. */
class BatchPlanTest {
  @TempDir Path folder;

  private Path in;

  @BeforeEach
  void makeInput() throws IOException {
    // links of the system's own folders would make real paths of expected ones
    folder = folder.toRealPath();
    in = Files.createDirectories(folder.resolve("in"));
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = in.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private BatchPlan plan(String include, String masks) {
    return BatchPlan.of(
        new BatchRequest(in, folder.resolve("out"), include, masks, Request.defaults()));
  }

  private List<String> names(String include) {
    return plan(include, "").items().stream().map(BatchItem::name).toList();
  }

  private List<String> outputs() {
    Path out = folder.resolve("out");
    return plan("", "").items().stream()
        .map(item -> out.relativize(Path.of(item.output())).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void takesImagesOfAllFoldersSortedByName() throws IOException {
    files("b.tif", "a.PNG", "sub/c.jpeg", "sub/deep/d.TIFF", "notes.txt", "x.csv");
    assertEquals(List.of("a.PNG", "b.tif", "sub/c.jpeg", "sub/deep/d.TIFF"), names(""));
    assertEquals(List.of("a.tif", "b.tif", "sub/c.tif", "sub/deep/d.tif"), outputs());
  }

  @Test
  void globsAreForNamesOrForPaths() throws IOException {
    files("b.tif", "plate1/w1.tif", "plate1/w1.png", "plate2/w2.TIF", "plate2/deep/w3.tif");
    assertEquals(List.of("plate1/w1.png"), names("*.png"));
    assertEquals(List.of("plate1/w1.tif", "plate2/w2.TIF"), names("plate*/*.tif"));
    assertEquals(4, names("**/*.tif").size());
    assertEquals(List.of("plate1/w1.png", "plate1/w1.tif"), names("W1.*"));
    BadInput e = assertThrows(BadInput.class, () -> names("*.{tif"));
    assertTrue(e.getMessage().startsWith("include (*.{tif)"), e.getMessage());
    e = assertThrows(BadInput.class, () -> names("*.gif"));
    assertEquals(
        "input ("
            + in
            + ") holds no file that include (*.gif) matches: write a glob such as *.{tif,png} or"
            + " plate*/*.tif.",
        e.getMessage());
  }

  @Test
  void leavesOutHiddenFilesPartsAndFoldersOfItsOwn() throws IOException {
    files("a.tif", ".a.tif", "._a.tif", ".hidden/b.tif", "results/a.tif", "masks/a.tif");
    files(Outputs.part(Path.of("a.tif")).toString());
    BatchRequest request =
        new BatchRequest(
            in, in.resolve("results"), "*", in.resolve("masks").toString(), Request.defaults());
    BatchPlan plan = BatchPlan.of(request);
    assertEquals(List.of("a.tif"), plan.items().stream().map(BatchItem::name).toList());
    assertEquals(in.resolve("masks/a.tif").toString(), plan.items().get(0).mask());
  }

  @Test
  void namesThatWouldMeetKeepTheirEndings() throws IOException {
    files("a.tif", "a.png", "b.tif", "sub/a.tif");
    assertEquals(List.of("a.png.tif", "a.tif.tif", "b.tif", "sub/a.tif"), outputs());
    files("a.png.tif", "B.PNG");
    assertEquals(
        List.of("B.PNG.tif", "a.png.tif", "a.png.tif.tif", "a.tif.tif", "b.tif.tif", "sub/a.tif"),
        outputs());
  }

  @Test
  void namesOfEveryKindAreKept() throws IOException {
    files("Zellkern 1 µm.tif", "日本/細胞 \"a\", b.tif", "two\nlines.tif", "a.b.c.tif", "noend.tif");
    assertEquals(
        List.of(
            "Zellkern 1 µm.tif", "a.b.c.tif", "noend.tif", "two\nlines.tif", "日本/細胞 \"a\", b.tif"),
        names(""));
  }

  @Test
  void linksAreFollowedAndCirclesAreNot() throws IOException {
    files("a.tif", "sub/b.tif");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("c.tif"), "x");
    Files.createSymbolicLink(in.resolve("linked"), elsewhere);
    Files.createSymbolicLink(in.resolve("l.tif"), elsewhere.resolve("c.tif"));
    Files.createSymbolicLink(in.resolve("sub/circle"), in);
    Files.createSymbolicLink(in.resolve("gone.tif"), folder.resolve("nothing"));
    assertEquals(List.of("a.tif", "gone.tif", "l.tif", "linked/c.tif", "sub/b.tif"), names(""));
    assertEquals(List.of(), plan("", "").decided());
  }

  @Test
  void outputMustBeElsewhere() throws IOException {
    files("a.tif");
    Path link = Files.createSymbolicLink(folder.resolve("link"), in);
    for (Path output : List.of(in, folder, link)) {
      BatchRequest request = new BatchRequest(in, output, "", "", Request.defaults());
      BadInput e = assertThrows(BadInput.class, () -> BatchPlan.of(request));
      assertTrue(e.getMessage().startsWith("output (" + output + ")"), e.getMessage());
    }
    Path file = in.resolve("a.tif");
    assertTrue(
        assertThrows(
                BadInput.class,
                () -> BatchPlan.of(new BatchRequest(in, file, "", "", Request.defaults())))
            .getMessage()
            .endsWith("and is a file."));
    assertTrue(
        assertThrows(
                BadInput.class,
                () -> BatchPlan.of(new BatchRequest(file, in, "", "", Request.defaults())))
            .getMessage()
            .startsWith("input ("));
    Path masks = Files.createDirectories(folder.resolve("m"));
    BadInput e =
        assertThrows(
            BadInput.class,
            () ->
                BatchPlan.of(
                    new BatchRequest(in, masks, "", masks.toString(), Request.defaults())));
    assertTrue(e.getMessage().contains("folder of the masks"), e.getMessage());
  }

  @Test
  void masksAreFoundByName() throws IOException {
    files("a.tif", "b.tif", "c.tif", "d.tif", "sub/e.tif", "sub/f.tif", "sub/c.tif");
    Path masks = Files.createDirectories(folder.resolve("masks/sub")).getParent();
    for (String name :
        List.of(
            "a.tif",
            "a.png",
            "b.ROI",
            "c.png",
            "c.zip",
            "e.png",
            "sub/e.jpg",
            "f.bmp",
            "sub/c.roi",
            "d.txt")) {
      Files.writeString(masks.resolve(name), "x");
    }
    BatchPlan plan = plan("", masks.toString());
    assertEquals(
        List.of(
            "a.tif a.tif",
            "b.tif b.ROI",
            "sub/c.tif sub/c.roi",
            "sub/e.tif sub/e.jpg",
            "sub/f.tif f.bmp"),
        plan.items().stream()
            .map(i -> i.name() + " " + masks.relativize(Path.of(i.mask())).toString())
            .toList());
    assertEquals(List.of("c.tif", "d.tif"), plan.decided().stream().map(ItemReport::file).toList());
    assertEquals(
        "masks (masks) holds 'c.png' and 'c.zip', which fit equally: leave one of them.",
        plan.decided().get(0).message());
    assertTrue(plan.decided().get(1).message().contains("holds no mask for it"));
    BadInput e = assertThrows(BadInput.class, () -> plan("", folder.resolve("no").toString()));
    assertTrue(e.getMessage().startsWith("masks ("), e.getMessage());
  }

  /** Systems store an accent with its letter, or after it; some do not tell A from a. */
  @Test
  void masksAreFoundByTheNameThatIsSeen() throws IOException {
    files("caf\u00e9.tif", "cafe\u0301s.tif", "Upper.TIF", "x.tif", "X.tif");
    assertEquals(List.of("caf\u00e9.tif"), names("Cafe\u0301.*"));
    assertEquals(List.of("cafe\u0301s.tif"), names("caf\u00e9s.*"));
    Path masks = Files.createDirectories(folder.resolve("masks"));
    for (String name : List.of("cafe\u0301.png", "CAF\u00c9S.roi", "upper.tif", "x.png", "X.png")) {
      Files.writeString(masks.resolve(name), "x");
    }
    List<String> pairs =
        plan("", masks.toString()).items().stream()
            .map(i -> i.name() + " " + Path.of(i.mask()).getFileName())
            .toList();
    assertEquals(
        List.of(
            "Upper.TIF upper.tif",
            "X.tif X.png",
            "cafe\u0301s.tif CAF\u00c9S.roi",
            "caf\u00e9.tif cafe\u0301.png",
            "x.tif x.png"),
        pairs);
  }

  @Test
  void foldersThatCannotBeReadAreRows() throws IOException {
    assumeFalse(
        System.getProperty("user.name").equals("root"), "for root every folder can be read");
    files("a.tif", "closed/b.tif");
    in.resolve("closed").toFile().setReadable(false);
    BatchPlan plan = plan("", "");
    assertEquals(1, plan.items().size());
    assertEquals("The folder cannot be read: permission denied.", plan.decided().get(0).message());
  }

  @Test
  void requestGoesThroughText() throws Exception {
    BatchRequest request =
        new BatchRequest(
            Path.of("a b/é"),
            Path.of("out"),
            "*.tif",
            "my masks",
            Request.of("seed", -3, "steps", 4));
    assertEquals(request, BatchRequest.fromJson(request.toJson()));
    assertThrows(BadInput.class, () -> BatchRequest.fromJson("{}"));
    assertThrows(BadInput.class, () -> BatchRequest.fromJson("[1"));
    files("a.tif");
    BatchItem item = plan("", "").items().get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(item);
    }
    try (var read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(item, read.readObject());
    }
  }
}
