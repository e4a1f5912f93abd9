package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.stack.PaintSummary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Changes that a branch takes in when it goes on: paint, moved ROIs, maps drawn on, values set. */
final class ChangeCollector {
  private static final Set<Param> READ = EnumSet.of(Param.MASK, Param.FEATHER, Param.CONTROL);

  private final ImagePlus image;
  private final PendingSettings settings;

  ChangeCollector(ImagePlus image, PendingSettings settings) {
    this.image = image;
    this.settings = settings;
  }

  /**
   * Takes in everything, after the branch has gone back to where the paint is.
   *
   * @param paint what is painted on the frame shown, or null
   */
  void take(Branch branch, PaintSummary paint) {
    Session session = branch.session();
    branch.inputs().forget();
    Map<Param, String> changes = changes(session, session.steps() - session.step());
    for (Param param : new Param[] {Param.MASK, Param.GROW, Param.FEATHER}) {
      if (changes.containsKey(param)) {
        take(session, param, changes.remove(param));
        branch.readMask();
      }
    }
    boolean controls = mapsChanged(branch) && !changes.containsKey(Param.CONTROL);
    if (maskMoved(branch)) {
      session.set("mask", session.request().text(Param.MASK));
    }
    if (paint != null) {
      session.inject(settings.weight(), settings.horizon());
    }
    if (controls) {
      session.set("control", session.request().text(Param.CONTROL));
    }
    branch.readMask();
    branch.readMaps();
    changes.forEach((param, value) -> take(session, param, value));
  }

  /** Whether some of the values settled are read from open images. */
  boolean reads(Session session) {
    return settled(session).keySet().stream().anyMatch(READ::contains);
  }

  private Map<Param, String> settled(Session session) {
    return settings.settled(session.request(), session.steps() - session.step());
  }

  /**
   * Takes in the values set while a run goes on.
   *
   * @param complain told of one that is refused; it is dropped
   */
  void takeSet(Branch branch, Consumer<String> complain) {
    Session session = branch.session();
    settled(session)
        .forEach(
            (param, value) -> {
              try {
                take(session, param, value);
                if (param == Param.CONTROL) {
                  branch.readMaps();
                } else if (READ.contains(param)) {
                  branch.readMask();
                }
              } catch (BadInput e) {
                complain.accept(e.getMessage());
              }
            });
  }

  private void take(Session session, Param param, String value) {
    // a value that is refused is not tried again
    settings.taken(param);
    session.set(param.key(), value);
  }

  /**
   * Values that differ from those of the session, in the order in which it takes them in.
   *
   * @param rest steps that remain from where it goes on
   */
  Map<Param, String> changes(Session session, int rest) {
    return settings.changes(session.request(), rest);
  }

  private boolean maskMoved(Branch branch) {
    String mask = branch.session().request().text(Param.MASK);
    // of an image that was closed or turned into another, the session keeps what it has read
    boolean gone = branch.session().image() != image;
    boolean deselected = mask.equalsIgnoreCase("Selection") && image.getRoi() == null;
    return !gone && !deselected && branch.inputs().maskChanged(mask);
  }

  /** Maps may also be drawn of ROIs. */
  private boolean mapsChanged(Branch branch) {
    String control = branch.session().request().text(Param.CONTROL);
    return !control.isEmpty() && (branch.inputs().mapsChanged(control) || maskMoved(branch));
  }

  /** All of it but the paint, in words. */
  List<String> words(Branch branch, Map<Param, String> changes) {
    List<String> words = new ArrayList<>();
    if (maskMoved(branch)) {
      words.add("mask and regions moved");
    }
    if (mapsChanged(branch)) {
      words.add("control map drawn on");
    }
    changes.forEach(
        (param, value) ->
            words.add(
                switch (param) {
                  case STRENGTH -> "noise again at strength " + value;
                  case STEPS -> value + " more steps";
                  default -> param.key() + " " + (value.isBlank() ? "(none)" : value);
                }));
    return words;
  }
}
