package io.github.libhello.kmeans;

import io.github.libhello.Handler;
import io.github.libhello.Invocation;

/**
 * Answers k-means requests: JSON in, JSON out.
 *
 * <p>A request either asks for uniformly distributed points in the unit cube or brings its own:
 *
 * <pre>{@code
 * {"points": 20000, "dimensions": 2, "clusters": 10, "seed": 7}
 * {"data": [[1.0, 2.0], [1.5, 1.8], [5.0, 8.0]], "clusters": 2, "restarts": 5}
 * }</pre>
 *
 * <table>
 *   <caption>The fields of a request; all numbers but those of {@code data} are integers</caption>
 *   <tr><th>Field</th><th>Bounds</th><th>Default</th></tr>
 *   <tr><td>{@code points}</td><td>1 to 2147483647, and what fits into memory</td>
 *       <td>none; excludes {@code data}</td></tr>
 *   <tr><td>{@code dimensions}</td><td>1 to 2147483647, and what fits into memory</td>
 *       <td>none; goes with {@code points} only</td></tr>
 *   <tr><td>{@code data}</td><td>rows of equally many numbers, at least one, each between -1e140
 *       and 1e140 and of at most 1000 characters</td><td>none; excludes {@code points}</td></tr>
 *   <tr><td>{@code clusters}</td><td>1 to the number of points</td><td>none</td></tr>
 *   <tr><td>{@code maxIterations}</td><td>1 to 1000000, in each run</td><td>100</td></tr>
 *   <tr><td>{@code restarts}</td><td>1 to 1000: the number of runs, of which the best is
 *       answered</td><td>1</td></tr>
 *   <tr><td>{@code seed}</td><td>any 64-bit integer</td><td>0</td></tr>
 *   <tr><td>{@code assignments}</td><td>{@code true} to get each point's cluster</td>
 *       <td>{@code false}</td></tr>
 * </table>
 *
 * <p>A number of {@code data} is read as the double nearest to it, ties to even; {@code -0.0} is
 * {@code 0.0}, and what lies below the smallest double is zero. Beyond 1e140 the sum of squared
 * distances might overflow, so such numbers are refused, and no response has an infinity or a NaN.
 *
 * <p>The response repeats {@code points}, {@code dimensions}, {@code restarts} and {@code seed} and
 * tells of the run with the lowest inertia, the first of equals:
 *
 * <ul>
 *   <li>{@code clusters}: how many were found; fewer than asked for where fewer points are distinct
 *   <li>{@code inertia}: sum of the squared distances of all points to their centers
 *   <li>{@code iterations}: how often the centers were computed anew
 *   <li>{@code converged}: whether one more iteration would change nothing
 *   <li>{@code milliseconds}: from the event's bytes to the result, all but writing it
 *   <li>{@code centers}: rows in lexicographic order
 *   <li>{@code sizes}: each center's number of points, in the same order
 *   <li>{@code assignments}: each point's index into {@code centers}, if asked for
 * </ul>
 *
 * <p>The same request gives the same response, {@code milliseconds} aside, on the JVM and in a
 * native image, and with any number of processors: functions of 3538 MB and more have several, of
 * which many points make use. How long a request may take is left to the function's timeout.
 */
public final class KMeansHandler implements Handler {

  /** A handler without state: one serves all invocations. */
  public KMeansHandler() {}

  /**
   * {@inheritDoc}
   *
   * @throws InvalidRequestException if the payload is not a request as described above
   */
  @Override
  public byte[] handle(Invocation invocation) {
    return answer(invocation.payload());
  }

  /**
   * Answers one request.
   *
   * @param event the request, JSON in UTF-8; not kept and not written to
   * @return the response, JSON in UTF-8
   * @throws InvalidRequestException if the event is not a request as described above, or needs more
   *     memory than there is
   */
  public static byte[] answer(byte[] event) {
    long start = System.nanoTime();
    MemoryBudget budget = MemoryBudget.besides(event.length);
    KMeansRequest request = KMeansRequestReader.read(event, budget);
    KMeansResult result = KMeans.cluster(request, budget);
    return KMeansResponseWriter.write(request, result, System.nanoTime() - start);
  }
}
