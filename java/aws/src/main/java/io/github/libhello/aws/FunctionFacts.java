package io.github.libhello.aws;

import org.jspecify.annotations.Nullable;

/** What Lambda says about the function once, in variables that are read before the first event. */
final class FunctionFacts {

  /** As AWS's client has it where Lambda says nothing. */
  private static final int DEFAULT_MEMORY_MB = 128;

  static int memoryMb = DEFAULT_MEMORY_MB;
  static @Nullable String logGroup;
  static @Nullable String logStream;
  static @Nullable String name;
  static @Nullable String version;

  private FunctionFacts() {}

  static void load() {
    String memory = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
    memoryMb = memory == null ? DEFAULT_MEMORY_MB : Integer.parseInt(memory);
    logGroup = System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
    logStream = System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
    name = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    version = System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
  }
}
