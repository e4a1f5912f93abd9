package io.github.palimpsest.large;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.Stamp;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies at the place of an output, and whether it is as a batch has left it. For that the
 * {@link LargeImage#identity(ChronoUnit) identity} of a result (names, sizes and times of its
 * files, and its metadata) is noted in the hidden file {@code .<output>.written} beside it: no
 * pixel is read again.
 */
final class EarlierResult {
  /** One is of the result that is there, one of that which it replaced until a moment ago. */
  private static final int NOTED = 2;

  private final Path output;
  private final boolean there;
  private final Stamp stamp;
  private final String identity;
  private final List<String> noted;

  private EarlierResult(
      Path output, boolean there, Stamp stamp, String identity, List<String> noted) {
    this.output = output;
    this.there = there;
    this.stamp = stamp;
    this.identity = identity;
    this.noted = noted;
  }

  /** Looks at an output's place, where there may be anything or nothing. */
  static EarlierResult at(Path output) {
    boolean there = Files.exists(output, LinkOption.NOFOLLOW_LINKS);
    if (there && LargeImages.isOne(output)) {
      try (LargeImage image = LargeImages.open(output)) {
        Stamp stamp = Stamp.parse(image.property(Stamp.PROPERTY));
        return new EarlierResult(
            output, true, stamp, image.identity(ChronoUnit.MILLIS), noted(output));
      } catch (BadInput e) {
        // nothing that a batch has made
      }
    }
    return new EarlierResult(output, there, null, "", List.of());
  }

  /** Its stamp; null if there is nothing, or nothing that a batch has made. */
  Stamp stamp() {
    return stamp;
  }

  /**
   * What the row of the report says of a result that would be made again as it is.
   *
   * @return a sentence; it tells whether somebody has changed the result since
   */
  String doneBefore() {
    if (noted.contains(identity)) {
      return "Done before.";
    }
    return noted.isEmpty()
        ? "Done before; whether it was changed since cannot be told without "
            + note(output).getFileName()
            + " beside it."
        : "Done before, and changed or copied since: it is left as it is. Move it away to have it"
            + " made anew.";
  }

  /**
   * Refuses to let another result take its place where it may be somebody's work.
   *
   * @throws BadInput with the remedy
   */
  void requireReplaceable() {
    if (!there || stamp != null && noted.contains(identity)) {
      return;
    }
    String name = output.getFileName().toString();
    if (stamp == null) {
      throw BadInput.of(
          "output (%s) is there and was not made by a batch: remove it, or name another.", name);
    }
    if (noted.isEmpty()) {
      throw BadInput.of(
          "output (%s) may have been changed since a batch made it, for there is no %s beside it,"
              + " and is not overwritten by another result: move it away, or name another.",
          name, note(output).getFileName());
    }
    throw BadInput.of(
        "output (%s) was changed or copied since a batch made it, and is not overwritten by another"
            + " result: move it away, or name another.",
        name);
  }

  /**
   * Notes what is about to be put in an output's place. What was noted last stays beside it, so
   * that it does not matter on which side of the renaming a process is killed.
   *
   * @param identity of the new result
   * @throws BadInput if it cannot be written
   */
  static void note(Path output, String identity) {
    List<String> lines =
        Stream.concat(Stream.of(identity), noted(output).stream()).distinct().limit(NOTED).toList();
    Path part = Outputs.part(output);
    try {
      byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
      try (FileChannel file =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(text); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(
          part, note(output), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Outputs.sync(output.getParent());
    } catch (IOException e) {
      throw new BadInput(
          String.format(
              "output (%s) cannot be finished, for %s cannot be written beside it (%s): make room"
                  + " there, and start again.",
              output, note(output).getFileName(), ImageFile.reason(e)),
          e);
    }
  }

  private static Path note(Path output) {
    return output.resolveSibling("." + Outputs.stem(output) + ".written");
  }

  /** What was noted, the newest first; nothing if there is no note that can be read. */
  private static List<String> noted(Path output) {
    try {
      return Files.readAllLines(note(output));
    } catch (IOException e) {
      return List.of();
    }
  }
}
