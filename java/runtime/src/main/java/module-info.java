/**
 * Java programs as AWS Lambda custom runtimes; the way in is {@link
 * io.github.libhello.LambdaRuntime}.
 */
module io.github.libhello {
  requires java.logging;
  requires static transitive jdk.httpserver;
  requires static org.graalvm.nativeimage;
  requires static transitive org.jspecify;

  exports io.github.libhello;
  exports io.github.libhello.crac;
  exports io.github.libhello.loop;
}
