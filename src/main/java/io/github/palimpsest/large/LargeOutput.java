package io.github.palimpsest.large;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A copy of a {@link LargeImage} that is not yet at its place. What is not written is the source's,
 * byte for byte as it is stored; only the chunks or strips that an edit touches are stored anew.
 * The same edits in the same order give the same bytes. One thread at a time.
 */
public interface LargeOutput extends AutoCloseable {
  /** The file or folder that is being made: {@code <place>.<unique>.part}. */
  Path part();

  /**
   * Writes the pixels of an edit whose mask is above 0, rounded as the type asks; no other pixel
   * changes.
   *
   * @param edit of the plane with its one-based position
   * @throws BadInput if it cannot be written, such as on a full disk
   */
  void write(PlaneEdit edit);

  /**
   * A plane of the copy, which shows what has been written, also after it was asked for.
   *
   * @param position one-based stack position
   */
  LargePlane plane(int position);

  /**
   * Sets a property of the image, such as the record {@code palimpsest}, which {@link
   * LargeImage#property} reads back; a file that ImageJ opens shows it as an image property.
   */
  void property(String name, String value);

  /**
   * Finishes the copy (smaller levels of a pyramid are made anew where pixels have changed), makes
   * sure that it is on disk, and renames it to its place. What lies at the place is replaced only
   * then; the caller has asked whether it may be.
   *
   * @param before told the {@link LargeImage#identity(java.time.temporal.ChronoUnit) identity} in
   *     milliseconds of what is about to be in the place, when all of it is on disk; what it throws
   *     ends it
   * @throws BadInput if it cannot be finished; the place is as before
   */
  void commit(Consumer<String> before);

  /** Removes what was not committed. */
  @Override
  void close();
}
