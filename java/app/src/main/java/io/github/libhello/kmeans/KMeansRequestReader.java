package io.github.libhello.kmeans;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads and checks a request. */
final class KMeansRequestReader {

  /** The event's size bounds names and numbers already; the reader has clearer words for them. */
  private static final StreamReadConstraints UNBOUNDED =
      StreamReadConstraints.builder()
          .maxNameLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .build();

  private static final String KNOWN_FIELDS =
      "points, dimensions, data, clusters, maxIterations, restarts, seed, assignments";

  private final JsonParser json;
  private final MemoryBudget budget;
  private final @Nullable Points scanned;
  private final Set<String> seen = new HashSet<>();

  private int points;
  private int dimensions;
  private @Nullable Points rows;
  private long clusters;
  private int maxIterations = KMeansRequest.DEFAULT_MAX_ITERATIONS;
  private int restarts = KMeansRequest.DEFAULT_RESTARTS;
  private long seed = KMeansRequest.DEFAULT_SEED;
  private boolean assignments;

  private KMeansRequestReader(JsonParser json, MemoryBudget budget, @Nullable Points scanned) {
    this.json = json;
    this.budget = budget;
    this.scanned = scanned;
  }

  /**
   * Reads a request that {@link KMeans} can answer within the budget.
   *
   * @throws InvalidRequestException if the event is not JSON, or not such a request
   */
  static KMeansRequest read(byte[] event, MemoryBudget budget) {
    KMeansRequest request = scan(event, budget);
    return request != null ? request : read(event, budget, null);
  }

  /** Reads a request with rows in the usual form; one that is wrong is not said to be here. */
  private static @Nullable KMeansRequest scan(byte[] event, MemoryBudget budget) {
    try {
      RowScanner scanner = new RowScanner(event, budget);
      Points rows = scanner.scan();
      return rows == null ? null : read(scanner.rest(), budget, rows);
    } catch (InvalidRequestException toBeFoundAgain) {
      return null;
    }
  }

  /**
   * Reads a request token by token.
   *
   * @param scanned the rows in whose place {@code data} is {@code null}
   */
  static KMeansRequest read(byte[] event, MemoryBudget budget, @Nullable Points scanned) {
    try (JsonParser json = json().createParser(ObjectReadContext.empty(), event)) {
      return new KMeansRequestReader(json, budget, scanned).request();
    } catch (JacksonException notJson) {
      throw new InvalidRequestException(
          "the event cannot be read as JSON" + Tokens.place(notJson), notJson);
    }
  }

  /**
   * A factory for one request only: it remembers the names of all fields that its parsers meet, so
   * one for all would keep whatever callers make up. JSON is UTF-8 here; the parser would also take
   * UTF-16 and UTF-32, and a byte order mark.
   */
  private static JsonFactory json() {
    return JsonFactory.builder()
        .streamReadConstraints(UNBOUNDED)
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .build();
  }

  private KMeansRequest request() {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new InvalidRequestException("the event is empty: send a JSON object");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new InvalidRequestException(
          "the event must be a JSON object, was " + Tokens.describe(json));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      readField(json.currentName());
    }
    if (json.nextToken() != null) {
      throw new InvalidRequestException("the event must end with its JSON object, but goes on");
    }
    return checked();
  }

  private void readField(String name) {
    json.nextToken();
    switch (name) {
      case "points" -> points = (int) integer(name, 1, Integer.MAX_VALUE);
      case "dimensions" -> dimensions = (int) integer(name, 1, Integer.MAX_VALUE);
      case "data" -> rows = rows();
      // The number of points, its bound, may be still to come.
      case "clusters" -> clusters = integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
      case "maxIterations" -> maxIterations = (int) integer(name, 1, KMeansRequest.MAX_ITERATIONS);
      case "restarts" -> restarts = (int) integer(name, 1, KMeansRequest.MAX_RESTARTS);
      case "seed" -> seed = integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
      case "assignments" -> assignments = truth(name);
      default ->
          throw new InvalidRequestException(
              "unknown field \"" + Tokens.shortened(name) + "\"; known are " + KNOWN_FIELDS);
    }
    if (!seen.add(name)) {
      throw new InvalidRequestException(name + " must be given once, was given twice");
    }
  }

  private Points rows() {
    if (scanned != null && json.currentToken() == JsonToken.VALUE_NULL) {
      return scanned;
    }
    return new DataReader(json, budget).read();
  }

  private long integer(String name, long least, long most) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new InvalidRequestException(name + " must be an integer, was " + Tokens.describe(json));
    }
    boolean fits = json.getNumberType() != NumberType.BIG_INTEGER;
    if (!fits || json.getLongValue() < least || json.getLongValue() > most) {
      throw new InvalidRequestException(
          name + " must be between " + least + " and " + most + ", was " + Tokens.describe(json));
    }
    return json.getLongValue();
  }

  private boolean truth(String name) {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default ->
          throw new InvalidRequestException(
              name + " must be true or false, was " + Tokens.describe(json));
    };
  }

  private KMeansRequest checked() {
    PointSource source = rows == null ? uniform() : given(rows);
    require("clusters");
    if (clusters < 1 || clusters > source.count()) {
      throw new InvalidRequestException(
          "clusters must be between 1 and the number of points ("
              + source.count()
              + "), was "
              + clusters);
    }
    budget.require(
        "clusters (" + clusters + " of " + source.dimensions() + " dimensions)",
        source.count(),
        source.dimensions(),
        clusters,
        "ask for fewer");
    return new KMeansRequest(source, (int) clusters, maxIterations, restarts, seed, assignments);
  }

  private PointSource uniform() {
    if (!seen.contains("points")) {
      throw new InvalidRequestException("points or data is missing");
    }
    require("dimensions");
    budget.require(
        "points x dimensions (" + points + " x " + dimensions + ")",
        points,
        dimensions,
        0,
        "ask for fewer");
    if ((long) points * dimensions > Points.MAX_COORDINATES) {
      throw new InvalidRequestException(
          "points x dimensions must be at most "
              + Points.MAX_COORDINATES
              + ", was "
              + (long) points * dimensions);
    }
    return new PointSource.Uniform(points, dimensions);
  }

  private PointSource given(Points data) {
    if (seen.contains("points")) {
      throw new InvalidRequestException("points and data exclude each other: give one of them");
    }
    if (seen.contains("dimensions")) {
      throw new InvalidRequestException(
          "dimensions goes with points only: the rows of data have their own length");
    }
    return new PointSource.Given(data);
  }

  private void require(String name) {
    if (!seen.contains(name)) {
      throw new InvalidRequestException(name + " is missing");
    }
  }
}
