"""`python -m bench.pinned CORE COMMAND …`: holds itself to one core and becomes the command."""

import os
import sys

os.sched_setaffinity(0, {int(sys.argv[1])})
os.execvp(sys.argv[2], sys.argv[2:])
