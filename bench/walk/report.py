"""The table of two walks, side by side."""


HEAD = "| step | typed | characters | seconds | processor seconds |"


def table(walks):
    lines = []
    for walk in walks:
        name = walk["name"]
        lines += [f"### {name}", "", HEAD, "| --- | --- | --- | --- | --- |"]
        for step in walk["steps"]:
            typed = [f"`{command}`" for command in step["commands"]]
            typed += [f"`{text}` {times(places)} into `{file}`" for file, places, text in step["edits"]]
            figures = f"{step['characters']} | {step['seconds']:.1f} | {step['processor_seconds']:.1f}"
            lines.append(f"| {step['name']} | {'<br>'.join(typed)} | {figures} |")
        lines.append("")
    lines += ["### Both", "", "| | " + " | ".join(walk["name"] for walk in walks) + " |", "| --- | --- | --- |"]
    for name, figure in FIGURES:
        lines.append(f"| {name} | " + " | ".join(figure(walk) for walk in walks) + " |")
    return "\n".join(lines) + "\n"


def times(places):
    return "once" if places == 1 else f"{places} times"


def total(walk, count):
    return sum(count(step) for step in walk["steps"])


FIGURES = [
    ("commands", lambda walk: str(total(walk, lambda step: len(step["commands"])))),
    ("places edited", lambda walk: str(total(walk, lambda step: sum(places for _, places, _ in step["edits"])))),
    ("characters typed", lambda walk: str(total(walk, lambda step: step["characters"]))),
    ("minutes of waiting", lambda walk: f"{total(walk, lambda step: step['seconds']) / 60:.2f}"),
    ("minutes of the processor", lambda walk: f"{total(walk, lambda step: step['processor_seconds']) / 60:.2f}"),
    ("package, MB", lambda walk: f"{walk['package_bytes'] / 1e6:.2f}"),
]
