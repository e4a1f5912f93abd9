package io.github.palimpsest.ui.dialog;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.command.input.DialogPreview;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Look;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.help.Help;
import io.github.palimpsest.ui.window.WindowPlace;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import net.miginfocom.swing.MigLayout;

/**
 * The window of a form, which leaves its user free to scroll the image and to move the selection.
 * For the event thread; the thread of the command waits for {@link #answers}.
 */
final class DialogWindow extends JDialog {
  private static final long serialVersionUID = 1L;
  private static final int EMS = 40;
  private static final String PREVIEW = "palimpsest.preview";

  /** What the user has done. */
  enum Answer {
    OK,
    CANCEL,
    IMAGE_CLOSED
  }

  /** What the user does, as it comes. */
  final transient BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  private final transient FormModel model;
  private final transient PalimpsestCommand command;
  private final transient ImagePlus image;
  private final transient FormView form;
  private final JScrollPane scroll;
  private final Note message = new Note("");
  private final Note notes = new Note("");
  private final Note cost = new Note("");
  private final JButton ok = new JButton();
  private final transient Adviser adviser;
  private final transient DialogPreview preview;
  private final JCheckBox previewing = new JCheckBox();
  private final Note seen = new Note(" ");
  private transient ImageWatch watch;

  /** A window, not shown yet. */
  DialogWindow(String title, FormModel model, PalimpsestCommand command, ImagePlus image) {
    super(IJ.getInstance(), image == null ? title : title + " – " + image.getTitle(), false);
    setName(title);
    this.model = model;
    this.command = command;
    this.image = image;
    preview = command.preview();
    adviser = new Adviser(command, this::values, this::show);
    form = new FormView(model, image);
    scroll = form.parts().scrolled();
    lay();
    plainEnter(form.parts());
    setDefaultCloseOperation(DO_NOTHING_ON_CLOSE);
    addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent e) {
            answers.add(Answer.CANCEL);
          }
        });
    getRootPane().setDefaultButton(ok);
    getRootPane()
        .registerKeyboardAction(
            e -> answers.add(Answer.CANCEL),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    form.whenResized(this::fit);
    model.listen(key -> changed());
    changed();
  }

  private void lay() {
    JPanel all =
        new JPanel(
            new MigLayout(
                "insets dialog, fill, wrap 1, hidemode 3, novisualpadding", "[grow,fill]"));
    all.add(scroll, "grow, push, hmin 0, wmin 0");
    notes.setName("notes");
    notes.say(Note.Kind.WARNING, null);
    all.add(notes, "wmin 0");
    message.setName("message");
    message.say(Note.Kind.ERROR, null);
    all.add(message, "wmin 0");
    seen.setName("seen");
    seen.setVisible(preview != null);
    all.add(seen, "wmin 0");
    cost.setName("cost");
    cost.say(Note.Kind.PLAIN, null);
    all.add(cost, "wmin 0");
    JButton help = Widgets.button(new JButton(), "&Help", "Opens the page of this command");
    help.addActionListener(e -> Help.ofCommand(getName() + "..."));
    JButton reset =
        Widgets.button(new JButton(), "&Reset", "Give every value its documented default");
    reset.addActionListener(e -> model.reset());
    JButton cancel = Widgets.button(new JButton(), "Cancel", null);
    cancel.addActionListener(e -> answers.add(Answer.CANCEL));
    Widgets.button(ok, "OK", null);
    ok.addActionListener(e -> accept());
    JPanel buttons = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow][]"));
    buttons.add(help, "cell 0 0");
    buttons.add(reset, "cell 0 0");
    Widgets.button(previewing, "&Preview", "Shows in the image what these values mean");
    previewing.setSelected(preview != null && Prefs.get(PREVIEW, true));
    previewing.setVisible(preview != null);
    previewing.addActionListener(
        e -> {
          Prefs.set(PREVIEW, previewing.isSelected());
          look();
        });
    buttons.add(previewing, "cell 0 0");
    buttons.add(cancel, "cell 1 0, sizegroup end");
    buttons.add(ok, "cell 1 0, sizegroup end");
    all.add(buttons, "gaptop unrel, wmin 0");
    setContentPane(all);
  }

  /** Lets Enter in a field press the default button. */
  private static void plainEnter(Container parts) {
    for (var part : parts.getComponents()) {
      JComponent field =
          part instanceof JTextField text
              ? text
              : part instanceof JComboBox<?> box
                      && box.isEditable()
                      && box.getEditor().getEditorComponent() instanceof JComponent editor
                  ? editor
                  : null;
      if (field != null) {
        field.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), "none");
      } else if (part instanceof Container inner) {
        plainEnter(inner);
      }
    }
  }

  /** The words of the model that the form begins with. */
  void words(WordCheck check) {
    form.words(check);
  }

  /** Shows it beside its image. */
  void open() {
    Look.follow(this);
    pack();
    fit();
    WindowPlace.beside(this, image == null ? null : image.getWindow());
    watch = new ImageWatch(image, this::imageChanged, () -> answers.add(Answer.IMAGE_CLOSED));
    if (preview != null) {
      preview.onWords(this::see);
    }
    setVisible(true);
    form.start().ifPresent(row -> row.entry().requestFocusInWindow());
    look();
  }

  /** Takes it away. */
  void close() {
    watch.close();
    if (preview != null) {
      preview.close();
    }
    adviser.close();
    dispose();
    if (image != null && image.getWindow() != null && WindowManager.getCurrentImage() == image) {
      image.getWindow().toFront();
    }
  }

  /** As high as its form, within the screen. */
  /** Says what is shown in the image; a long sentence gets its lines, a short one leaves them. */
  private void see(String words) {
    seen.setText(words.isEmpty() ? " " : words);
    if (getPreferredSize().height > getHeight()) {
      fit();
    }
  }

  private void fit() {
    if (isDisplayable()) {
      fitOnce();
      // texts wrap at their width, and know their height then
      EventQueue.invokeLater(
          () -> {
            if (isDisplayable()) {
              fitOnce();
            }
          });
    }
  }

  private void fitOnce() {
    Rectangle screen = WindowPlace.screen(this);
    // what is said later never makes it wider
    int width = isShowing() ? getWidth() : Math.max(getWidth(), EMS * getFont().getSize());
    width = Math.min(width, screen.width);
    int height = Math.min(getPreferredSize().height, screen.height);
    setBounds(WindowPlace.within(screen, getX(), getY(), width, height));
    validate();
  }

  /** Hands the values over if all can be; else shows what is wrong. */
  private void accept() {
    form.take();
    if (!model.wrong().isEmpty()) {
      say(null);
      form.goTo(model.wrong().iterator().next());
      return;
    }
    ok.setEnabled(false);
    say(null);
    answers.add(Answer.OK);
  }

  /** Shows why the command does not take the values, and lets the user go on. */
  void refuse(String sentence) {
    ok.setEnabled(true);
    var key = model.refuse(sentence);
    key.ifPresent(form::goTo);
    say(key.isPresent() ? null : sentence);
    toFront();
  }

  private void say(String sentence) {
    message.say(Note.Kind.ERROR, sentence);
    fit();
  }

  private void changed() {
    Request values = model.values();
    form.enable(key -> command.acts(key, values));
    if (isDisplayable()) {
      look();
    }
  }

  private void imageChanged() {
    if (isDisplayable()) {
      model.forgetRefusals();
      message.say(Note.Kind.ERROR, null);
      look();
    }
  }

  /** The values, the selection or the image have changed. */
  private void look() {
    Request values = values();
    if (preview != null && isDisplayable() && (values != null || !previewing.isSelected())) {
      preview.show(previewing.isSelected() ? values : null);
    }
    adviser.ask();
  }

  /** What the rows say, by key. */
  Map<Param, String> texts() {
    Map<Param, String> texts = new EnumMap<>(Param.class);
    model.keys().forEach(key -> texts.put(key, model.text(key)));
    return texts;
  }

  /** The values that differ from the defaults, or null while one is wrong. */
  Request values() {
    return model.wrong().isEmpty() ? model.values() : null;
  }

  private void show(Advice advice) {
    form.show(advice);
    notes.say(Note.Kind.WARNING, String.join("\n", advice.notes()));
    cost.say(Note.Kind.PLAIN, advice.cost());
    fit();
  }
}
