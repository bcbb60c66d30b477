package io.github.libhello.kmeans;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of {@code data} from the event's bytes, without a token for each number. It knows
 * nothing but rows that are right; with anything else it gives up, and {@link DataReader} says what
 * is wrong.
 */
final class RowScanner {

  private static final byte[] NAME = "\"data\"".getBytes(StandardCharsets.UTF_8);

  /** So many digits fit into 64 bits. */
  private static final int MAX_DIGITS = 19;

  /** More than any exponent that matters, and far from overflow. */
  private static final int MAX_EXPONENT = 100_000;

  private static final int END = -1;

  private final byte[] event;
  private final MemoryBudget budget;
  private double[] coordinates = new double[16];
  private int count;
  private int begin;
  private int at;

  RowScanner(byte[] event, MemoryBudget budget) {
    this.event = event;
    this.budget = budget;
  }

  /**
   * Reads the first value named {@code data}, wherever in the event that is.
   *
   * @return {@code null} if there is none, or one that is for the {@link DataReader}
   * @throws InvalidRequestException if the rows are too much for the memory
   */
  @Nullable Points scan() {
    if (!findValue()) {
      return null;
    }
    begin = at;
    int dimensions = 0;
    int rows = 0;
    do {
      at++;
      int start = at;
      int length = row();
      if (length == 0 || rows > 0 && length != dimensions) {
        return null;
      }
      if (rows == 0) {
        dimensions = length;
        expectRowsLike(at - start);
      }
      rows++;
    } while (space() == ',');
    if (at(at) != ']') {
      return null;
    }
    at++;
    return new Points(coordinates, rows, dimensions);
  }

  /** The event with {@code null} in place of the rows that were read. */
  byte[] rest() {
    byte[] none = "null".getBytes(StandardCharsets.UTF_8);
    byte[] rest = Arrays.copyOf(event, begin + none.length + event.length - at);
    System.arraycopy(none, 0, rest, begin, none.length);
    System.arraycopy(event, at, rest, begin + none.length, event.length - at);
    return rest;
  }

  private boolean findValue() {
    for (; at + NAME.length < event.length; at++) {
      if (event[at] == '"' && Arrays.equals(event, at, at + NAME.length, NAME, 0, NAME.length)) {
        at += NAME.length;
        boolean colon = space() == ':';
        at++;
        return colon && space() == '[';
      }
    }
    return false;
  }

  /** Reads a row, and returns how many numbers it has: none if it is not right. */
  private int row() {
    int from = count;
    if (space() != '[') {
      return 0;
    }
    do {
      at++;
      space();
      double value = number();
      if (!(Math.abs(value) <= DataReader.LARGEST)) {
        return 0;
      }
      if (count == coordinates.length) {
        grow(count + Math.max(count / 2, 1));
      }
      // Makes 0.0 of -0.0.
      coordinates[count++] = value + 0.0;
    } while (space() == ',');
    if (at(at) != ']') {
      return 0;
    }
    at++;
    return count - from;
  }

  /** Makes room for as many rows as there can be if they are as long as the first. */
  private void expectRowsLike(int bytes) {
    grow((int) Math.min(Integer.MAX_VALUE, count * ((event.length - at) / bytes * 1.1 + 2)));
  }

  /** There is no more than a number for two bytes. */
  private void grow(int wanted) {
    int length = (int) Math.min(wanted, count + (event.length - at) / 2L + 1);
    if (length > coordinates.length) {
      budget.require("data", 1, (long) count + length, 0, "send fewer");
      coordinates = Arrays.copyOf(coordinates, length);
    }
  }

  /** The byte after whitespace, where this then stands. */
  private int space() {
    int next = at(at);
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = at(++at);
    }
    return next;
  }

  private int at(int index) {
    return index < event.length ? event[index] : END;
  }

  /** The value of a number, NaN if there is none as JSON has them. */
  private double number() {
    int start = at;
    boolean negative = at(at) == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long digits = digits(0);
    int integers = at - first;
    if (integers == 0 || integers > 1 && event[first] == '0') {
      return Double.NaN;
    }
    int exponent = 0;
    if (at(at) == '.') {
      int point = ++at;
      digits = digits(digits);
      exponent = point - at;
      if (exponent == 0) {
        return Double.NaN;
      }
    }
    int last = at;
    if ((at(at) | 0x20) == 'e') {
      int power = exponent();
      if (power == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += power;
    }
    if (at - start > DataReader.MAX_NUMBER_LENGTH) {
      return Double.NaN;
    }
    if (last - first <= MAX_DIGITS || significant(first, last) <= MAX_DIGITS) {
      double value = PowersOfTen.times(digits, exponent);
      if (!Double.isNaN(value)) {
        return negative ? -value : value;
      }
    }
    return Double.parseDouble(new String(event, start, at - start, StandardCharsets.ISO_8859_1));
  }

  /** Appends digits to those before; more of them than fit are for the JDK. */
  private long digits(long before) {
    byte[] event = this.event;
    long digits = before;
    int i = at;
    while (i < event.length) {
      int digit = event[i] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      digits = 10 * digits + digit;
      i++;
    }
    at = i;
    return digits;
  }

  private int exponent() {
    at++;
    int sign = at(at);
    if (sign == '-' || sign == '+') {
      at++;
    }
    int first = at;
    int power = 0;
    for (int digit = at(at) - '0'; digit >= 0 && digit <= 9; digit = at(++at) - '0') {
      power = Math.min(10 * power + digit, MAX_EXPONENT);
    }
    if (at == first) {
      return Integer.MIN_VALUE;
    }
    return sign == '-' ? -power : power;
  }

  /** How many digits are left without the zeros in front. */
  private int significant(int first, int last) {
    int from = first;
    while (from < last && (event[from] == '0' || event[from] == '.')) {
      from++;
    }
    int digits = last - from;
    for (int i = from; i < last; i++) {
      if (event[i] == '.') {
        digits--;
      }
    }
    return digits;
  }
}
