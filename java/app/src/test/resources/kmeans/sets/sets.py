"""Writes scikit-learn's data sets as CSV, what its KMeans makes of them, and events/wine.json.

pip install -r requirements.txt
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python3 sets.py
"""

import json
import pathlib
import sys
import warnings

import sklearn
from sklearn import datasets
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).resolve().parent
EVENTS = HERE.parents[6] / "events"
SETTINGS = {"n_init": 500, "max_iter": 1000, "tol": 0, "algorithm": "lloyd", "random_state": 0}

# Per set: how to load it, the numbers of clusters to look for, and those with each column standardized.
SETS = {
    "iris": (datasets.load_iris, (2, 3, 4), (2, 3, 4)),
    "wine": (datasets.load_wine, (2, 3, 5), (2, 3, 5)),
    "breast-cancer": (datasets.load_breast_cancer, (2, 3, 4), (2, 3, 4)),
    "diabetes": (datasets.load_diabetes, (2, 3, 4), (2, 3, 4)),
    "digits": (datasets.load_digits, (10,), (10,)),
}

# Of our own runs, which choose their seeds without scikit-learn's several tries for each: set, standardized, clusters.
RESTARTS = {("digits", False, 10): 10, ("digits", True, 10): 300, ("wine", True, 5): 500}


def text(number):
    """The shortest text of a number that reads back the same; integers without a point."""
    return str(int(number)) if number == int(number) else repr(float(number))


def inertia(data, clusters):
    with warnings.catch_warnings():
        # The digits' corners are the same in all images, and some runs find a cluster twice.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return float(KMeans(n_clusters=clusters, **SETTINGS).fit(data).inertia_)


results = []
for name, (load, raw_clusters, standardized_clusters) in SETS.items():
    raw = load().data
    standardized = StandardScaler().fit_transform(raw)
    rows = [",".join(map(text, row)) for row in raw]
    (HERE / f"{name}.csv").write_text("\n".join(rows) + "\n")
    for is_standardized, data, all_clusters in (
        (False, raw, raw_clusters),
        (True, standardized, standardized_clusters),
    ):
        for clusters in all_clusters:
            results.append(
                {
                    "set": name,
                    "standardized": is_standardized,
                    "rows": data.shape[0],
                    "columns": data.shape[1],
                    "clusters": clusters,
                    "restarts": RESTARTS.get((name, is_standardized, clusters), 100),
                    "inertia": inertia(data, clusters),
                }
            )
            print(json.dumps(results[-1]), file=sys.stderr)

settings = ", ".join(f"{key}={value!r}" for key, value in SETTINGS.items())
origin = f"scikit-learn {sklearn.__version__}: KMeans(n_clusters=clusters, {settings}).fit(data).inertia_"
lines = ",\n".join("  " + json.dumps(result) for result in results)
(HERE / "expected.json").write_text(f'{{"origin": {json.dumps(origin)},\n "results": [\n{lines}\n]}}\n')

wine = StandardScaler().fit_transform(datasets.load_wine().data)
rows = ",\n".join("  [" + ", ".join(repr(float(value)) for value in row) + "]" for row in wine)
(EVENTS / "wine.json").write_text(f'{{"clusters": 3, "restarts": 20, "seed": 0, "data": [\n{rows}\n]}}\n')
