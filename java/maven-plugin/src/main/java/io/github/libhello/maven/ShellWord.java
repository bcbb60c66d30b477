package io.github.libhello.maven;

/** Texts as words of a shell's line. */
final class ShellWord {

  private ShellWord() {}

  static String quoted(String text) {
    return text.matches("[\\w./@%+,:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
