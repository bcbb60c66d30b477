"""What the builder is told about the platform that an image is for."""

import os
import shutil

from command_line import stop

HOST = "linux-amd64"
# Other targets: the C compiler for them, its Debian package, and the oldest processors that their images run on.
CROSS = {"linux-aarch64": ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu", "armv8.1-a")}


class Target:
    def __init__(self, svm, name):
        self.name = name or HOST
        if self.name != HOST and self.name not in CROSS:
            stop("there is no target %s, only %s" % (name, ", ".join([HOST, *CROSS])))
        self.c_libraries = os.path.join(svm, "clibraries", self.name, "glibc")
        self.jvm_options, self.settings = [], {}
        if self.name != HOST:
            self._cross(os.path.join(svm, "answers", self.name))

    def _cross(self, answers):
        if not os.path.isdir(answers):
            stop("this home builds no images for %s yet: graalvm/assemble.sh %s adds that"
                 % (self.name, self.name))
        compiler, package, processors = CROSS[self.name]
        path = shutil.which(compiler) or stop(
            "%s is needed for %s: type 'sudo apt-get install -y %s'" % (compiler, self.name, package))
        system, architecture = self.name.split("-")
        self.jvm_options = [
            "-Dsvm.targetPlatformOS=" + system,
            "-Dsvm.targetPlatformArch=" + architecture,
            "-Dsvm.targetArch=" + architecture,
        ]
        # The builder's own choice of MicroArchitecture would go by this machine's processor. The
        # answers stand for programs about C's sizes that could not run here.
        self.settings = {"CCompilerPath": path, "MicroArchitecture": processors, "CAPCacheDir": answers}
