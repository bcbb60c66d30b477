package io.github.libhello.bench;

import java.nio.charset.StandardCharsets;

/**
 * The body's first bytes as text. The image's metadata leaves it out, so an image cannot find it.
 */
final class FirstBytes implements BodyReader {

  FirstBytes() {}

  @Override
  public String read(byte[] body) {
    return new String(body, 0, Math.min(16, body.length), StandardCharsets.ISO_8859_1);
  }
}
