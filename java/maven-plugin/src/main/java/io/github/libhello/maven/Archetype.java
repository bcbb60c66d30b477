package io.github.libhello.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The jar of an archetype of this project's: what {@code archetype:generate} makes of it, without
 * that plugin and its questions. Only what these archetypes use of Velocity is known: the four
 * properties of each project.
 */
final class Archetype {

  private static final String DESCRIPTOR = "META-INF/maven/archetype-metadata.xml";
  private static final String FILES = "archetype-resources/";

  private final Path jar;

  Archetype(Path jar) {
    this.jar = jar;
  }

  /** Writes the project of these properties into a folder that is not there yet. */
  void write(Path folder, Map<String, String> properties) throws IOException {
    String place = properties.getOrDefault("package", "").replace('.', '/');
    try (JarFile files = new JarFile(jar.toFile())) {
      Set<String> packaged = packaged(files);
      Files.createDirectory(folder);
      for (ZipEntry entry : Collections.list(files.entries())) {
        if (entry.isDirectory() || !entry.getName().startsWith(FILES)) {
          continue;
        }
        String name = entry.getName().substring(FILES.length());
        Path file = folder.resolve(moved(name, packaged, place)).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException(jar + " has a file outside of it: " + entry.getName());
        }
        byte[] bytes = read(files, entry);
        if (name.equals("pom.xml") || folderOf(name, packaged) != null) {
          bytes = filled(new String(bytes, UTF_8), properties).getBytes(UTF_8);
        }
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes);
      }
    }
  }

  /** The folders whose files go into the folder of the package. */
  private static Set<String> packaged(JarFile files) throws IOException {
    ZipEntry entry = files.getEntry(DESCRIPTOR);
    if (entry == null) {
      throw new IOException(files.getName() + " is no archetype: it has no " + DESCRIPTOR);
    }
    Document descriptor;
    try {
      descriptor =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(read(files, entry)));
    } catch (ParserConfigurationException | SAXException odd) {
      throw new IOException(files.getName() + " has an odd " + DESCRIPTOR, odd);
    }
    Set<String> folders = new HashSet<>();
    NodeList sets = descriptor.getElementsByTagName("fileSet");
    for (int at = 0; at < sets.getLength(); at++) {
      Element set = (Element) sets.item(at);
      if (set.getAttribute("packaged").equals("true")) {
        folders.add(set.getElementsByTagName("directory").item(0).getTextContent() + "/");
      }
    }
    return folders;
  }

  private static String moved(String name, Set<String> packaged, String place) {
    String folder = folderOf(name, packaged);
    return folder == null ? name : folder + place + "/" + name.substring(folder.length());
  }

  private static @Nullable String folderOf(String name, Set<String> packaged) {
    List<String> found = packaged.stream().filter(name::startsWith).toList();
    return found.isEmpty() ? null : found.get(0);
  }

  private static String filled(String text, Map<String, String> properties) {
    String filled = text;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      filled = filled.replace("${" + property.getKey() + "}", property.getValue());
    }
    return filled;
  }

  private static byte[] read(JarFile files, ZipEntry entry) throws IOException {
    try (InputStream in = files.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
