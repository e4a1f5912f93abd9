package io.github.palimpsest.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is unpacked is whole: after damage, kills and starts of many processes at once. */
class CacheTest {
  private static final String SET = "palimpsest.cache";
  private static final Map<String, Integer> SIZES =
      Map.of("files/a.bin", 100_000, "files/deep/b.bin", 3_000_000, "files/empty", 0);

  @TempDir Path temp;
  private Path jar;
  private Path cache;

  @BeforeEach
  void place() throws IOException {
    cache = temp.resolve("cache");
    System.setProperty(SET, cache.toString());
    jar = jar("ours", SIZES);
  }

  @AfterEach
  void forget() {
    System.clearProperty(SET);
    Cache.takeWarning();
  }

  private Path jar(String name, Map<String, Integer> sizes) throws IOException {
    Path file = temp.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, Integer> entry : sizes.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(content(entry.getKey(), entry.getValue()));
        out.closeEntry();
      }
    }
    return file;
  }

  private static byte[] content(String name, int size) {
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private Path unpack() throws IOException {
    return Cache.unpack("files", JarFiles.below(jar, "files/"));
  }

  private void assertWhole(Path folder) throws IOException {
    for (Map.Entry<String, Integer> entry : SIZES.entrySet()) {
      assertArrayEquals(
          content(entry.getKey(), entry.getValue()),
          Files.readAllBytes(folder.resolve(entry.getKey().substring("files/".length()))));
    }
    try (Stream<Path> all = Files.list(folder.getParent())) {
      assertEquals(List.of(folder), all.toList(), "nothing else is left");
    }
  }

  @Test
  void whatIsDamagedIsReplaced() throws IOException {
    Path folder = unpack();
    assertWhole(folder);
    Path file = folder.resolve("deep/b.bin");
    byte[] right = Files.readAllBytes(file);

    try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(1000);
    }
    assertWhole(unpack());

    byte[] flipped = right.clone();
    flipped[1_500_000] ^= 1;
    Files.write(file, flipped);
    // as after a copy that keeps times, or a disk that forgets
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    assertWhole(unpack());

    Files.delete(folder.resolve("a.bin"));
    Files.delete(file);
    Files.delete(file.getParent());
    assertWhole(unpack());
  }

  @Test
  void whatIsWholeIsLeftAlone() throws IOException {
    Path folder = unpack();
    FileTime before = Files.getLastModifiedTime(folder.resolve("a.bin"));
    Files.delete(folder.resolve("empty"));
    assertWhole(unpack());
    assertEquals(before, Files.getLastModifiedTime(folder.resolve("a.bin")));
  }

  @Test
  void otherContentHasAnotherFolder() throws IOException {
    Path first = unpack();
    jar = jar("ours", Map.of("files/a.bin", 99_999));
    Path second = unpack();
    assertFalse(first.equals(second));
    assertEquals(99_999, Files.size(second.resolve("a.bin")));
    assertEquals(100_000, Files.size(first.resolve("a.bin")));
  }

  @Test
  void aDamagedJarIsNotUnpacked() throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    // random content is stored nearly as it is, so this hits a file and not the list
    bytes[bytes.length / 2] ^= 1;
    Files.write(jar, bytes);
    IOException e = assertThrows(IOException.class, this::unpack);
    assertTrue(e instanceof ZipException || e.getMessage().contains("is damaged at"), e.toString());
    try (Stream<Path> left = Files.list(cache)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void namesThatLeaveTheirFolderAreRefused() throws IOException {
    jar = jar("evil", Map.of("files/../../evil", 10));
    IOException e = assertThrows(IOException.class, this::unpack);
    assertTrue(e.getMessage().contains("leaves its folder"), e.toString());
    assertFalse(Files.exists(temp.resolve("evil")));
  }

  @Test
  void whereTheCacheCannotBeWrittenTheTemporaryFolderServes() throws IOException {
    Files.writeString(cache, "a file, no folder");
    Path folder = unpack();
    assertTrue(folder.startsWith(Home.temporary()), folder.toString());
    assertWhole(folder);
    assertWhole(unpack());
    Path here = folder.getParent();
    String warning = Cache.takeWarning();
    assertTrue(warning == null || warning.contains(here.toString()), warning);
    UnfinishedFolders.delete(folder);
  }

  @Test
  void whatTheDeadLeftIsTakenAway() throws Exception {
    Files.createDirectories(cache);
    Process dead = java("-version");
    dead.waitFor();
    String machine =
        UnfinishedFolders.begin(temp, "x")
            .getFileName()
            .toString()
            .replaceFirst("x\\.part-(.*?)-.*", "$1");
    List<Path> gone =
        List.of(
            part("m.part-" + machine + "-" + dead.pid() + "-17", 0),
            part("m.part-0-" + dead.pid() + "-17", 2),
            part("micrographs-part8412", 2));
    List<Path> stay =
        List.of(
            part("m.part-" + machine + "-" + ProcessHandle.current().pid() + "-17", 2),
            part("m.part-0-" + dead.pid() + "-18", 0),
            part("micrographs-part8413", 0),
            part("my-party", 2));
    UnfinishedFolders.sweep(cache, "*part*");
    gone.forEach(path -> assertFalse(Files.exists(path), path.toString()));
    stay.forEach(path -> assertTrue(Files.exists(path), path.toString()));
  }

  private Path part(String name, int hours) throws IOException {
    Path folder = Files.createDirectories(cache.resolve(name));
    Path file = Files.writeString(folder.resolve("half"), "half");
    FileTime changed = FileTime.from(Instant.now().minus(Duration.ofHours(hours)));
    Files.setLastModifiedTime(file, changed);
    Files.setLastModifiedTime(folder, changed);
    return folder;
  }

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.redirectErrorStream(true).start();
  }

  private Process unpacking(String... properties) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
    arguments.addAll(List.of(properties));
    Path classes = Path.of("target/classes").toAbsolutePath();
    Path tests = Path.of("target/test-classes").toAbsolutePath();
    arguments.addAll(
        List.of(
            "-cp",
            classes + java.io.File.pathSeparator + tests,
            Unpacking.class.getName(),
            jar.toString(),
            "files/"));
    return java(arguments.toArray(String[]::new));
  }

  /** As on a cluster's first day: all of an array job begin at once on an empty home. */
  @Test
  void eightAtOnceAllSucceed() throws Exception {
    List<Process> all = new ArrayList<>();
    List<BufferedReader> says = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(unpacking("-D" + SET + "=" + cache));
      says.add(all.get(i).inputReader());
      assertEquals("ready", says.get(i).readLine());
    }
    for (Process process : all) {
      process.getOutputStream().close();
    }
    Path folder = null;
    for (int i = 0; i < 8; i++) {
      String said = says.get(i).readLine();
      assertEquals(0, all.get(i).waitFor(), said);
      folder = Path.of(said);
    }
    assertNotNull(folder);
    assertWhole(folder);
  }

  @Test
  void killedHalfWayLeavesNothingHalf() throws Exception {
    // zeros: some seconds to unpack, nothing to store
    Path large = temp.resolve("large.jar");
    try (OutputStream file = Files.newOutputStream(large);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(1);
      out.putNextEntry(new JarEntry("files/zeros"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    Path small = jar;
    jar = large;
    Process killed = unpacking("-D" + SET + "=" + cache);
    killed.getOutputStream().close();
    while (killed.isAlive() && list(cache).isEmpty()) {
      Thread.onSpinWait();
    }
    killed.destroyForcibly().waitFor();
    List<Path> left = list(cache);
    assertEquals(1, left.size());
    assertTrue(left.get(0).toString().contains(".part-"), left.toString());

    jar = small;
    Process next = unpacking("-D" + SET + "=" + cache);
    next.getOutputStream().close();
    String said = new String(next.getInputStream().readAllBytes());
    assertEquals(0, next.waitFor(), said);
    assertWhole(Path.of(said.lines().toList().get(1)));
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** Containers without a user: Java calls the home "?", and a folder of that name is litter. */
  @Test
  void withoutAHomeTheTemporaryFolderServesForTheRun() throws Exception {
    for (String home : List.of("?", "", "/no/such/home")) {
      Path tmp = Files.createDirectories(temp.resolve("tmp"));
      Process run = unpacking("-Duser.home=" + home, "-Djava.io.tmpdir=" + tmp);
      run.getOutputStream().close();
      List<String> said = run.inputReader().lines().toList();
      assertEquals(0, run.waitFor(), said.toString());
      Path folder = Path.of(said.get(1));
      assertTrue(folder.startsWith(tmp), said.toString());
      assertTrue(said.get(2).startsWith("This account has no home folder; "), said.get(2));
      assertTrue(said.get(2).contains(folder.getParent().toString()), said.get(2));
      assertEquals(List.of(), list(tmp), "nothing outlives the run");
      assertFalse(Files.exists(temp.resolve("?")));
    }
  }

  @Test
  void disksWithoutProgramsAreKnown() {
    List<String> mounts =
        List.of(
            "/dev/sda / ext4 rw,relatime 0 0",
            "/dev/sdb /home ext4 rw,nosuid,noexec,relatime 0 0",
            "/dev/sdc /home/a\\040b ext4 rw 0 0",
            "none /over tmpfs rw,noexec 0 0",
            "none /over tmpfs rw 0 0",
            "none /data tmpfs rw,xnoexecx 0 0");
    assertTrue(Mounts.forbidLibraries(mounts, Path.of("/home/me/.palimpsest")));
    for (String free : List.of("/", "/homes/me", "/home/a b/c", "/over/x", "/data", "/tmp/x")) {
      assertFalse(Mounts.forbidLibraries(mounts, Path.of(free)), free);
    }
  }
}
