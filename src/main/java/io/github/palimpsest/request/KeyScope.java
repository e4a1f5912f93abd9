package io.github.palimpsest.request;

/** The times at which the value of a key may change. */
public enum KeyScope {
  /** Only between runs: an open session refuses it. */
  RUN,
  /** At any time: acts from the next step of a session on, and stays when the session goes back. */
  LIVE,
  /**
   * At any time, for the steps that remain: belongs to the step at which it was set, and is
   * forgotten when the session goes back before it.
   */
  REST
}
