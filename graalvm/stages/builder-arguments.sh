#!/usr/bin/env bash
# builder-arguments.sh HOME: reads two tables for the driver out of the jars in a home: the exports
# that the builder needs from the JDK's modules, and the options that it has.
set -euo pipefail
java=$1/bin/java
svm=$1/lib/svm
tools=${graalvm_dir:?}/glue/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

builder_modules=(jdk.graal.compiler org.graalvm.{collections,word,nativeimage}
  org.graalvm.nativeimage.{builder,base,pointsto,objectfile,configure,libgraal}
  org.graalvm.espresso.shared.svm org.graalvm.truffle.compiler)
jdk_modules=(java.base java.desktop java.instrument java.logging java.management
  java.management.rmi java.naming java.net.http java.prefs java.rmi java.security.jgss java.sql
  java.xml jdk.attach jdk.charsets jdk.crypto.ec jdk.httpserver jdk.internal.ed
  jdk.internal.jvmstat jdk.internal.vm.ci jdk.jfr jdk.localedata jdk.management
  jdk.management.agent jdk.net jdk.security.jgss jdk.zipfs)

targets=$(IFS=,; echo "${builder_modules[*]}")
"$java" "$tools/ModuleArguments.java" exports "$targets" "${jdk_modules[@]}" >"$svm/exports.args"

# The options' declarations can be read only with the builder loaded as it is for a build, and open
# to the tool, which is on the class path.
sed 's/$/,ALL-UNNAMED/' "$svm/exports.args" >"$work/exports.args"
"$java" "$tools/ModuleArguments.java" opens "$svm/builder" "$svm/upgrade" >"$work/opens.args"
"${java}c" -d "$work" "$tools/OptionTable.java"
JVMCI_VERSION_CHECK=ignore "$java" -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI \
  -XX:-UseJVMCICompiler -Dcom.oracle.graalvm.isaot=true \
  -Dorg.graalvm.nativeimage.imagecode=buildtime "@$work/exports.args" "@$work/opens.args" \
  --upgrade-module-path "$svm/upgrade" --module-path "$svm/builder" \
  --add-modules org.graalvm.nativeimage.builder,java.desktop -cp "$work" OptionTable >"$svm/options.tsv"
