package io.github.libhello.kmeans;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.random.RandomGenerator;

/** Where a request's points come from. */
sealed interface PointSource {

  /** How many points there are, at least 1. */
  int count();

  /** How many coordinates each of them has, at least 1. */
  int dimensions();

  /**
   * The points themselves, in the request's order. The list must not be written to.
   *
   * @param random drawn from by generated points only
   */
  List<DoublePoint> points(RandomGenerator random);

  /** Independent points, each uniformly distributed in the cube of [0, 1) in every dimension. */
  record Uniform(int count, int dimensions) implements PointSource {

    @Override
    public List<DoublePoint> points(RandomGenerator random) {
      List<DoublePoint> points = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        double[] point = new double[dimensions];
        for (int j = 0; j < dimensions; j++) {
          point[j] = random.nextDouble();
        }
        points.add(new DoublePoint(point));
      }
      return points;
    }
  }

  /** Points that the request brought along, shared with whoever read them. */
  record Given(List<DoublePoint> rows) implements PointSource {

    @Override
    public int count() {
      return rows.size();
    }

    @Override
    public int dimensions() {
      return rows.getFirst().getPoint().length;
    }

    @Override
    public List<DoublePoint> points(RandomGenerator random) {
      return rows;
    }
  }
}
