package io.github.libhello.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to type in another terminal while the local Lambda serves a function.
 *
 * @param here the folder that Maven was started in
 * @param emulator the local Lambda
 * @param name of the function
 * @param port of the Invoke API; 0 is one that the local Lambda will choose and tell
 */
record Calls(Path here, Path emulator, String name, int port) {

  /** One that sends an event of AWS's, and one for each of these files. */
  List<String> of(List<Path> events) {
    List<String> calls = new ArrayList<>();
    String number = port == 0 ? "PORT" : Integer.toString(port);
    String own = shown(emulator) + " invoke " + name + (port == 9000 ? "" : " --port " + number);
    calls.add(own + " --data-example apigw-v2");
    for (Path event : events) {
      calls.add(
          "curl -d @"
              + shown(event)
              + " http://127.0.0.1:"
              + number
              + "/2015-03-31/functions/"
              + name
              + "/invocations");
    }
    return calls;
  }

  private String shown(Path file) {
    Path near = file.startsWith(here) ? here.relativize(file) : file;
    return ShellWord.quoted(near.toString());
  }
}
