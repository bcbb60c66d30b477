package io.github.libhello.bench.micro;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs JMH with the environment that the library reads when it starts: the address of a Runtime
 * API, which each of JMH's own processes then opens for itself.
 */
public final class Microbenchmarks {

  static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

  private Microbenchmarks() {}

  /**
   * Takes JMH's own options; {@code -h} lists them.
   *
   * @param args handed on
   * @throws Exception when no process can be started
   */
  public static void main(String[] args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jmh.Main"));
    command.addAll(List.of(args));
    ProcessBuilder jmh = new ProcessBuilder(command).inheritIO();
    jmh.environment().put(RUNTIME_API, "127.0.0.1:" + freePort());
    jmh.environment().put("LIBHELLO_EXTENSION", "off");
    System.exit(jmh.start().waitFor());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
