# shellcheck shell=bash
# Sourced: where the static JDK libraries and what they are made of are kept. They outlive a home,
# so their names hold only what shapes them.
: "${store:?}" "${graalvm_dir:?}"

source_tarball=$store/source/$(pinned jdk-source 3)
source_recipe=$(sha256sum <"$graalvm_dir/stages/static-libs.sh")
libs_source=$store/static-libs-$(pinned jdk-source 2)-${source_recipe:0:8}
libs_carried=$store/static-libs-$(pinned carried 2)-carried-$(pinned carried 4 | cut -c1-8)
export source_tarball libs_source libs_carried
