package dev.gatehouse.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The vectors under {@code src/test/resources/vectors}, which other readers can use as well. */
final class Vectors {
  private Vectors() {}

  /** The records of {@code accepted.jsonl}, without their newlines. */
  static List<byte[]> accepted() {
    return lines("accepted.jsonl").stream().map(Vectors::utf8).toList();
  }

  /** The record that the rows of {@code refused.tsv} change. */
  static byte[] base() {
    return accepted().get(1);
  }

  /** The cells of each row below the heading. */
  static List<List<String>> table(String file) {
    return lines(file).stream().skip(1).map(line -> List.of(line.split("\t", -1))).toList();
  }

  /** The base with the one occurrence of a text replaced; {@code *} stands for all of it. */
  static byte[] edited(String find, String replacement) {
    String base = new String(base(), StandardCharsets.ISO_8859_1);
    if (find.equals("*")) {
      return raw(replacement);
    }
    int at = base.indexOf(find);
    if (at < 0 || base.indexOf(find, at + 1) >= 0) {
      throw new IllegalArgumentException("not there exactly once: " + find);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(base.substring(0, at).getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(raw(replacement));
    out.writeBytes(base.substring(at + find.length()).getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  /** The bytes of a text in which {@code \xNN} stands for one byte. */
  private static byte[] raw(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        out.write(HexFormat.fromHexDigits(text, i + 2, i + 4));
        i += 3;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file))) {
      return List.of(text(in.readAllBytes()).split("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
