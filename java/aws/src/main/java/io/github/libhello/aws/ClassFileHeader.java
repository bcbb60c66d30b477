package io.github.libhello.aws;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Name, super class and interfaces of a class, out of its file, without loading it. {@code
 * java.lang.classfile} is newer than this project's language level. Source: The Java Virtual
 * Machine Specification, 4.1 and 4.4.
 *
 * @param name as in Java code, nested classes with a dollar sign
 * @param above super class and interfaces
 */
record ClassFileHeader(String name, List<String> above) {

  private static final int MAGIC = 0xcafebabe;

  /**
   * Reads a header.
   *
   * @param file at its beginning; what follows the header is not read
   * @return the header
   * @throws IOException when it is no class file, or of a form that is not known
   */
  static ClassFileHeader read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(file);
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.skipNBytes(4);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    int[] classes = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 7 -> classes[i] = in.readUnsignedShort();
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          // A long or a double takes two places.
          i++;
        }
        default -> throw new IOException("constant of unknown kind " + tag);
      }
    }
    in.skipNBytes(2);
    String name = name(texts, classes, in.readUnsignedShort());
    List<String> above = new ArrayList<>();
    int superclass = in.readUnsignedShort();
    if (superclass != 0) {
      above.add(name(texts, classes, superclass));
    }
    int interfaces = in.readUnsignedShort();
    for (int i = 0; i < interfaces; i++) {
      above.add(name(texts, classes, in.readUnsignedShort()));
    }
    return new ClassFileHeader(name, List.copyOf(above));
  }

  private static String name(String[] texts, int[] classes, int at) throws IOException {
    String name = at < classes.length ? texts[classes[at]] : null;
    if (name == null) {
      throw new IOException("a class without a name");
    }
    return name.replace('/', '.');
  }
}
