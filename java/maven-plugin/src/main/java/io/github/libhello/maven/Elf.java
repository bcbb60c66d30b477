package io.github.libhello.maven;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Linux executable or library asks of the machine that it runs on.
 *
 * @param machine the processor, as the ELF header numbers it
 * @param needed the libraries that it is linked with, by file name
 * @param versions the symbol versions that it needs of them, such as {@code GLIBC_2.34}
 */
record Elf(int machine, List<String> needed, List<String> versions) {

  static final int X86_64 = 62;
  static final int AARCH64 = 183;

  private static final int SECTION_DYNAMIC = 6;
  private static final int SECTION_VERSIONS_NEEDED = 0x6ffffffe;
  private static final int TAG_NEEDED = 1;

  /**
   * Reads a file.
   *
   * @throws IOException if it is no 64-bit little-endian ELF file, or one that is damaged
   */
  static Elf read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return parse(bytes.order(ByteOrder.LITTLE_ENDIAN));
    } catch (IndexOutOfBoundsException | IllegalArgumentException damaged) {
      throw new IOException(file.getFileName() + " is no complete executable of Linux", damaged);
    }
  }

  private static Elf parse(ByteBuffer file) throws IOException {
    if (file.getInt(0) != 0x464c457f || file.get(4) != 2 || file.get(5) != 1) {
      throw new IOException("not a 64-bit executable of Linux");
    }
    List<String> needed = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    int sections = Math.toIntExact(file.getLong(40));
    int size = file.getShort(58);
    int count = file.getShort(60);
    for (int index = 0; index < count; index++) {
      int header = sections + index * size;
      int type = file.getInt(header + 4);
      if (type == SECTION_DYNAMIC) {
        readNeeded(file, header, strings(file, sections, size, header), needed);
      } else if (type == SECTION_VERSIONS_NEEDED) {
        readVersions(file, header, strings(file, sections, size, header), versions);
      }
    }
    return new Elf(file.getShort(18), List.copyOf(needed), List.copyOf(versions));
  }

  /** The offset of the strings that a section refers to. */
  private static int strings(ByteBuffer file, int sections, int size, int header) {
    return offset(file, sections + file.getInt(header + 40) * size);
  }

  private static int offset(ByteBuffer file, int header) {
    return Math.toIntExact(file.getLong(header + 24));
  }

  private static void readNeeded(ByteBuffer file, int header, int strings, List<String> found) {
    int start = offset(file, header);
    int end = start + Math.toIntExact(file.getLong(header + 32));
    for (int entry = start; entry < end; entry += 16) {
      if (file.getLong(entry) == TAG_NEEDED) {
        found.add(text(file, strings + Math.toIntExact(file.getLong(entry + 8))));
      }
    }
  }

  private static void readVersions(ByteBuffer file, int header, int strings, List<String> found) {
    int library = offset(file, header);
    int libraries = file.getInt(header + 44);
    for (int index = 0; index < libraries; index++) {
      int version = library + file.getInt(library + 8);
      int count = file.getShort(library + 2);
      for (int each = 0; each < count; each++) {
        found.add(text(file, strings + file.getInt(version + 8)));
        version += file.getInt(version + 12);
      }
      library += file.getInt(library + 12);
    }
  }

  private static String text(ByteBuffer file, int start) {
    int end = start;
    while (file.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    file.get(start, text);
    return new String(text, StandardCharsets.US_ASCII);
  }
}
