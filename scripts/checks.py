"""The account that a check keeps."""

SHOWN_PROBLEMS = 10


class Checks:
    """Counts what held and tells what did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, problems):
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED: {name}: {len(problems)} times")
        for problem in problems[:SHOWN_PROBLEMS]:
            print(f"  {problem}", flush=True)

    def close(self):
        """Prints the closing line. Returns the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0
