package io.github.libhello.kmeans;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;

/** JSON numbers of every form, drawn from a seed: what a reader of doubles can get wrong. */
final class Decimals {

  private static final long SIGN = Long.MIN_VALUE;

  private final Random random;

  Decimals(long seed) {
    random = new Random(seed);
  }

  /** A number within the bounds of {@code data}. */
  String next() {
    String text = form();
    return random.nextInt(4) == 0 && !text.startsWith("-") ? "-" + text : text;
  }

  private String form() {
    return switch (random.nextInt(10)) {
      case 0 -> Double.toString(anyDouble());
      case 1 -> String.format(Locale.ROOT, "%." + random.nextInt(18) + "e", anyDouble());
      case 2 -> String.format(Locale.ROOT, "%." + random.nextInt(18) + "f", measure());
      case 3 ->
          new BigDecimal(anyDouble()).round(new MathContext(15 + random.nextInt(40))).toString();
      case 4 -> digits(1 + random.nextInt(25));
      case 5 -> digits(1 + random.nextInt(3)) + "." + anyDigits(1 + random.nextInt(20));
      case 6 -> digits(1 + random.nextInt(17)) + exponent(random.nextInt(341) - 220);
      case 7 -> "0." + "0".repeat(random.nextInt(40)) + anyDigits(1 + random.nextInt(19));
      case 8 -> halfway();
      default -> subnormal();
    };
  }

  /** Uniformly distributed in its bits. */
  private double anyDouble() {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!(Math.abs(value) < DataReader.LARGEST));
    return value;
  }

  /** Of the size that measured data have. */
  private double measure() {
    return random.nextGaussian() * Math.pow(10, random.nextInt(6) - 2);
  }

  private String subnormal() {
    double value = Double.longBitsToDouble(random.nextLong() >>> (12 + random.nextInt(52)));
    return random.nextBoolean()
        ? Double.toString(value)
        : new BigDecimal(value).round(new MathContext(1 + random.nextInt(20))).toString();
  }

  /** Exactly between two doubles, or just below or above: 17 digits do not tell. */
  private String halfway() {
    double below = Double.longBitsToDouble(Double.doubleToRawLongBits(anyDouble()) & ~SIGN);
    BigDecimal middle =
        new BigDecimal(below)
            .add(new BigDecimal(Math.nextUp(below)))
            .divide(BigDecimal.TWO, MathContext.UNLIMITED);
    BigDecimal beside = middle.ulp().movePointLeft(random.nextInt(3));
    return switch (random.nextInt(4)) {
      case 0 -> middle.toString();
      case 1 -> middle.add(beside).toString();
      case 2 -> middle.subtract(beside).toString();
      default -> middle.round(new MathContext(19, RoundingMode.DOWN)).toString();
    };
  }

  private String exponent(int value) {
    String sign = value < 0 ? "-" : random.nextBoolean() ? "+" : "";
    String zeros = "0".repeat(random.nextInt(10) == 0 ? 3 : 0);
    return (random.nextBoolean() ? "e" : "E") + sign + zeros + Math.abs(value);
  }

  /** An integer without leading zeros, of so many digits. */
  private String digits(int count) {
    return count == 1 ? anyDigits(1) : (1 + random.nextInt(9)) + anyDigits(count - 1);
  }

  private String anyDigits(int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
