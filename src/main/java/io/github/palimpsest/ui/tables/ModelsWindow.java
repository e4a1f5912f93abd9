package io.github.palimpsest.ui.tables;

import ij.IJ;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.help.Help;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import net.miginfocom.swing.MigLayout;

/**
 * The models there are, and what can be done with them. Work goes on on a thread of its own; Esc
 * stops it, or closes the window. For the event thread.
 */
public final class ModelsWindow extends JFrame {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 8;
  private static final int TEXT_ROWS = 7;
  private static ModelsWindow open;

  private final transient ModelActions actions;
  private final ModelTable models = new ModelTable();
  private final JTable table = new ModelsView(models, this::install);
  private final JTextArea told = new JTextArea(TEXT_ROWS, 0);
  private final WorkPane pane = new WorkPane("models-progress", this::enableButtons);
  private final List<JButton> buttons = new ArrayList<>();
  private final JButton use;
  private final JButton remove;
  private final JButton folder;

  private ModelsWindow(ModelActions actions) {
    super("Diffusion Models");
    setName("models");
    this.actions = actions;
    JPanel row = new JPanel(new MigLayout("insets 0, gapx rel"));
    use = button(row, "&Use", "Dialogs begin with this model", this::use);
    button(row, "&Check", "Runs the model for two steps", this::check);
    button(row, "&Describe", "Says all of the model", this::describe);
    button(row, "&Install…", "Copies a folder or zip into your models", this::choose);
    remove = button(row, "&Remove…", "Deletes an installed model", this::remove);
    folder = button(row, "&Open folder", "Shows the model's files", this::openFolder);
    JButton help = Widgets.button(new JButton(), "&Help", "What this table shows");
    help.addActionListener(e -> Help.ofCommand("Diffusion Models..."));
    row.add(help);
    lay(row);
    Look.follow(this);
    pack();
    Rectangle screen = WindowPlace.screen(IJ.getInstance());
    Dimension size =
        new Dimension(Math.min(getWidth(), screen.width), Math.min(getHeight(), screen.height));
    WindowPlace.beside(this, size, null);
  }

  /** Shows the one table there is. For any thread. */
  public static void show(ModelActions actions) {
    EventQueue.invokeLater(
        () -> {
          if (open == null || !open.isDisplayable()) {
            open = new ModelsWindow(actions);
            open.setDefaultCloseOperation(DISPOSE_ON_CLOSE);
          }
          open.setVisible(true);
          open.toFront();
          open.refresh(null);
        });
  }

  private JButton button(JPanel row, String text, String help, Runnable action) {
    JButton button = Widgets.button(new JButton(), text, help);
    button.addActionListener(e -> action.run());
    buttons.add(button);
    row.add(button);
    return button;
  }

