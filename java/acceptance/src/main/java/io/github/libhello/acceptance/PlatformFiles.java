package io.github.libhello.acceptance;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Calls of Linux for files and sockets, on a folder with a file and a link to it. */
final class PlatformFiles implements AutoCloseable {

  private static final int SIZE = 8192;
  private static final Set<OpenOption> FOLLOW = Set.of(StandardOpenOption.READ);
  private static final Set<OpenOption> FOLLOW_NOT =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path folder = Files.createTempDirectory("platform-");
  private final Path file = folder.resolve("file");
  private final Path link = folder.resolve("link");

  PlatformFiles() throws IOException {
    byte[] content = new byte[SIZE];
    content[SIZE - 1] = 7;
    Files.write(file, content);
    Files.createSymbolicLink(link, file.getFileName());
  }

  @Override
  public void close() throws IOException {
    Files.delete(link);
    Files.delete(file);
    Files.delete(folder);
  }

  boolean attributes() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
    return Files.size(file) == SIZE
        && Files.isRegularFile(file)
        && Files.isDirectory(folder)
        && Files.isSymbolicLink(link)
        && PosixFilePermissions.toString(Files.getPosixFilePermissions(link)).equals("rw-r-x--x")
        && Files.getLastModifiedTime(file).toMillis() > Files.size(file);
  }

  boolean followsNoLink() throws IOException {
    FileChannel.open(link, FOLLOW).close();
    FileChannel.open(file, FOLLOW_NOT).close();
    return refused(() -> FileChannel.open(link, FOLLOW_NOT));
  }

  /** By calls that are relative to an open folder. */
  boolean followsNoLinkOfFolder() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      if (!(stream instanceof SecureDirectoryStream<Path> open)) {
        return false;
      }
      open.newByteChannel(link.getFileName(), FOLLOW).close();
      open.newByteChannel(file.getFileName(), FOLLOW_NOT).close();
      return refused(() -> open.newByteChannel(link.getFileName(), FOLLOW_NOT));
    }
  }

  private interface Opening {
    AutoCloseable open() throws IOException;
  }

  private static boolean refused(Opening opening) throws IOException {
    AutoCloseable opened;
    try {
      opened = opening.open();
    } catch (IOException refused) {
      return true;
    }
    try (opened) {
      return false;
    } catch (Exception notClosed) {
      throw new IOException(notClosed);
    }
  }

  /** Without the page cache, which takes blocks of memory and of the file. */
  boolean readsDirectly() throws IOException {
    int block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE + block).alignedSlice(block);
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
    try (FileChannel channel = FileChannel.open(file, options)) {
      return channel.read(buffer, 0) == SIZE && buffer.get(SIZE - 1) == 7;
    }
  }

  boolean maps() throws IOException {
    try (FileChannel channel = FileChannel.open(file, FOLLOW)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE).get(SIZE - 1) == 7;
    }
  }

  static boolean selects() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(any);
        SocketChannel client = SocketChannel.open(server.getLocalAddress());
        SocketChannel peer = server.accept();
        Selector selector = Selector.open()) {
      peer.configureBlocking(false);
      peer.register(selector, SelectionKey.OP_READ, "mine");
      client.write(ByteBuffer.wrap(new byte[] {7}));
      return selector.select() == 1
          && "mine".equals(selector.selectedKeys().iterator().next().attachment());
    }
  }
}
