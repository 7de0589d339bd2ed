package dev.gatehouse.server.page.brand;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An opaque sRGB colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Colour(int red, int green, int blue) {
  static final Colour WHITE = new Colour(255, 255, 255);
  static final Colour BLACK = new Colour(0, 0, 0);

  /** The least contrast between a text and its ground (WCAG 2.2, 1.4.3). */
  static final double READABLE = 4.5;

  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

  /** Checks the range of each part. */
  public Colour {
    if ((red | green | blue) < 0 || red > 255 || green > 255 || blue > 255) {
      throw new IllegalArgumentException("a part of a colour lies outside 0 to 255");
    }
  }

  /**
   * Reads {@code #rrggbb}.
   *
   * @throws IllegalArgumentException for any other form, so that a colour can't carry CSS
   */
  public static Colour parse(String hex) {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a colour is written '#rrggbb', not '" + hex + "'");
    }
    int value = Integer.parseInt(hex.substring(1), 16);
    return new Colour(value >> 16, (value >> 8) & 0xff, value & 0xff);
  }

  /** The form {@code #rrggbb}. */
  public String hex() {
    return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
  }

  /** Contrast from 1 to 21 (WCAG 2.2, contrast ratio). */
  public double contrast(Colour other) {
    double lighter = Math.max(luminance(), other.luminance());
    double darker = Math.min(luminance(), other.luminance());
    return (lighter + 0.05) / (darker + 0.05);
  }

  /** White or black, whichever is readable on this colour; one of them always is. */
  public Colour readableOn() {
    return contrast(WHITE) >= READABLE ? WHITE : BLACK;
  }

  /** This colour, moved towards black or white until it is readable on both grounds. */
  Colour readableOn(Colour ground, Colour otherGround) {
    Colour goal = ground.luminance() > 0.5 ? BLACK : WHITE;
    Colour moved = this;
    for (int percent = 0; percent <= 100; percent += 2) {
      moved = mixed(goal, percent);
      if (moved.contrast(ground) >= READABLE && moved.contrast(otherGround) >= READABLE) {
        return moved;
      }
    }
    return moved;
  }

  /** This colour with the given share of another one, in percent. */
  Colour mixed(Colour other, int percent) {
    return new Colour(
        mixed(red, other.red, percent),
        mixed(green, other.green, percent),
        mixed(blue, other.blue, percent));
  }

  private static int mixed(int from, int to, int percent) {
    return Math.toIntExact(Math.round(from + (to - from) * percent / 100.0));
  }

  private double luminance() {
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  private static double linear(int part) {
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
