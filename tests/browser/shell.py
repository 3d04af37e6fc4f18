"""A site's Django in one process: a program a line as JSON, and for each what it printed."""

import io
import json
import os
import sys
import traceback
from contextlib import redirect_stdout

import django
from django.db import connections


def main() -> None:
    # Whatever else writes to standard output, a log for one, must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    django.setup()
    for line in sys.stdin:
        said, done = io.StringIO(), True
        try:
            with redirect_stdout(said):
                exec(json.loads(line), {"__name__": "shell"})  # noqa: S102  the tests' own
        except Exception:
            said.write(traceback.format_exc())
            done = False
        connections.close_all()
        print(json.dumps([done, said.getvalue()]), file=answers, flush=True)


if __name__ == "__main__":
    main()
