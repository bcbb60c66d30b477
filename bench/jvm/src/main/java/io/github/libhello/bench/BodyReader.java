package io.github.libhello.bench;

/** What is said of a body; found by its class's name. */
interface BodyReader {

  /** A short text about these bytes. */
  String read(byte[] body) throws Exception;
}
