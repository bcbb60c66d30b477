package org.apache.logging.log4j;

import java.util.HashMap;
import java.util.Map;

/** In place of Log4j's, which these tests do without. */
public final class ThreadContext {

  /** What was put. */
  public static final Map<String, String> VALUES = new HashMap<>();

  private ThreadContext() {}

  public static void put(String key, String value) {
    VALUES.put(key, value);
  }
}
