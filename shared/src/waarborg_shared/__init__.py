"""What every service stands on; no domain rule and no service's table lives here.

A service is some half a million objects, classes and statements, that are made at the start and stay. Python's
collector would look through them hundreds of times meanwhile, which is a sixth of the start; from here on it looks
after so many new ones. A process that runs on sets its own pace when it is complete (`memory.leave_what_stays`). When
a process ends it would look through all of them twice more, which is a third of what a command takes in all: the system
takes everything back anyhow.
"""

import atexit
import gc

gc.set_threshold(400_000, 10, 10)
atexit.register(gc.freeze)
