package io.github.palimpsest.ui.help;

import java.util.List;

/**
 * A page of the help.
 *
 * @param path in the project, such as {@code docs/models.md}
 * @param title its first heading
 * @param html the whole page
 * @param sections in their order; the first is the beginning of the page
 * @param links where its links lead, as written in {@code html}
 */
record HelpPage(
    String path, String title, String html, List<HelpSection> sections, List<String> links) {}
