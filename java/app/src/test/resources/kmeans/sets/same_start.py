"""Writes what scikit-learn's KMeans makes of its data sets from given initial centers: same-start.json.

pip install -r requirements.txt
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python3 same_start.py
"""

import json
import pathlib

import sklearn
from sklearn import datasets
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = {"n_init": 1, "max_iter": 1000, "tol": 0, "algorithm": "lloyd"}
LOADERS = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast-cancer": datasets.load_breast_cancer,
    "diabetes": datasets.load_diabetes,
    "digits": datasets.load_digits,
}
# Two flowers are equally far from two centers but for 2e-17, which scikit-learn's formula for distances loses; exact
# fractions lead to an inertia of 30.0161 as the function does, not of 29.9597.
TIE = ("iris", False, 10)


def result(name, data, is_standardized, clusters):
    """A run from rows that are as far apart in the set as can be."""
    start = [i * len(data) // clusters for i in range(clusters)]
    fitted = KMeans(n_clusters=clusters, init=data[start], **SETTINGS).fit(data)
    return {
        "set": name,
        "standardized": is_standardized,
        "start": start,
        "inertia": float(fitted.inertia_),
        "labels": "".join(map(str, fitted.labels_)),
    }


results = []
for name, load in LOADERS.items():
    raw = load().data
    for is_standardized, data in ((False, raw), (True, StandardScaler().fit_transform(raw))):
        for clusters in (2, 3, 5, 10):
            if (name, is_standardized, clusters) == TIE:
                continue
            results.append(result(name, data, is_standardized, clusters))

settings = ", ".join(f"{key}={value!r}" for key, value in SETTINGS.items())
origin = f"scikit-learn {sklearn.__version__}: KMeans(n_clusters=len(start), init=data[start], {settings}).fit(data)"
lines = ",\n".join("  " + json.dumps(each) for each in results)
(HERE / "same-start.json").write_text(f'{{"origin": {json.dumps(origin)},\n "results": [\n{lines}\n]}}\n')
