set -euo pipefail
source tasks/steps.sh
source tasks/machine.sh
source tasks/tools.sh
source tasks/build.sh
source tasks/image.sh
source tasks/package.sh
source tasks/bundle.sh
source tasks/check.sh
source tasks/audit.sh
source tasks/test.sh
source tasks/run.sh
source tasks/fuzz.sh
source tasks/docker.sh
source tasks/processors.sh
source tasks/deploy.sh
need_rust; need_maven; find_native_image; build_jars; build_acceptance
