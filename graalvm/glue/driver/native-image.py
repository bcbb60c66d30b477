#!/usr/bin/env python3
"""native-image: turns the usual command line into a run of SubstrateVM's image builder."""

import os
import sys

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HOME, "lib", "svm", "driver"))

import builder_process  # noqa: E402 (found through the path set above)

sys.exit(builder_process.main(HOME, sys.argv[1:]))
