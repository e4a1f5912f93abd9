package io.github.palimpsest.ui.help;

import java.net.URI;
import java.util.Collection;
import java.util.Locale;

/** Addresses in the help: of pages, of sections, and of what lies outside. */
final class Links {
  /** Where the project's other files can be read. */
  static final String PROJECT = "https://github.com/palimpsest/palimpsest/blob/main/";

  private Links() {}

  /**
   * Where a link of a page leads.
   *
   * @param from path of the page
   * @param link as written there
   * @param pages paths of all pages
   * @return {@code path#anchor} of a page, else an address of the web
   */
  static String resolve(String from, String link, Collection<String> pages) {
    if (link.matches("[a-z]+:.*")) {
      return link;
    }
    if (link.startsWith("#")) {
      return from + link;
    }
    String whole = path(from, link);
    int hash = whole.indexOf('#');
    String path = hash < 0 ? whole : whole.substring(0, hash);
    return pages.contains(path) ? whole : PROJECT + whole;
  }

  /** A relative path as one from the top of the project. */
  static String path(String from, String relative) {
    return URI.create(from).resolve(relative).normalize().toString();
  }

  /** Whether an address leads outside. */
  static boolean outside(String address) {
    return address.matches("[a-z]+:.*");
  }

  /** The name that a heading has in links, as GitHub makes it. */
  static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .strip()
        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
        .replaceAll("\\s", "-");
  }

  /**
   * The address of a page and section in whole.
   *
   * @param name {@code page#section}; the page with or without its folder and {@code .md}
   */
  static String address(String name) {
    int hash = name.indexOf('#');
    String page = hash < 0 ? name : name.substring(0, hash);
    String path =
        page.endsWith(".md") ? page : page.equals("README") ? "README.md" : "docs/" + page + ".md";
    return hash < 0 ? path : path + name.substring(hash);
  }
}
