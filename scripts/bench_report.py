"""What the benchmarks have in common: the targets that were reached or missed, and the options."""

import argparse
import pathlib


class Verdicts:
    """The targets, and whether they were reached."""

    def __init__(self):
        self._lines = []
        self._missed = 0

    def add(self, reached, text):
        self._missed += not reached
        self._lines.append(f"{'PASS ' if reached else 'BELOW'} {text}")

    def close(self):
        """Prints a line for each target. Returns the exit code."""
        print()
        for line in self._lines:
            print(line)
        return 1 if self._missed else 0


def spread(ratios):
    return f"median of {len(ratios)} rounds, {min(ratios):.2f} to {max(ratios):.2f}"


def parser(description, parts, rounds, seconds):
    """The options that all benchmarks take."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", choices=[*parts, []])
    options.add_argument("--rounds", type=int, default=rounds)
    options.add_argument("--seconds", type=int, default=seconds)
    options.add_argument("--binaries", type=pathlib.Path, default=pathlib.Path(".build") / "release")
    return options


def parse(options):
    """The options, with the paths of the two binaries."""
    options = options.parse_args()
    options.oms = options.binaries.resolve() / "oms"
    options.bench = options.binaries.resolve() / "oms-bench"
    return options
