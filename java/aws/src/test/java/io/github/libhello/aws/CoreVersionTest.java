package io.github.libhello.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreVersionTest {

  @TempDir Path old;

  @Test
  void acceptsTheOneItIsBuiltWith() {
    CoreVersion.check();
  }

  @Test
  void namesAnOldOneAndItsPlace() throws Exception {
    Path source = old.resolve("Context.java");
    Files.writeString(
        source, "package com.amazonaws.services.lambda.runtime; public interface Context {}");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", old.toString(), source.toString());
    assertEquals(0, status);
    URL own = CoreVersion.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] urls = {old.toUri().toURL(), own};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Method check = loader.loadClass(CoreVersion.class.getName()).getDeclaredMethod("check");
      check.setAccessible(true);
      InvocationTargetException thrown =
          assertThrows(InvocationTargetException.class, () -> check.invoke(null));
      assertInstanceOf(IllegalStateException.class, thrown.getCause());
      String message = String.valueOf(thrown.getCause().getMessage());
      assertTrue(message.contains("older than 1.4.0"), message);
      assertTrue(message.contains(old.getFileName().toString()), message);
    }
  }
}
