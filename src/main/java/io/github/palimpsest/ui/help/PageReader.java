package io.github.palimpsest.ui.help;

import java.awt.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** Turns a page as its author wrote it (Markdown) into one that Swing can show. */
final class PageReader {
  /** Pictures are not shown wider; a help window is not. */
  private static final int WIDEST = 560;

  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  private final Collection<String> paths;
  private final Parser parser = Parser.builder().extensions(TABLES).build();
  private final TextContentRenderer words =
      TextContentRenderer.builder().extensions(TABLES).build();

  /**
   * @param paths of all pages, to which links may lead
   */
  PageReader(Collection<String> paths) {
    this.paths = paths;
  }

  HelpPage read(String path, String markdown) {
    Node page = parser.parse(markdown);
    List<String> links = new ArrayList<>();
    page.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            link.setDestination(Links.resolve(path, link.getDestination(), paths));
            links.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            image.setDestination(Links.path(path, image.getDestination()));
          }

          @Override
          public void visit(HtmlBlock block) {
            // remarks of authors
            block.unlink();
          }
        });
    List<HelpSection> sections = sections(path, page);
    String html =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .attributeProviderFactory(context -> PageReader::attributes)
            .nodeRendererFactory(context -> new Headings(context, new HashSet<>()))
            .build()
            .render(page);
    return new HelpPage(
        path, sections.get(0).title(), "<html><body>" + html + "</body></html>", sections, links);
  }

  /** Every heading with the words up to the next. */
  private List<HelpSection> sections(String path, Node page) {
    List<HelpSection> sections = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Heading heading = null;
    StringBuilder text = new StringBuilder();
    for (Node node = page.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading next) {
        if (heading != null) {
          sections.add(section(path, heading, text, taken));
        }
        heading = next;
        text.setLength(0);
      } else {
        text.append(words.render(node)).append(' ');
      }
    }
    sections.add(section(path, heading, text, taken));
    return sections;
  }

  private HelpSection section(String path, Heading heading, CharSequence text, Set<String> taken) {
    String title = words.render(heading).strip();
    String anchor = free(Links.anchor(title), taken);
    return new HelpSection(
        path, heading.getLevel() == 1 ? "" : anchor, title, heading.getLevel(), text.toString());
  }

  private static String free(String anchor, Set<String> taken) {
    String name = anchor;
    for (int i = 1; !taken.add(name); i++) {
      name = anchor + "-" + i;
    }
    return name;
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Image image) {
      URL file = HelpPages.file(image.getDestination());
      attributes.put("src", String.valueOf(file));
      Dimension size = file == null ? null : size(file);
      if (size != null && size.width > WIDEST) {
        attributes.put("width", String.valueOf(WIDEST));
        attributes.put("height", String.valueOf(size.height * WIDEST / size.width));
      }
    } else if (node instanceof TableBlock) {
      attributes.put("border", "1");
      attributes.put("cellspacing", "0");
      attributes.put("cellpadding", "4");
    }
  }

  /** Without reading the pixels. */
  private static Dimension size(URL file) {
    try (InputStream in = file.openStream();
        ImageInputStream stream = ImageIO.createImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream);
        return new Dimension(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      // shown in its own size
      return null;
    }
  }

  /** Headings with the names to which links lead, as Swing finds them. */
  private final class Headings implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final Set<String> taken;

    Headings(HtmlNodeRendererContext context, Set<String> taken) {
      this.context = context;
      this.taken = taken;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Heading.class);
    }

    @Override
    public void render(Node node) {
      String tag = "h" + ((Heading) node).getLevel();
      var html = context.getWriter();
      html.line();
      html.tag(tag);
      html.tag("a", Map.of("name", free(Links.anchor(words.render(node)), taken)));
      html.tag("/a");
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      html.tag("/" + tag);
      html.line();
    }
  }
}
