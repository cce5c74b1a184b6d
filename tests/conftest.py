"""Settings that all tests share."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

# The gate draws the same examples every time and never fails for a slow machine.
# HYPOTHESIS_PROFILE=search looks for new ones.
slow = [HealthCheck.too_slow]
settings.register_profile(
    "gate", deadline=None, derandomize=True, print_blob=True, suppress_health_check=slow
)
settings.register_profile("search", deadline=None, max_examples=2_000, suppress_health_check=slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

# A shell that starts the gate in the background makes it ignore Ctrl-C, and every program that a
# test starts and then interrupts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
