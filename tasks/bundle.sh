# shellcheck shell=bash
# The package for those who stay on the JVM, by the plugin as a user's project has it.

# dist/lambda-jvm.zip
package_jvm() {
  build_library
  build_emulator
  build_jars
  step "dist/lambda-jvm.zip: a JRE, and an AOT cache trained on the shipped events" "" \
    mvn -B -ntp -q -P jvm-package -pl java/app -am package -Dmaven.test.skip=true
  install -m 644 java/app/target/lambda-jvm.zip dist/
  say "  $(stat -c %s dist/lambda-jvm.zip) bytes"
}
