package io.github.libhello.kmeans;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberInput;

/**
 * Reads the rows of {@code data} into one array, token by token: those that {@link RowScanner}
 * leaves over, and says what is wrong with them.
 */
final class DataReader {

  /**
   * Coordinates up to here leave room for the sum of all squared distances of as many points and
   * dimensions as there can be: 2^62 times the square of twice this is below {@link
   * Double#MAX_VALUE}. So no infinity and no NaN can come up later.
   */
  static final double LARGEST = 1e140;

  /** Far more than a double holds; to convert longer ones is not worth the time. */
  static final int MAX_NUMBER_LENGTH = 1000;

  private final JsonParser json;
  private final MemoryBudget budget;
  private double[] coordinates = new double[16];
  private int rows;
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
  Points read() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequestException(
          "data must be an array of rows, was " + Tokens.describe(json));
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      readRow();
    }
    if (rows == 0) {
      throw new InvalidRequestException("data must have at least 1 row, was empty");
    }
    return new Points(coordinates, rows, dimensions);
  }

  private void readRow() {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequestException(
          "data[" + rows + "] must be an array of numbers, was " + Tokens.describe(json));
    }
    int length = 0;
    while (nextInRow(length) != JsonToken.END_ARRAY) {
      double value = number(length);
      // What a row has too many of is counted, but not kept.
      if (rows == 0 || length < dimensions) {
        int index = rows * dimensions + length;
        if (index == coordinates.length) {
          grow(index);
        }
        coordinates[index] = value;
      }
      length++;
    }
    if (rows == 0) {
      if (length == 0) {
        throw new InvalidRequestException("data[0] must have at least 1 number, was empty");
      }
      dimensions = length;
    } else if (length != dimensions) {
      throw new InvalidRequestException(
          "data["
              + rows
              + "] must have as many numbers as data[0] ("
              + dimensions
              + "), had "
              + length);
    }
    rows++;
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

  /** The old array and the new one are on the heap at once. */
  private void grow(int length) {
    long more = Math.min(length * 2L, Points.MAX_COORDINATES);
    String what =
        rows == 0
            ? "data[0], of more than " + length + " numbers,"
            : "the first rows of data (" + rows + " x " + dimensions + " numbers)";
    budget.require(what, 1, length + more, 0, "send fewer");
    coordinates = Arrays.copyOf(coordinates, (int) more);
  }

  private String name(int column) {
    return "data[" + rows + "][" + column + "]";
  }
}
