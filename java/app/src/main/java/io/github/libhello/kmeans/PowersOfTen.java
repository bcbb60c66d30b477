package io.github.libhello.kmeans;

import java.math.BigInteger;

/**
 * Doubles of decimal numbers by one or two products of 64 bits: D. Lemire, Number Parsing at a
 * Gigabyte per Second, 2021. The JDK's way takes several times as long for the 17 digits that a
 * double needs, and the library that knows this one, FastDoubleParser, reads memory by a layout
 * that an image has no code for.
 */
final class PowersOfTen {

  /** Beyond it a number is for the JDK: so far every double is a normal one. */
  private static final int MAX_EXPONENT = 80;

  private static final int MAX_EXACT_EXPONENT = 22;
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;

  /** The powers that are doubles. */
  private static final double[] EXACT = new double[MAX_EXACT_EXPONENT + 1];

  /** The first 128 bits of each power of five. */
  private static final long[] HIGH = new long[2 * MAX_EXPONENT + 1];

  private static final long[] LOW = new long[2 * MAX_EXPONENT + 1];

  static {
    double power = 1;
    for (int i = 0; i < EXACT.length; i++, power *= 10) {
      EXACT[i] = power;
    }
    for (int exponent = -MAX_EXPONENT; exponent <= MAX_EXPONENT; exponent++) {
      BigInteger bits = bitsOfFive(exponent);
      HIGH[exponent + MAX_EXPONENT] = bits.shiftRight(Long.SIZE).longValue();
      LOW[exponent + MAX_EXPONENT] = bits.longValue();
    }
  }

  private PowersOfTen() {}

  /** Rounded down where the exponent is positive, up where it is negative, as the proof has it. */
  private static BigInteger bitsOfFive(int exponent) {
    BigInteger power = BigInteger.valueOf(5).pow(Math.abs(exponent));
    if (exponent >= 0) {
      return power.shiftLeft(128 - power.bitLength());
    }
    int length = power.subtract(BigInteger.ONE).bitLength();
    int shift = exponent >= -27 ? length + 127 : 2 * length + 128;
    BigInteger inverse = BigInteger.ONE.shiftLeft(shift).divide(power).add(BigInteger.ONE);
    return inverse.shiftRight(Math.max(0, inverse.bitLength() - 128));
  }

  /**
   * The double nearest to a product.
   *
   * @param digits without a sign
   * @param exponent of ten
   * @return NaN where this cannot tell
   */
  static double times(long digits, int exponent) {
    if (digits == 0) {
      return 0;
    }
    if (digits >>> (MANTISSA_BITS + 1) == 0 && Math.abs(exponent) <= MAX_EXACT_EXPONENT) {
      return exponent < 0 ? digits / EXACT[-exponent] : digits * EXACT[exponent];
    }
    return Math.abs(exponent) <= MAX_EXPONENT ? product(digits, exponent) : Double.NaN;
  }

  private static double product(long digits, int exponent) {
    int zeros = Long.numberOfLeadingZeros(digits);
    long factor = digits << zeros;
    long bits = HIGH[exponent + MAX_EXPONENT];
    long high = Math.unsignedMultiplyHigh(factor, bits);
    long low = factor * bits;
    if ((high & 0x1FF) == 0x1FF) {
      long more = Math.unsignedMultiplyHigh(factor, LOW[exponent + MAX_EXPONENT]);
      low += more;
      if (Long.compareUnsigned(more, low) > 0) {
        high++;
      }
    }
    if (low == -1 && (exponent < -27 || exponent > 55)) {
      return Double.NaN;
    }
    int upper = (int) (high >>> 63);
    int shift = upper + 64 - MANTISSA_BITS - 3;
    long mantissa = high >>> shift;
    boolean halfway =
        (low == 0 || low == 1)
            && exponent >= -4
            && exponent <= 23
            && (mantissa & 3) == 1
            && mantissa << shift == high;
    if (halfway) {
      mantissa--;
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    // The logarithm of ten to the base of two, in units of 2^-16.
    int power = ((217706 * exponent) >> 16) + 63 + upper - zeros + BIAS;
    if (mantissa == 1L << (MANTISSA_BITS + 1)) {
      mantissa >>= 1;
      power++;
    }
    long fraction = mantissa & ~(1L << MANTISSA_BITS);
    return Double.longBitsToDouble(fraction | (long) power << MANTISSA_BITS);
  }
}
