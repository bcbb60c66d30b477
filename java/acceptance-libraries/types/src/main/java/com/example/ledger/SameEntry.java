package com.example.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** The event is the response, and the log has what its levels cost. */
public final class SameEntry implements RequestHandler<Entry, Entry> {

  @Override
  public Entry handleRequest(Entry entry, Context context) {
    if (entry.notes() != null) {
      entry.notes().keySet().stream()
          .sorted()
          .forEach(level -> context.getLogger().log(level + " costs " + level.price() + "\n"));
    }
    return entry;
  }
}
