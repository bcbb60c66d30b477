package io.github.libhello.bench;

import java.security.MessageDigest;
import java.util.HexFormat;

/** The body's SHA-256. */
final class Sha256 implements BodyReader {

  Sha256() {}

  @Override
  public String read(byte[] body) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }
}
