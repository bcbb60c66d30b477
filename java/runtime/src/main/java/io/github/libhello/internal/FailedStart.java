package io.github.libhello.internal;

/** Reports what keeps the program from serving, and ends the process. */
public final class FailedStart {

  private FailedStart() {}

  /**
   * Reports it to Lambda, writes it to the log and exits. Returns only when the process is ending
   * already.
   *
   * @param what what failed, which begins the line in the log
   * @param thrown why
   * @param snapshot whether it failed around a snapshot, which Lambda tells from an init error
   * @param status the exit status
   */
  public static void end(String what, Throwable thrown, boolean snapshot, int status) {
    ErrorReport report = ErrorReport.of(thrown);
    StringBuilder line = new StringBuilder(what).append(": ").append(report.title());
    try {
      byte[] failure = Envelope.encodeFailure(report);
      if (snapshot) {
        SnapshotNative.error(failure);
      } else {
        Native.initError(failure);
      }
    } catch (Throwable notReported) {
      line.append(" (").append(ErrorReport.of(notReported).errorMessage()).append(')');
    }
    for (String frame : report.lines()) {
      line.append("\n    ").append(frame);
    }
    for (ErrorReport each : report.suppressed()) {
      line.append("\n    Suppressed: ").append(each.title());
    }
    ProcessExit.fail(line.toString(), status);
  }
}
