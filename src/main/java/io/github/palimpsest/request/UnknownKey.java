package io.github.palimpsest.request;

import io.github.palimpsest.check.BadInput;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** The refusal of a key that a command does not take, with the nearest one that it does. */
public final class UnknownKey {
  private UnknownKey() {}

  /**
   * Says which key was meant, or which there are.
   *
   * @param known the keys that the command takes
   */
  public static BadInput of(String key, Collection<Param> known) {
    SortedSet<String> names = new TreeSet<>();
    known.forEach(param -> names.add(param.key()));
    String nearest = null;
    int least = 3;
    for (String name : names) {
      int distance = editDistance(key.toLowerCase(Locale.ROOT), name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    String remedy =
        nearest != null
            ? "did you mean " + nearest + "?"
            : "known: "
                + String.join(", ", names)
                + "; a value of several words needs brackets, as in prompt=[two words].";
    return new BadInput("Unknown key " + key + "; " + remedy);
  }

  /** Levenshtein distance. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
