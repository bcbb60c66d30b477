package io.github.libhello.kmeans;

/** Where a request's points come from. */
sealed interface PointSource {

  /** How many points there are, at least 1. */
  int count();

  /** How many coordinates each of them has, at least 1. */
  int dimensions();

  /**
   * The points themselves, in the request's order.
   *
   * @param random drawn from by generated points only
   */
  Points points(SeededNumbers random);

  /** Independent points, each uniformly distributed in the cube of [0, 1) in every dimension. */
  record Uniform(int count, int dimensions) implements PointSource {

    @Override
    public Points points(SeededNumbers random) {
      double[] coordinates = new double[count * dimensions];
      for (int i = 0; i < coordinates.length; i++) {
        coordinates[i] = random.fraction();
      }
      return new Points(coordinates, count, dimensions);
    }
  }

  /** Points that the request brought along, shared with whoever read them. */
  record Given(Points rows) implements PointSource {

    @Override
    public int count() {
      return rows.count();
    }

    @Override
    public int dimensions() {
      return rows.dimensions();
    }

    @Override
    public Points points(SeededNumbers random) {
      return rows;
    }
  }
}
