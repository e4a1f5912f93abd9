package io.github.palimpsest.panel;

import ij.ImagePlus;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.session.Paint;
import io.github.palimpsest.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a branch takes in when it goes on: paint, moved ROIs, maps drawn on, values set. */
final class Intake {
  private final ImagePlus image;
  private final Wishes wishes;

  Intake(ImagePlus image, Wishes wishes) {
    this.image = image;
    this.wishes = wishes;
  }

  /**
   * Takes in everything, after the branch has gone back to where the paint is.
   *
   * @param paint what is painted on the frame shown, or null
   */
  void take(Branch branch, Paint paint, double weight, int horizon) {
    Session session = branch.session();
    Map<Param, String> changes = changes(session);
    for (Param param : new Param[] {Param.MASK, Param.GROW, Param.FEATHER}) {
      if (changes.containsKey(param)) {
        take(session, param, changes.remove(param));
        branch.read();
      }
    }
    boolean controls = mapsChanged(branch) && !changes.containsKey(Param.CONTROL);
    if (maskMoved(branch)) {
      session.set("mask", session.request().text(Param.MASK));
    }
    if (paint != null) {
      session.inject(weight, horizon);
    }
    if (controls) {
      session.set("control", session.request().text(Param.CONTROL));
    }
    branch.read();
    changes.forEach((param, value) -> take(session, param, value));
  }

  private void take(Session session, Param param, String value) {
    // a value that is refused is not tried again
    wishes.taken(param);
    session.set(param.key(), value);
  }

  /** Values that differ from those of the session, in the order in which it takes them in. */
  Map<Param, String> changes(Session session) {
    return wishes.changes(session.request(), session.steps() - session.step());
  }

  private boolean maskMoved(Branch branch) {
    String mask = branch.session().request().text(Param.MASK);
    boolean deselected = mask.equalsIgnoreCase("Selection") && image.getRoi() == null;
    return !deselected && branch.watch().roisChanged(mask);
  }

  /** Maps may also be drawn of ROIs. */
  private boolean mapsChanged(Branch branch) {
    String control = branch.session().request().text(Param.CONTROL);
    return !control.isEmpty() && (branch.watch().mapsChanged(control) || maskMoved(branch));
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
