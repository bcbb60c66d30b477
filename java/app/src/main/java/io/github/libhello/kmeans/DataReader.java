package io.github.libhello.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.clustering.DoublePoint;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberInput;

/**
 * Reads the rows of {@code data}: one array is filled over and over and copied at each row's end,
 * so that nothing but the points themselves is left on the heap.
 */
final class DataReader {

  /**
   * Coordinates up to here leave room for the sum of all squared distances of as many points and
   * dimensions as there can be: 2^62 times the square of twice this is below {@link
   * Double#MAX_VALUE}. So no infinity and no NaN can come up later.
   */
  static final double LARGEST = 1e140;

  private static final int ROWS_BETWEEN_CHECKS = 4096;

  /** Far more than a double holds; to convert longer ones is not worth the time. */
  private static final int MAX_NUMBER_LENGTH = 1000;

  private final JsonParser json;
  private final MemoryBudget budget;
  private final List<DoublePoint> rows = new ArrayList<>();
  private double[] row = new double[16];
  private int dimensions;

  /** Reads from a parser that stands on the first token of the value. */
  DataReader(JsonParser json, MemoryBudget budget) {
    this.json = json;
    this.budget = budget;
  }

  /**
   * Reads up to the end of the value.
   *
   * @return at least one row, all of one length that is at least 1
   * @throws InvalidRequestException if the value is anything else, or too much for the memory
   */
  List<DoublePoint> read() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequestException(
          "data must be an array of rows, was " + Tokens.describe(json));
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      readRow();
    }
    if (rows.isEmpty()) {
      throw new InvalidRequestException("data must have at least 1 row, was empty");
    }
    return rows;
  }

  private void readRow() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequestException(
          "data[" + rows.size() + "] must be an array of numbers, was " + Tokens.describe(json));
    }
    int length = 0;
    while (nextInRow(length) != JsonToken.END_ARRAY) {
      double value = number(length);
      if (rows.isEmpty() && length == row.length) {
        grow();
      }
      if (length < row.length) {
        row[length] = value;
      }
      length++;
    }
    if (rows.isEmpty()) {
      begin(length);
    } else if (length != dimensions) {
      throw new InvalidRequestException(
          "data["
              + rows.size()
              + "] must have as many numbers as data[0] ("
              + dimensions
              + "), had "
              + length);
    }
    rows.add(new DoublePoint(Arrays.copyOf(row, length)));
    if (rows.size() % ROWS_BETWEEN_CHECKS == 0) {
      budget.require(
          "the first rows of data (" + rows.size() + " x " + dimensions + " numbers)",
          rows.size(),
          dimensions,
          0,
          "send fewer");
    }
  }

  /** NaN and Infinity end up here too: JSON knows no such numbers. */
  private JsonToken nextInRow(int column) {
    try {
      return json.nextToken();
    } catch (JacksonException notJson) {
      throw new InvalidRequestException(
          name(column) + " cannot be read as a JSON number" + Tokens.place(notJson), notJson);
    }
  }

  private double number(int column) {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw new InvalidRequestException(
          name(column) + " must be a number, was " + Tokens.describe(json));
    }
    int length = json.getStringLength();
    if (length > MAX_NUMBER_LENGTH) {
      throw new InvalidRequestException(
          name(column) + " must have at most " + MAX_NUMBER_LENGTH + " characters, had " + length);
    }
    // From a String: the reader of char[] takes four digits at a time from a memory segment, by a
    // layout made at run time, for which a native image has no access code.
    double value = NumberInput.parseDouble(json.getString(), true);
    if (!(Math.abs(value) <= LARGEST)) {
      throw new InvalidRequestException(
          name(column)
              + " must be between -1e140 and 1e140, so that squared distances stay"
              + " finite, was "
              + Tokens.describe(json));
    }
    // Makes 0.0 of -0.0: they are one coordinate, but not one to Arrays.equals.
    return value + 0.0;
  }

  private void grow() {
    budget.require(
        "data[0], of more than " + row.length + " numbers,", 4, row.length, 0, "send fewer");
    row = Arrays.copyOf(row, row.length * 2);
  }

  private void begin(int length) {
    if (length == 0) {
      throw new InvalidRequestException("data[0] must have at least 1 number, was empty");
    }
    dimensions = length;
    row = Arrays.copyOf(row, length);
  }

  private String name(int column) {
    return "data[" + rows.size() + "][" + column + "]";
  }
}
