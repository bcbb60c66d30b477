"""Clusters events/iris.json with scikit-learn: what iris-expected.json was made by.

python3 iris-expected.py < events/iris.json > iris-expected.json
"""

import json
import sys

import numpy
import sklearn
from sklearn.cluster import KMeans

SETTINGS = {"n_init": 500, "max_iter": 1000, "tol": 0, "algorithm": "lloyd", "random_state": 0}


def ordered(fit):
    """Centers in lexicographic order, and all that depends on it."""
    order = sorted(range(len(fit.cluster_centers_)), key=lambda i: tuple(fit.cluster_centers_[i]))
    rank = {cluster: place for place, cluster in enumerate(order)}
    return {
        "clusters": len(order),
        "inertia": float(fit.inertia_),
        "centers": [[float(x) for x in fit.cluster_centers_[i]] for i in order],
        "sizes": [int((fit.labels_ == i).sum()) for i in order],
        "assignments": [rank[label] for label in fit.labels_],
    }


data = numpy.array(json.load(sys.stdin)["data"])
fits = [ordered(KMeans(n_clusters=clusters, **SETTINGS).fit(data)) for clusters in (1, 2, 3, 4)]
rows = ",\n".join(
    "  {" + ",\n   ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in fit.items()) + "}"
    for fit in fits
)
settings = ", ".join(f"{name}={value!r}" for name, value in SETTINGS.items())
origin = f"scikit-learn {sklearn.__version__}: KMeans(n_clusters=clusters, {settings}).fit(data)"
print(f'{{"origin": {json.dumps(origin)},\n "results": [\n{rows}]}}')