  private void lay(JPanel row) {
    table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    table.getSelectionModel().addListSelectionListener(e -> enableButtons());
    told.setName("models-told");
    told.setEditable(false);
    told.setLineWrap(true);
    told.setWrapStyleWord(true);
    told.setFont(table.getFont());
    told.setText("Drop a model folder or zip on the table to install it.");
    told.getAccessibleContext().setAccessibleName("About the model");
    getContentPane()
        .setLayout(new MigLayout("fill, wrap 1, hidemode 3", "[grow,fill]", "[grow,fill][][][]"));
    int line = table.getRowHeight();
    add(new JScrollPane(table), "wmin 0, hmin " + 3 * line + ", hmax " + (ROWS + 2) * line);
    add(new JScrollPane(told), "wmin 0, hmin " + 2 * line);
    add(pane, "wmin 0");
    add(row);
    getRootPane()
        .registerKeyboardAction(
            e -> escape(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  private void escape() {
    if (pane.busy()) {
      pane.stop();
    } else {
      dispose();
    }
  }

  private ModelEntry chosen() {
    int row = table.getSelectedRow();
    return row < 0 ? null : models.entry(row);
  }

  private void enableButtons() {
    ModelEntry chosen = chosen();
    buttons.forEach(button -> button.setEnabled(!pane.busy() && chosen != null));
    button("Install…").setEnabled(!pane.busy());
    remove.setEnabled(!pane.busy() && chosen != null && chosen.removable());
    folder.setEnabled(chosen != null && chosen.folder() != null);
    use.setEnabled(!pane.busy() && chosen != null && !chosen.name().equals(actions.used()));
  }

  private JButton button(String name) {
    return buttons.stream().filter(b -> b.getName().equals(name)).findFirst().orElseThrow();
  }

  /** Reads the models anew, and chooses one; null for the one chosen now, or the one in use. */
  private void refresh(String name) {
    ModelEntry before = chosen();
    String choose = name != null ? name : before != null ? before.name() : actions.used();
    pane.work(
        "Reading the models",
        monitor -> {
          List<ModelEntry> entries = ModelEntry.all();
          return () -> {
            models.show(entries, actions.used());
            int row = models.find(choose);
            if (row >= 0) {
              table.setRowSelectionInterval(row, row);
            }
          };
        });
  }

  private void withChosen(Consumer<String> action) {
    ModelEntry chosen = chosen();
    if (chosen != null) {
      action.accept(chosen.name());
    }
  }

  private void say(List<String> lines) {
    told.setText(String.join("\n", lines));
    told.setCaretPosition(0);
  }

  private void use() {
    withChosen(
        name -> {
          actions.use(name);
          refresh(name);
        });
  }

  private void describe() {
    withChosen(
        name ->
            pane.work(
                "Reading " + name,
                monitor -> {
                  List<String> lines = actions.describe(name);
                  return () -> say(lines);
                }));
  }

  private void check() {
    withChosen(
        name ->
            pane.work(
                "Checking " + name,
                monitor -> {
                  String[] wrong = {null};
                  List<String> lines = new ArrayList<>();
                  ErrorSentence.of(
                      "The check",
                      () -> lines.addAll(actions.check(name, monitor)),
                      s -> wrong[0] = s);
                  return () -> checked(name, lines, wrong[0]);
                }));
  }

  private void checked(String name, List<String> lines, String wrong) {
    if (wrong == null) {
      models.checked(name, "works");
      say(lines);
    } else if (wrong.isEmpty()) {
      pane.say(Note.Kind.ERROR, "Stopped.");
    } else {
      models.checked(name, wrong);
      pane.say(Note.Kind.ERROR, wrong);
    }
  }

  private void choose() {
    JFileChooser chooser = new JFileChooser();
    chooser.setName("models-chooser");
    chooser.setDialogTitle("Install a model: its folder or zip");
    chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
    if (chooser.showDialog(this, "Install") == JFileChooser.APPROVE_OPTION) {
      install(List.of(chooser.getSelectedFile().toPath()));
    }
  }

  /** One after the other. */
  private void install(List<Path> sources) {
    pane.work(
        "Installing " + sources.get(0).getFileName(),
        monitor -> {
          List<String> names = new ArrayList<>();
          sources.forEach(source -> names.add(actions.install(source, monitor)));
          return () -> {
            say(List.of("Installed " + String.join(", ", names) + "."));
            refresh(names.get(0));
          };
        });
  }

  private void remove() {
    withChosen(
        name -> {
          int answer =
              JOptionPane.showConfirmDialog(
                  this,
                  "Delete the model " + name + " and its files? This cannot be undone.",
                  "Remove a model",
                  JOptionPane.OK_CANCEL_OPTION,
                  JOptionPane.WARNING_MESSAGE);
          if (answer == JOptionPane.OK_OPTION) {
            pane.work(
                "Removing " + name,
                monitor -> {
                  actions.remove(name);
                  return () -> {
                    say(List.of("Removed " + name + "."));
                    refresh(actions.used());
                  };
                });
          }
        });
  }

  private void openFolder() {
    ModelEntry chosen = chosen();
    if (chosen != null && chosen.folder() != null) {
      Path path = chosen.folder();
      Background.begin(() -> FileBrowser.open(path, this::told));
    }
  }

  private void told(String sentence) {
    EventQueue.invokeLater(() -> pane.say(Note.Kind.PLAIN, sentence));
  }
}
