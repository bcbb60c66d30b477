"""K-means by scikit-learn, as functions on AWS's runtime interface client for Python.

`lloyd` and `elkan` have the points of bench/kernel's Blobs, from the same initial centers; `uniform` answers
events/uniform-20000.json with the points and seeds of the showcase.
"""

import numpy
from sklearn.cluster import KMeans

GAMMA = numpy.uint64(0x9E3779B97F4A7C15)


def random_doubles(count):
    """The numbers of Java's SplittableRandom(0)."""
    z = numpy.arange(1, count + 1, dtype=numpy.uint64) * GAMMA
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> numpy.uint64(31))) >> numpy.uint64(11)) * 2.0**-53


def blobs(count, dimensions, clusters):
    doubles = random_doubles(clusters * dimensions + count * (1 + 2 * dimensions))
    places = 2 * doubles[: clusters * dimensions].reshape(clusters, dimensions)
    rows = doubles[clusters * dimensions :].reshape(count, 1 + 2 * dimensions)
    noise = rows[:, 1::2] + rows[:, 2::2] - 1
    return places[(rows[:, 0] * clusters).astype(int)] + noise


points = None


def kernel(event, algorithm):
    """The points are made in the first invocation, so that a warm one is the clustering alone."""
    global points
    if points is None:
        points = blobs(event["points"], event["dimensions"], event["clusters"])
    clusters = event["clusters"]
    fitted = KMeans(clusters, init=points[:clusters], n_init=1, max_iter=100, tol=0, algorithm=algorithm).fit(points)
    return {"inertia": float(fitted.inertia_)}


def lloyd(event, context):
    return kernel(event, "lloyd")


def elkan(event, context):
    return kernel(event, "elkan")


class Twister:
    """Hipparchus's MersenneTwister, a seed of which are two words."""

    def __init__(self, seed):
        self.words = numpy.random.RandomState([seed >> 32 & 0xFFFFFFFF, seed & 0xFFFFFFFF])._bit_generator

    def doubles(self, count):
        words = self.words.random_raw(2 * count) >> numpy.uint64(6)
        return (words[::2] << numpy.uint64(26) | words[1::2]) * 2.0**-52

    def below(self, bound):
        while True:
            bits = int(self.words.random_raw()) >> 1
            value = bits % bound
            if bits - value + bound - 1 < 1 << 31:
                return value


def initial_centers(points, clusters, random):
    """K-means++ with one try for each, in the showcase's order."""
    chosen = [random.below(len(points))]
    squares = numpy.full(len(points), numpy.inf)
    for _ in range(1, clusters):
        distances = numpy.sqrt(((points - points[chosen[-1]]) ** 2).sum(axis=1))
        squares = numpy.minimum(squares, distances**2)
        squares[chosen] = 0
        sums = numpy.cumsum(squares)
        chosen.append(int(numpy.searchsorted(sums, random.doubles(1)[0] * sums[-1])))
    return points[chosen]


def uniform(event, context):
    random = Twister(event["seed"])
    clusters = event["clusters"]
    points = random.doubles(event["points"] * event["dimensions"]).reshape(event["points"], event["dimensions"])
    start = initial_centers(points, clusters, random)
    fitted = KMeans(clusters, init=start, n_init=1, max_iter=100, tol=0, algorithm="lloyd").fit(points)
    centers = fitted.cluster_centers_
    order = sorted(range(clusters), key=lambda i: tuple(centers[i]))
    sizes = numpy.bincount(fitted.labels_, minlength=clusters)
    return {
        "inertia": float(fitted.inertia_),
        "centers": centers[order].tolist(),
        "sizes": sizes[order].tolist(),
        "converged": fitted.n_iter_ < 100,
    }
