package io.github.libhello.loop;

import io.github.libhello.internal.ErrorReport;
import java.util.List;

/** A throwable as the arguments of {@code writeError}. */
public final class ErrorText {

  /** The error of a heap so full that no error in it can be described. */
  public static final ErrorText HEAP_FULL = new ErrorText(ErrorReport.HEAP_FULL, new String[0]);

  private final ErrorReport report;
  private final String[] stackTrace;

  private ErrorText(ErrorReport report, String[] stackTrace) {
    this.report = report;
    this.stackTrace = stackTrace;
  }

  /**
   * Describes a throwable. Never throws, whatever the throwable's own methods do; in a heap that is
   * full it returns {@link #HEAP_FULL}.
   *
   * @param throwable what was thrown
   * @return its description
   */
  public static ErrorText of(Throwable throwable) {
    try {
      ErrorReport report = ErrorReport.of(throwable);
      List<String> lines = report.lines();
      return new ErrorText(report, lines.toArray(new String[lines.size()]));
    } catch (Throwable full) {
      return HEAP_FULL;
    }
  }

  /**
   * The class name.
   *
   * @return never empty
   */
  public String errorType() {
    return report.errorType();
  }

  /**
   * The message, cut after 32768 characters.
   *
   * @return the class name where there is none
   */
  public String errorMessage() {
    return report.errorMessage();
  }

  /**
   * The stack trace, and after it those of the causes, as Java prints them.
   *
   * @return one line a frame
   */
  public String[] stackTrace() {
    return stackTrace;
  }
}
