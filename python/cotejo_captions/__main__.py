"""The command `cotejo`: the same as the program, run in this process."""
import signal
import sys


def main() -> None:
    from . import _native

    # as for any program: Python's own handler would only take note, and nobody reads its notes while the command runs
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_native.command(["cotejo", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
