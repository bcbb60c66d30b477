"""The echo and the chain of sines on AWS's runtime interface client for Python."""

import math


def echo(event, context):
    return event


def sine(event, context):
    x = event["x"]
    sin = math.sin
    for _ in range(event["iterations"]):
        x = sin(x)
    return {"x": x, "iterations": event["iterations"]}
