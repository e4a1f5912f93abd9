package io.github.palimpsest.ui.tables;

import ij.ImagePlus;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.record.RecordedRun;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.help.Help;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JEditorPane;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.filechooser.FileNameExtensionFilter;
import javax.swing.text.Document;
import net.miginfocom.swing.MigLayout;

/** How an image was made, to be read, saved and copied. For the event thread. */
public final class ProvenanceWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int COLUMNS = 96;
  private static final int LINES = 30;

  /**
   * What is shown, read before.
   *
   * @param title of the image
   * @param runs its record
   * @param sentence for a paper
   */
  public record Content(String title, List<RecordedRun> runs, String sentence) {}

  private final transient ProvenanceActions actions;
  private final transient Content content;
  private final JEditorPane page = new JEditorPane();
  private final Note note = new Note("");

  private ProvenanceWindow(Content content, ProvenanceActions actions) {
    super("Provenance of " + content.title());
    setName("provenance");
    this.actions = actions;
    this.content = content;
    page.setName("provenance-page");
    page.setEditable(false);
    page.setContentType("text/html");
    page.putClientProperty(JEditorPane.HONOR_DISPLAY_PROPERTIES, true);
    page.setFont(UIManager.getFont("Label.font"));
    page.getAccessibleContext().setAccessibleName("Record");
    page.setText(ProvenanceHtml.of(content.runs(), content.sentence()));
    page.setCaretPosition(0);
    JPanel row = new JPanel(new MigLayout("insets 0, gapx rel"));
    button(row, "&Save…", "The whole record as .json, or what is shown as .txt", this::save);
    button(row, "&Copy", "Copies what is shown", this::copy);
    button(
        row,
        "Copy &methods sentence",
        "Copies the first paragraph, for the methods of a paper",
        () -> does("Copied.", actions::copyMethods));
    button(
        row,
        "&Reveal synthetic pixels",
        "Selects every pixel that was generated",
        () -> does(actions::reveal));
    button(row, "&Help", "About records", () -> Help.ofCommand("Diffusion Provenance..."));
    getContentPane()
        .setLayout(new MigLayout("fill, wrap 1, hidemode 3", "[grow,fill]", "[][grow,fill][]"));
    add(note, "wmin 0");
    add(new JScrollPane(page), "wmin 0");
    add(row);
    warn();
    getRootPane()
        .registerKeyboardAction(
            e -> dispose(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    setDefaultCloseOperation(DISPOSE_ON_CLOSE);
    Look.follow(this);
    pack();
  }

  /**
   * Shows a record beside its image. For any thread.
   *
   * @param image whose record it is
   */
  public static void show(ImagePlus image, Content content, ProvenanceActions actions) {
    EventQueue.invokeLater(
        () -> {
          ProvenanceWindow window = new ProvenanceWindow(content, actions);
          window.place(image);
          window.setVisible(true);
        });
  }

  private void place(ImagePlus image) {
    int line = page.getFontMetrics(page.getFont()).getHeight();
    Rectangle screen = WindowPlace.screen(image.getWindow());
    setSize(
        Math.min(Math.max(getMinimumSize().width, COLUMNS * line / 2), screen.width),
        Math.min(LINES * line, screen.height * 9 / 10));
    WindowPlace.beside(this, image.getWindow());
  }

  private static void button(JPanel row, String text, String help, Runnable action) {
    JButton button = Widgets.button(new JButton(), text, help);
    button.addActionListener(e -> action.run());
    row.add(button);
  }

  private void warn() {
    note.say(Note.Kind.WARNING, String.join("\n", ProvenanceHtml.warnings(content.runs())));
  }

  private void copy() {
    try {
      Document text = page.getDocument();
      Toolkit.getDefaultToolkit()
          .getSystemClipboard()
          .setContents(new StringSelection(text.getText(0, text.getLength()).strip()), null);
      note.say(Note.Kind.PLAIN, "Copied.");
    } catch (javax.swing.text.BadLocationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void save() {
    JFileChooser chooser = new JFileChooser();
    chooser.setName("provenance-chooser");
    chooser.setDialogTitle("Save the record");
    var whole = new FileNameExtensionFilter("The whole record (.json)", "json");
    var shown = new FileNameExtensionFilter("What is shown (.txt)", "txt");
    chooser.setAcceptAllFileFilterUsed(false);
    chooser.addChoosableFileFilter(whole);
    chooser.addChoosableFileFilter(shown);
    chooser.setSelectedFile(new File(content.title().replaceAll("[\\\\/:]", "_") + ".json"));
    if (chooser.showSaveDialog(this) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    String ending = chooser.getFileFilter() == shown ? ".txt" : ".json";
    File file = withEnding(chooser.getSelectedFile(), ending);
    boolean free =
        !file.exists()
            || JOptionPane.showConfirmDialog(
                    this,
                    file.getName() + " is there already. Replace it?",
                    "Save the record",
                    JOptionPane.OK_CANCEL_OPTION)
                == JOptionPane.OK_OPTION;
    if (free) {
      does("Saved " + file.getName() + ".", () -> actions.save(file.getPath()));
    }
  }

  /** The file with the ending of the kind that was chosen. */
  static File withEnding(File file, String ending) {
    String name = file.getName().replaceFirst("(?i)\\.(json|txt)$", "");
    return new File(file.getParentFile(), name + ending);
  }

  private void does(String done, Runnable action) {
    does(
        () -> {
          action.run();
          return done;
        });
  }

  private void does(Supplier<String> action) {
    Background.begin(
        () -> {
          String[] said = {null};
          boolean well =
              ErrorSentence.of("The action", () -> said[0] = action.get(), s -> said[0] = s);
          EventQueue.invokeLater(
              () -> {
                note.say(well ? Note.Kind.PLAIN : Note.Kind.ERROR, said[0]);
                getContentPane().revalidate();
              });
        });
  }
}
