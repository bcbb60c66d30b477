package io.github.libhello;

/**
 * Answers invocations with responses in pieces: the caller has the first while the rest is still
 * being made, and a response may be larger than the memory of the function.
 *
 * <p>A caller has pieces only if it asks Lambda for them: with {@code InvokeWithResponseStream}, or
 * through a function URL of invoke mode {@code RESPONSE_STREAM}. Any other gets the same bytes as
 * one response.
 *
 * <table>
 *   <caption>What becomes of a return or a throw</caption>
 *   <tr><th>The handler</th><th>The caller of the function gets</th></tr>
 *   <tr><td>returns</td><td>what was written, which may be nothing</td></tr>
 *   <tr><td>throws before its first byte is sent</td><td>an invocation error, as of a {@link
 *       Handler}</td></tr>
 *   <tr><td>throws afterwards</td><td>what was written, and then the same error, by which it knows
 *       that the response is not complete</td></tr>
 * </table>
 *
 * <p>Called from the thread that called {@link LambdaRuntime#run}, one invocation after the other.
 */
@FunctionalInterface
public interface StreamingHandler {

  /**
   * Answers one invocation.
   *
   * @param invocation the event's bytes and its context
   * @param response where the response is written to; nothing can be once this method has returned
   * @throws Exception to end with an invocation error
   */
  void handle(Invocation invocation, ResponseStream response) throws Exception;
}
