/** The echo on the design of 2018: its three natives and its loop. */
public final class Test {

  private Test() {}

  static native void start();

  static native String readRequest();

  static native void writeResponse(String response);

  public static void main(String[] args) {
    System.loadLibrary("Hello");
    start();
    while (true) {
      writeResponse(readRequest());
    }
  }
}
