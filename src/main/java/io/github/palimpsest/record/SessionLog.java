package io.github.palimpsest.record;

import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.util.List;

/**
 * The log of a session: everything that was done, as data that does it again. Immutable; its text
 * is JSON, see {@code docs/sessions.md}.
 *
 * <pre>{@code
 * SessionLog log = session.log();
 * Files.writeString(file, log.toJson());
 * Session again = Session.replay(image, SessionLog.parse(Files.readString(file)), Monitor.SILENT);
 * }</pre>
 *
 * @param format of the text, 1
 * @param start how the run began
 * @param actions what was done, in its order
 */
public record SessionLog(int format, ResumeRecord start, List<SessionAction> actions) {
  private static final int FORMAT = 1;
  private static final Origin READ = new Origin("The log", "use it as it was written");

  /** A log without the pixels of the source, which it lies beside. */
  public SessionLog(ResumeRecord start, List<SessionAction> actions) {
    this(FORMAT, start.withoutSource(), List.copyOf(actions));
  }

  /**
   * Reads a text of {@link #toJson}.
   *
   * @throws BadInput if it is damaged
   */
  public static SessionLog parse(String text) {
    JsonObject json = RecordFields.parse(text);
    if (json == null) {
      throw new BadInput("The log must be a JSON object: use it as it was written.");
    }
    RecordFields fields = RecordFields.of(json, READ);
    List<SessionAction> actions =
        fields.objects("actions").stream().map(a -> ActionReader.read(a.json())).toList();
    return new SessionLog(ResumeRecord.read(fields.object("start"), 0), actions);
  }

  /** The log as JSON. */
  public String toJson() {
    return RecordCodec.tree(this).toString();
  }

  /** As {@link #toJson}. */
  @Override
  public String toString() {
    return toJson();
  }
}
