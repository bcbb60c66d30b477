package com.example.clients;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers as the event says, a JSON string: {@code "gate:FILE"}, {@code "bytes:COUNT"} and so on.
 */
public final class Pieces implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int colon = event.indexOf(':');
    String argument = event.substring(colon + 1, event.length() - 1);
    switch (event.substring(1, colon)) {
      case "gate" -> {
        write(out, "first");
        out.flush();
        await(Path.of(argument));
        context.getLogger().log("the gate is open\n");
        write(out, "second");
      }
      case "late" -> {
        write(out, "begun");
        out.flush();
        throw new IllegalStateException(argument);
      }
      case "early" -> throw new IllegalStateException(argument);
      case "bytes" -> bytes(out, Integer.parseInt(argument));
      default -> throw new IllegalArgumentException(event);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The caller makes the file once it has the first piece. */
  private static void await(Path file) {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
  }

  private static void bytes(OutputStream out, int count) throws IOException {
    byte[] piece = new byte[10_007];
    for (int at = 0; at < count; at += piece.length) {
      for (int i = 0; i < piece.length; i++) {
        piece[i] = (byte) ((at + i) % 251);
      }
      out.write(piece, 0, Math.min(piece.length, count - at));
    }
  }
}
