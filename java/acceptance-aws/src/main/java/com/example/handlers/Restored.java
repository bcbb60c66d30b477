package com.example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.crac.Core;
import org.crac.Resource;

/** A resource of org.crac that registers itself, as handlers for AWS's managed runtimes do. */
public final class Restored implements RequestHandler<String, String>, Resource {

  private final StringBuilder life = new StringBuilder("made");
  private final Resource held = new Fragile();

  public Restored() {
    Core.getGlobalContext().register(held);
    Core.getGlobalContext().register(this);
    // Nothing else refers to this one, so it is gone before it could run.
    Core.getGlobalContext().register(new Forgotten(life));
    System.gc();
  }

  @Override
  public String handleRequest(String input, Context context) {
    if (input.equals("snapshot")) {
      try {
        Core.checkpointRestore();
      } catch (org.crac.CheckpointException | org.crac.RestoreException refused) {
        return refused.getSuppressed()[0].getCause().getMessage();
      } catch (UnsupportedOperationException nothingBehindIt) {
        return "not supported";
      }
    }
    return life.toString();
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    life.append(", before");
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    life.append(", after");
  }

  /** Fails as the environment says. */
  private static final class Fragile implements Resource {

    private static final String WHEN = System.getenv().getOrDefault("FAILS", "");

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
      if (WHEN.equals("before")) {
        throw new IllegalStateException("not before the snapshot");
      }
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
      if (WHEN.equals("after")) {
        throw new IllegalStateException("not after the restore");
      }
    }
  }

  /** Says that it has run. */
  private record Forgotten(StringBuilder life) implements Resource {

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
      life.append(", forgotten");
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
      life.append(", forgotten");
    }
  }
}
