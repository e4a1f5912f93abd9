/**
 * Rows, sections and other parts of forms, which dialogs and panels share; they follow the look and
 * feel of the host. In: keys of {@link io.github.palimpsest.request.Param}, values as written. Out:
 * what a user sets, told to a listener. For the event thread.
 */
package io.github.palimpsest.ui.form;
