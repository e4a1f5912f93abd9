package io.github.palimpsest.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes the files of a model as bad disks, careless editors and enemies do. */
final class FileMutation {
  private static final String[] VALUES = {
    "-1",
    "0",
    "1e30",
    "4294967297",
    "null",
    "true",
    "\"x\"",
    "\"\\u0000\"",
    "[]",
    "{}",
    "[[[[[[]]]]]]",
    "\"../../outside\"",
    "2147483647",
    "0.5",
    "-0.0",
    "NaN"
  };
  private static final String[] CONTENTS = {
    "",
    " ",
    "{",
    "[]",
    "null",
    "{}",
    "\uFEFF{}",
    "version https://git-lfs.github.com/spec/v1",
    "<html>"
  };

  private final Random random;

  FileMutation(Random random) {
    this.random = random;
  }

  /** Changes one to three of the files. */
  void change(Map<String, byte[]> files) {
    for (int i = 1 + random.nextInt(3); i > 0 && !files.isEmpty(); i--) {
      String name = any(files);
      byte[] bytes = files.get(name);
      switch (random.nextInt(8)) {
        case 0 -> files.remove(name);
        case 1 -> files.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
        case 2 ->
            files.put(
                name, CONTENTS[random.nextInt(CONTENTS.length)].getBytes(StandardCharsets.UTF_8));
        case 3 -> {
          String other = any(files);
          files.put(name, files.get(other));
          files.put(other, bytes);
        }
        case 4 -> files.put(name, flipped(bytes));
        default -> files.put(name, name.endsWith(".onnx") ? onnx(bytes) : text(bytes));
      }
    }
  }

  private String any(Map<String, byte[]> files) {
    List<String> names = new ArrayList<>(files.keySet());
    return names.get(random.nextInt(names.size()));
  }

  /** Some bits flipped, or a block overwritten. */
  byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    if (changed.length == 0) {
      return changed;
    }
    if (random.nextInt(4) == 0) {
      int from = random.nextInt(changed.length);
      int to = Math.min(changed.length, from + 1 + random.nextInt(64));
      Arrays.fill(changed, from, to, (byte) random.nextInt(256));
    }
    for (int i = random.nextInt(8); i >= 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /** One value of a JSON text, or one line of another, replaced or taken out. */
  private byte[] text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<Integer> colons = new ArrayList<>();
    for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
      colons.add(at);
    }
    if (colons.isEmpty()) {
      return flipped(bytes);
    }
    int colon = colons.get(random.nextInt(colons.size()));
    int end = colon + 1;
    while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String value = VALUES[random.nextInt(VALUES.length)];
    return (text.substring(0, colon + 1) + value + text.substring(end))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One field somewhere in the messages of an ONNX file changed. */
  private byte[] onnx(byte[] bytes) {
    try {
      return message(UnknownFieldSet.parseFrom(bytes), 7).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      return flipped(bytes);
    }
  }

  private UnknownFieldSet message(UnknownFieldSet message, int depth) {
    List<Integer> numbers = new ArrayList<>(message.asMap().keySet());
    if (numbers.isEmpty()) {
      return message;
    }
    int number = numbers.get(random.nextInt(numbers.size()));
    Field field = message.getField(number);
    UnknownFieldSet.Builder changed = message.toBuilder().clearField(number);
    Field.Builder replaced = Field.newBuilder();
    if (random.nextInt(12) == 0) {
      return changed.build();
    }
    field.getVarintList().forEach(v -> replaced.addVarint(number()));
    field.getFixed32List().forEach(replaced::addFixed32);
    List<ByteString> parts = field.getLengthDelimitedList();
    int chosen = parts.isEmpty() ? 0 : random.nextInt(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      replaced.addLengthDelimited(i == chosen ? part(parts.get(i), depth) : parts.get(i));
    }
    return changed.mergeField(number, replaced.build()).build();
  }

  private ByteString part(ByteString bytes, int depth) {
    try {
      UnknownFieldSet inner = UnknownFieldSet.parseFrom(bytes);
      if (depth > 0 && !inner.asMap().isEmpty()) {
        return message(inner, depth - 1).toByteString();
      }
    } catch (InvalidProtocolBufferException e) {
      // a text or numbers
    }
    return ByteString.copyFrom(flipped(bytes.toByteArray()));
  }

  private long number() {
    long[] some = {-1, 0, 1, 2, 3, 7, 11, 16, 64, 1L << 20, 1L << 31, 1L << 40, Long.MIN_VALUE};
    return some[random.nextInt(some.length)];
  }
}
