package io.github.palimpsest.roi;

import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The ROI groups or labels that count: the value of {@code groups=}. Immutable. */
public final class RoiGroups {
  /** All of them. */
  public static final RoiGroups ALL = new RoiGroups(List.of());

  private record Range(int first, int last) {}

  private final List<Range> ranges;

  private RoiGroups(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads a list of numbers and ranges such as {@code 1,3-5}; empty means all.
   *
   * @throws BadInput for anything else
   */
  public static RoiGroups parse(String text) {
    String words = text == null ? "" : text.trim();
    if (words.isEmpty()) {
      return ALL;
    }
    List<Range> ranges = new ArrayList<>();
    for (String part : words.split(",", -1)) {
      String[] ends = part.trim().split("-", 2);
      int first = number(words, ends[0]);
      int last = ends.length == 1 ? first : number(words, ends[1]);
      if (last < first) {
        throw refuse(words, null);
      }
      ranges.add(new Range(first, last));
    }
    return new RoiGroups(ranges);
  }

  /** Whether a group or label counts. */
  public boolean contains(int group) {
    return ranges.isEmpty() || ranges.stream().anyMatch(r -> r.first <= group && group <= r.last);
  }

  /** Whether all count. */
  boolean all() {
    return ranges.isEmpty();
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return ranges.stream()
        .map(r -> r.first == r.last ? "" + r.first : r.first + "-" + r.last)
        .collect(Collectors.joining(","));
  }

  private static int number(String words, String digits) {
    try {
      return Integer.parseUnsignedInt(digits.trim());
    } catch (NumberFormatException e) {
      throw refuse(words, e);
    }
  }

  private static BadInput refuse(String words, Exception cause) {
    return new BadInput(
        "groups (" + words + ") must be numbers and ranges such as 1,3-5, or empty for all.",
        cause);
  }
}
