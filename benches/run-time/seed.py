"""The way of the Python package cjm-fasthtml-sse, for the same text: settings without a value are left out,
json.dumps writes the others, and one f-string puts them into the script.

Standard input: the script. Standard output: nanoseconds for one rendering (median) and the bytes that it holds at most.
"""

import json
import sys
import timeit
import tracemalloc
from dataclasses import dataclass
from statistics import median


@dataclass
class Script:
    """A script as its author would write it: settings, and the text around them."""

    before: str
    settings: list
    after: str

    def render(self) -> str:
        given = [value for value in self.settings if value is not None]
        settings = json.dumps(given, separators=(",", ":"))
        return f"{self.before}{settings[1:-1]}{self.after}"


def take_apart(script: str) -> Script:
    """The settings are the arguments of the call at the script's end."""
    start = script.rindex("})(") + len("})(")
    end = script.rindex(")")
    return Script(script[:start], json.loads(f"[{script[start:end]}]"), script[end:])


def main() -> None:
    text = sys.stdin.read()
    script = take_apart(text)
    # Two that have no value, as in every call of the package.
    script.settings += [None, None]
    if script.render() != text:
        raise SystemExit("what is measured must be the same text")

    often = 1_000
    seconds = median(timeit.repeat(script.render, number=often, repeat=100)) / often
    tracemalloc.start()
    script.render()
    _, most = tracemalloc.get_traced_memory()
    print(round(seconds * 1e9), most)


main()
