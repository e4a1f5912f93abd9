package io.github.palimpsest.request;

import java.util.List;
import org.scijava.plugin.SciJavaPlugin;

/** The words of a key whose choices are plug-ins themselves, such as the kinds of control maps. */
public interface KeyChoices extends SciJavaPlugin {
  /** The key. */
  Param key();

  /** The words allowed, in the order in which to offer them. */
  List<String> choices();
}
