package io.github.palimpsest.ui.swing;

import io.github.palimpsest.request.Param;

/** Told of the values that a user sets in the rows of the panel. */
interface SettingListener {
  /**
   * A value was set.
   *
   * @param settled false while its user still types or drags
   * @return whether it can be
   */
  boolean set(Param param, Object value, boolean settled);
}
