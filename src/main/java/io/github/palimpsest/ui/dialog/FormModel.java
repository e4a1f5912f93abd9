package io.github.palimpsest.ui.dialog;

import static io.github.palimpsest.request.Param.*;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.request.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a form of a command's keys holds, without its window: which keys come first and which stand
 * in sections, a text for each as its user writes it, and what is wrong with it. For one thread.
 */
public final class FormModel {
  /** The most keys that a form shows before its sections. */
  static final int MOST = 8;

  /** The keys that come first where a command has more than {@value #MOST}, in this order. */
  private static final List<Param> FIRST =
      List.of(
          INPUT, FOLDER, MASKS, THRESHOLD, KIND, SMOOTHING, LOW, HIGH, ROIS, MODEL, PROMPT, WEIGHT,
          HORIZON, WIDTH, HEIGHT, TYPE, SAMPLES, OUTPUT, STREAM, STACK);

  private final List<Param> keys;
  private final Map<Param, String> texts = new EnumMap<>(Param.class);
  private final Map<Param, String> errors = new EnumMap<>(Param.class);
  private final Map<Param, String> refusals = new EnumMap<>(Param.class);
  private final List<Consumer<Param>> listeners = new ArrayList<>();

  /** A form of some keys, in the order of record, with a value for each. */
  FormModel(List<Param> keys, Map<Param, String> values) {
    this.keys = List.copyOf(keys);
    values.forEach(this::set);
  }

  /** Every key, in the order of record. */
  List<Param> keys() {
    return keys;
  }

  /** The keys before the sections. */
  List<Param> first() {
    return keys.size() <= MOST ? keys : FIRST.stream().filter(keys::contains).toList();
  }

  /** The other keys by section, both in the order of their tables. */
  Map<Section, List<Param>> sections() {
    List<Param> first = first();
    Map<Section, List<Param>> sections = new EnumMap<>(Section.class);
    keys.stream()
        .filter(key -> !first.contains(key))
        .sorted()
        .forEach(key -> sections.computeIfAbsent(key.section(), s -> new ArrayList<>()).add(key));
    return sections;
  }

  /** Whether the form has a key. */
  public boolean has(Param key) {
    return keys.contains(key);
  }

  /** A value as it is written, right or wrong. */
  public String text(Param key) {
    return texts.getOrDefault(key, key.standard());
  }

  /**
   * Sets a value as it is written.
   *
   * @return whether it can be one
   */
  public boolean set(Param key, String text) {
    String error = null;
    try {
      if (!key.isAuto(text)) {
        key.check(text);
      }
    } catch (BadInput e) {
      error = spoken(key, e.getMessage());
    }
    Optional<String> saidBefore = error(key);
    String before = texts.put(key, text);
    refusals.remove(key);
    if (error == null) {
      errors.remove(key);
    } else {
      errors.put(key, error);
    }
    if (!text.equals(before) || !saidBefore.equals(error(key))) {
      tell(key);
    }
    return error == null;
  }

  private void tell(Param key) {
    List.copyOf(listeners).forEach(listener -> listener.accept(key));
  }

  /** Tells somebody of every key whose text or error changes. */
  public void listen(Consumer<Param> listener) {
    listeners.add(listener);
  }

  /** What is wrong with a value, a sentence. */
  Optional<String> error(Param key) {
    return Optional.ofNullable(errors.getOrDefault(key, refusals.get(key)));
  }

  /** The keys whose values cannot be, whatever the command says. */
  Collection<Param> wrong() {
    return Collections.unmodifiableSet(errors.keySet());
  }

  /**
   * Takes a refusal of the command to the key whose value its sentence names first, where it stands
   * until that is set or all are {@linkplain #forgetRefusals forgotten}.
   *
   * @return the key, or empty if it is of none
   */
  Optional<Param> refuse(String sentence) {
    Optional<Param> named =
        keys.stream().filter(key -> sentence.matches("(?s)" + key.key() + "\\b.*")).findFirst();
    named.ifPresent(
        key -> {
          refusals.put(key, spoken(key, sentence));
          tell(key);
        });
    return named;
  }

  /** The image has changed: what was refused may be right now. */
  void forgetRefusals() {
    List<Param> refused = List.copyOf(refusals.keySet());
    refusals.clear();
    refused.forEach(this::tell);
  }

  /** Names a key by its label, as the form does. */
  private static String spoken(Param key, String sentence) {
    boolean named = sentence.startsWith(key.key() + " ");
    return named ? name(key) + sentence.substring(key.key().length()) : sentence;
  }

  /** The label of a key without what it says in brackets. */
  static String name(Param key) {
    return key.label().replaceFirst(" \\(.*", "");
  }

  /** What its label says in brackets, such as {@code pixels}, or null. */
  static String unit(Param key) {
    int open = key.label().indexOf(" (");
    boolean there = open >= 0 && key.kind() != ParamKind.SWITCH;
    return there ? key.label().substring(open + 2, key.label().length() - 1) : null;
  }

  /** The values that are right and differ from their documented defaults. */
  public Request values() {
    Request request = Request.defaults();
    for (Param key : keys) {
      Optional<Object> value = changed(key);
      request = value.isPresent() ? request.with(key, value.get()) : request;
    }
    return request;
  }

  /** A value that is right and differs from its default, however that is written. */
  private Optional<Object> changed(Param key) {
    String text = text(key).trim();
    if (errors.containsKey(key) || key.isAuto(text) || text.equals(key.standard())) {
      return Optional.empty();
    }
    Object value = key.check(text(key));
    return Optional.of(value).filter(v -> !ParamKind.plain(v).equals(key.standard()));
  }

  /** What of some keys differs from the defaults, in a few words; empty for nothing. */
  String summary(List<Param> of) {
    return of.stream()
        .flatMap(key -> changed(key).map(value -> said(key, value)).stream())
        .collect(Collectors.joining(", "));
  }

  private static String said(Param key, Object value) {
    return key.kind() == ParamKind.SWITCH ? name(key) : name(key) + " " + ParamKind.plain(value);
  }

  /** Gives every key its documented default. */
  void reset() {
    keys.forEach(key -> set(key, key.standard()));
  }
}
