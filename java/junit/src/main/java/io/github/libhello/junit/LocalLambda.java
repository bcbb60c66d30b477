package io.github.libhello.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process of {@code lambda-emulator}, which serves the function as long as it is open. */
final class LocalLambda implements AutoCloseable {

  private static final Pattern SERVING = Pattern.compile("serving .* on (http://\\S+/invocations)");
  private static final int KEPT_LOG = 1 << 20;

  private final Process process;
  private final String address;
  private final StringBuilder log = new StringBuilder();

  private LocalLambda(Process process, BufferedReader lines) throws IOException {
    this.process = process;
    address = addressIn(lines);
    Thread reader = new Thread(() -> read(lines), "lambda-log");
    reader.setDaemon(true);
    reader.start();
  }

  static LocalLambda start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    try {
      return new LocalLambda(process, process.inputReader(UTF_8));
    } catch (IOException | RuntimeException failed) {
      process.destroy();
      throw failed;
    }
  }

  private static String addressIn(BufferedReader lines) throws IOException {
    StringBuilder told = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher serving = SERVING.matcher(line);
      if (serving.find()) {
        return serving.group(1);
      }
      told.append('\n').append(line);
    }
    throw new IllegalStateException("The local Lambda could not be started:" + told);
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (log) {
          log.append(line).append('\n');
          if (log.length() > 2 * KEPT_LOG) {
            log.delete(0, log.length() - KEPT_LOG);
          }
        }
      }
    } catch (IOException | UncheckedIOException closed) {
      // It has ended, and with it the log.
    }
  }

  /** Where the function is invoked. */
  String address() {
    return address;
  }

  String log() {
    synchronized (log) {
      return log.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
