package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.roi.ExampleRois;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which words a model knows, and which words of a prompt it does not, before anything is loaded.
 * Immutable and thread-safe; nothing but {@link #of} looks at models or images.
 *
 * @param model its name
 * @param reads whether it reads prompts
 * @param words words of its vocabulary, perhaps of several parts; empty with {@code names} null
 *     means that it reads free text
 * @param names words of the image's examples, each between commas, or null for a model that copies
 *     from no image
 */
public record WordCheck(String model, boolean reads, List<String> words, List<String> names) {
  /** Nothing is known, so nothing is unknown. */
  public static final WordCheck FREE = new WordCheck("", true, List.of(), null);

  private static final Pattern WORD = Pattern.compile("<[^<>]*>|[\\p{L}\\p{N}]+");
  private static final int NAMED = 8;

  /** Letters of a word for each that may be wrong. */
  private static final int NEAR = 3;

  public WordCheck {
    words = List.copyOf(words);
    names = names == null ? null : List.copyOf(names);
  }

  /** A part of a prompt: from one place to another, the end left out. */
  public record Span(int from, int to) {}

  /**
   * What could be typed on.
   *
   * @param from where the word begins that is typed
   * @param options words that begin like it, never empty without it
   */
  public record Completion(int from, List<String> options) {}

  /**
   * The words of a model for an image. Reads a small file of the model the first time.
   *
   * @param model value of {@code model=}
   * @param image may be null
   * @return {@link #FREE} for a model that cannot be found, which is said where it is named
   */
  public static WordCheck of(String model, ImagePlus image) {
    try {
      return of(Models.find(model), image);
    } catch (BadInput e) {
      return FREE;
    }
  }

  /** The words of a model that was found, for an image, which may be null. */
  public static WordCheck of(Model model, ImagePlus image) {
    List<String> names = model.learnsFromImage() ? examples(image) : null;
    List<String> words = new ArrayList<>(model.card().vocabulary());
    return new WordCheck(model.name(), model.hasText(), words, names);
  }

  private static List<String> examples(ImagePlus image) {
    try {
      return image == null ? List.of() : ExampleRois.words(image);
    } catch (BadInput e) {
      return List.of(); // a ROI whose role is no word is refused when it matters
    }
  }

  /** Whether any text will do. */
  public boolean free() {
    return reads && words.isEmpty() && names == null;
  }

  /** All words it knows, those of the image first, each once. */
  public List<String> known() {
    Set<String> all = new LinkedHashSet<>(names == null ? List.of() : names);
    words.stream().filter(w -> all.stream().noneMatch(w::equalsIgnoreCase)).forEach(all::add);
    return List.copyOf(all);
  }

  /** Why there is nothing to write, in a sentence; empty if there is. */
  public String closed() {
    if (!reads) {
      return "The model " + model + " reads no text.";
    }
    if (names != null && known().isEmpty()) {
      return model + " has no words yet: name a ROI and give it palimpsest.role=example.";
    }
    return "";
  }

  /** The parts of a prompt that the model does not know, in order. */
  public List<Span> unknown(String prompt) {
    List<Span> unknown = new ArrayList<>();
    if (free()) {
      return unknown;
    }
    String text = PromptText.masked(prompt);
    for (Span part : PromptText.parts(text)) {
      String said = text.substring(part.from, part.to);
      if (!reads || !isName(said) && words.isEmpty()) {
        unknown.add(part);
      } else if (!isName(said)) {
        strange(said, part.from, unknown);
      }
    }
    return unknown;
  }

  private boolean isName(String part) {
    return names != null && names.stream().anyMatch(part::equalsIgnoreCase);
  }

  /** Words of a text that the vocabulary lacks. */
  private void strange(String text, int offset, List<Span> unknown) {
    Matcher word = WORD.matcher(text);
    int at = 0;
    while (word.find(at)) {
      int known = knownAt(text, word.start());
      if (known < 0 && text.charAt(word.start()) != '<') {
        unknown.add(new Span(offset + word.start(), offset + word.end()));
      }
      at = Math.max(known, word.end());
    }
  }

  /** The end of the longest known word that begins at a place; -1 for none. */
  private int knownAt(String text, int from) {
    return words.stream()
        .filter(w -> text.regionMatches(true, from, w, 0, w.length()))
        .map(w -> from + w.length())
        .filter(to -> to == text.length() || !Character.isLetterOrDigit(text.charAt(to)))
        .max(Comparator.naturalOrder())
        .orElse(-1);
  }

  /**
   * The same while somebody types: a word that a known one begins with is not judged yet.
   *
   * @param caret where he types
   */
  public List<Span> unknown(String prompt, int caret) {
    List<Span> unknown = unknown(prompt);
    boolean goesOn = !completion(prompt, caret).options().isEmpty();
    return goesOn ? unknown.stream().filter(span -> span.to != caret).toList() : unknown;
  }

  /** Names the unknown words of a prompt and what is known, in a sentence; empty if all are. */
  public String sentence(String prompt) {
    return sentence(prompt, unknown(prompt));
  }

  /** The same of some parts of the prompt. */
  public String sentence(String prompt, List<Span> unknown) {
    Set<String> strange = new LinkedHashSet<>();
    unknown.forEach(span -> strange.add(prompt.substring(span.from, span.to)));
    if (strange.isEmpty()) {
      return "";
    }
    if (!closed().isEmpty()) {
      return closed();
    }
    return "Unknown: " + String.join(", ", strange) + ". " + remedy(strange);
  }

  private String remedy(Set<String> strange) {
    Set<String> meant = new LinkedHashSet<>();
    for (String word : strange) {
      known().stream()
          .min(Comparator.comparingInt(k -> PromptText.distance(k, word)))
          .filter(k -> PromptText.distance(k, word) <= Math.max(1, word.length() / NEAR))
          .ifPresent(meant::add);
    }
    if (meant.size() == strange.size()) {
      return "Did you mean " + String.join(", ", meant) + "?";
    }
    List<String> known = known();
    String some = String.join(", ", known.subList(0, Math.min(NAMED, known.size())));
    return "Known: " + some + (known.size() > NAMED ? " … (" + known.size() + " words)." : ".");
  }

  /** Whether a prompt has a word of {@link #known}. */
  public boolean has(String prompt, String word) {
    return PromptText.find(prompt, word) != null;
  }

  /** The prompt with a word more, or without it if it has it. */
  public String toggled(String prompt, String word) {
    return PromptText.toggled(prompt, word, names == null ? " " : ", ");
  }

  /**
   * Known words that go on what is typed, in alphabetical order.
   *
   * @param caret place in the prompt
   */
  public Completion completion(String prompt, int caret) {
    int word = caret;
    while (word > 0 && Character.isLetterOrDigit(prompt.charAt(word - 1))) {
      word--;
    }
    int part = prompt.lastIndexOf(',', caret - 1) + 1;
    while (part < caret && Character.isWhitespace(prompt.charAt(part))) {
      part++;
    }
    // a name of several words is typed from the comma on
    Completion whole = beginning(prompt, part, caret);
    return whole.options.isEmpty() ? beginning(prompt, word, caret) : whole;
  }

  private Completion beginning(String prompt, int from, int caret) {
    String typed = prompt.substring(from, caret);
    if (typed.isBlank()) {
      return new Completion(from, List.of());
    }
    return new Completion(
        from,
        known().stream()
            .filter(w -> w.length() > typed.length())
            .filter(w -> w.regionMatches(true, 0, typed, 0, typed.length()))
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList());
  }
}
