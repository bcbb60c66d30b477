package io.github.libhello.bench.micro;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A Runtime API that has the same event for ever, on one connection, and allocates nothing while it
 * runs: what is left in a measurement is the way between handler and library, and a loopback.
 */
final class EndlessRuntimeApi {

  private static final byte[] POST = {'P', 'O', 'S', 'T'};
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] event;
  private final byte[] scratch = new byte[1 << 16];
  private final byte[] line = new byte[1 << 13];
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile long answered = -1;

  private EndlessRuntimeApi(byte[] payload) {
    byte[] head =
        ("HTTP/1.1 200 OK\r\n"
                + "lambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
                + "lambda-runtime-deadline-ms: 4102444800000\r\n"
                + "lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-2:1:function:f\r\n"
                + "content-length: "
                + payload.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    event = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, event, head.length, payload.length);
  }

  /** Listens where the environment says that the Runtime API is. */
  static EndlessRuntimeApi open(byte[] payload) throws IOException {
    String address = System.getenv(Microbenchmarks.RUNTIME_API);
    if (address == null) {
      throw new IOException("run this through " + Microbenchmarks.class.getName());
    }
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    EndlessRuntimeApi api = new EndlessRuntimeApi(payload);
    ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> api.serve(socket), "runtime-api");
    thread.setDaemon(true);
    thread.start();
    return api;
  }

  /** The size of the last response, once there is one; -1 if none comes. */
  long answered() throws InterruptedException {
    // The loop posts a response after the benchmark has given it away.
    return first.await(1, TimeUnit.MINUTES) ? answered : -1;
  }

  private void serve(ServerSocket listening) {
    try (listening;
        Socket socket = listening.accept();
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        OutputStream out = socket.getOutputStream()) {
      socket.setTcpNoDelay(true);
      while (true) {
        boolean response = startsWith(POST, readLine(in));
        long size = 0;
        for (int length = readLine(in); length > 0; length = readLine(in)) {
          if (startsWith(LENGTH, length)) {
            size = number(LENGTH.length, length);
          }
        }
        for (long left = size; left > 0; ) {
          left -= in.read(scratch, 0, (int) Math.min(left, scratch.length));
        }
        if (response) {
          answered = size;
          first.countDown();
        }
        out.write(response ? ACCEPTED : event);
      }
    } catch (IOException over) {
      // The benchmark's process is ending.
    }
  }

  /** Reads a line into {@code line} and returns its length without the end. */
  private int readLine(InputStream in) throws IOException {
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection has ended");
      }
      if (next != '\r') {
        line[length++] = (byte) next;
      }
    }
    return length;
  }

  private boolean startsWith(byte[] prefix, int length) {
    return length >= prefix.length
        && Arrays.mismatch(line, 0, prefix.length, prefix, 0, prefix.length) < 0;
  }

  private long number(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (line[i] - '0');
    }
    return value;
  }
}
