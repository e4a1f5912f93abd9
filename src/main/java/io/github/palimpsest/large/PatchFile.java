package io.github.palimpsest.large;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.image.PlaneEdit;
import java.awt.Rectangle;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * The new pixels of one piece on disk, with what its run must tell. A file has its name only when
 * it is whole, ends with the SHA-256 of what comes before, and begins with the stamp of its plan,
 * so that one of another plan, and one that was damaged, is no patch.
 */
final class PatchFile {
  private static final String KIND = "palimpsest patch 1";
  private static final int HASH = 32;

  private PatchFile() {}

  /**
   * The content of a file.
   *
   * @param edit the new pixels; weights are 0 and 1
   * @param seen the part of the plane that the model saw
   * @param source SHA-256 of that, see {@link io.github.palimpsest.record.SourceHash}
   * @param seconds that it took
   */
  record Patch(PlaneEdit edit, Rectangle seen, String source, double seconds) {}

  /** The file of a piece, whether it is there or not. */
  static Path of(Path folder, int plane, int piece) {
    return folder.resolve(String.format("plane%04d-piece%06d.patch", plane, piece));
  }

  /**
   * Writes a patch.
   *
   * @return its length and hash
   * @throws IOException if it cannot be written; nothing is left then
   */
  static TaskResult.Part write(Path file, String stamp, Patch patch) throws IOException {
    Path part = Outputs.part(file);
    MessageDigest digest = digest();
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        DataOutputStream data = new DataOutputStream(new DigestOutputStream(out, digest));
        data.writeUTF(KIND);
        data.writeUTF(stamp);
        write(data, patch);
        data.flush();
        out.write(digest.digest());
        out.flush();
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    return look(file, stamp);
  }

  private static void write(DataOutputStream data, Patch patch) throws IOException {
    PlaneEdit edit = patch.edit();
    data.writeDouble(patch.seconds());
    data.writeInt(edit.position());
    write(data, edit.rectangle());
    write(data, patch.seen());
    data.writeUTF(patch.source());
    BitSet members = new BitSet();
    for (int i = 0; i < edit.mask().length; i++) {
      members.set(i, edit.mask()[i] > 0);
    }
    byte[] bits = members.toByteArray();
    data.writeInt(bits.length);
    data.write(bits);
    data.writeInt(edit.values().length);
    for (float[] channel : edit.values()) {
      for (int i = members.nextSetBit(0); i >= 0; i = members.nextSetBit(i + 1)) {
        data.writeFloat(channel[i]);
      }
    }
  }

  private static void write(DataOutputStream data, Rectangle r) throws IOException {
    data.writeInt(r.x);
    data.writeInt(r.y);
    data.writeInt(r.width);
    data.writeInt(r.height);
  }

  /** What lies there: its length and the hash of all of it. */
  private static TaskResult.Part look(Path file, String stamp) throws IOException {
    byte[] all = Files.readAllBytes(file);
    String hash = HexFormat.of().formatHex(digest().digest(all));
    return new TaskResult.Part(file.toString(), file.toString(), all.length, hash, stamp);
  }

  /** Whether a file is what its maker says. */
  static boolean is(TaskResult.Part patch) {
    try {
      return look(Path.of(patch.path()), patch.stamp()).equals(patch);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads a patch.
   *
   * @return null if there is none, it is not whole, or it has another stamp
   */
  static Patch read(Path file, String stamp) {
    try {
      byte[] all = Files.readAllBytes(file);
      int end = all.length - HASH;
      if (end < 0) {
        return null;
      }
      MessageDigest digest = digest();
      digest.update(all, 0, end);
      if (!Arrays.equals(digest.digest(), Arrays.copyOfRange(all, end, all.length))) {
        return null;
      }
      DataInputStream data = new DataInputStream(new ByteArrayInputStream(all, 0, end));
      return data.readUTF().equals(KIND) && data.readUTF().equals(stamp) ? read(data) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static Patch read(DataInputStream data) throws IOException {
    double seconds = data.readDouble();
    int position = data.readInt();
    Rectangle r = rectangle(data);
    Rectangle seen = rectangle(data);
    String source = data.readUTF();
    BitSet members = BitSet.valueOf(data.readNBytes(data.readInt()));
    float[] mask = new float[r.width * r.height];
    float[][] values = new float[data.readInt()][mask.length];
    members.stream().forEach(i -> mask[i] = 1);
    for (float[] channel : values) {
      for (int i = members.nextSetBit(0); i >= 0; i = members.nextSetBit(i + 1)) {
        channel[i] = data.readFloat();
      }
    }
    return new Patch(new PlaneEdit(position, r, values, mask), seen, source, seconds);
  }

  private static Rectangle rectangle(DataInputStream data) throws IOException {
    return new Rectangle(data.readInt(), data.readInt(), data.readInt(), data.readInt());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
