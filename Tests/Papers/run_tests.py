"""Runs the tests of modules that are named, as `python3 -m unittest` does, and says of each skipped one why, as Swift Testing does.

    run_tests.py NAME…
"""
import sys
import unittest


class Result(unittest.TextTestResult):
    def printErrors(self):
        super().printErrors()
        for test, reason in self.skipped:
            # One write a line: several of these run at once.
            self.stream.write(f'➜ Test {test.id()} skipped: "{reason}"\n')


if __name__ == "__main__":
    unittest.main(module=None, argv=["run_tests.py", *sys.argv[1:]], testRunner=unittest.TextTestRunner(resultclass=Result))
