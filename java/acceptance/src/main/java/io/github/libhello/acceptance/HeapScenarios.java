package io.github.libhello.acceptance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Handlers that fill the heap, with data that a seed decides: {@code VERB:SEED:NUMBER...}. */
final class HeapScenarios {

  private static final long MB = 1024 * 1024;

  private HeapScenarios() {}

  /**
   * Does what the argument says. Sizes of pieces are in bytes, evenly spread over the orders of
   * magnitude between the two that are named.
   *
   * @param argument {@code live:SEED:MB:SMALLEST:LARGEST:GARBAGE_MB} keeps that much and replaces
   *     pieces of it until so much was thrown away; {@code threads:SEED:MB:SMALLEST:LARGEST:COUNT}
   *     does so in several threads at once; {@code exhaust:SEED:SMALLEST:LARGEST} never ends by
   *     itself, nor does {@code insist}, which catches the error COUNT times and goes on; {@code
   *     double:SEED:HOW} makes one thing ever larger; {@code direct:SEED:MB} takes memory beside
   *     the heap
   * @return what was kept
   * @throws Exception when a piece is not what it was
   */
  static String perform(String argument) throws Exception {
    String[] words = argument.split(":");
    Random random = new Random(Long.parseLong(words[1]));
    return switch (words[0]) {
      case "live" -> live(random, number(words[2]) * MB, pieces(words, 3), number(words[5]) * MB);
      case "threads" ->
          threads(random, number(words[2]) * MB, pieces(words, 3), (int) number(words[5]));
      case "exhaust" -> exhaust(random, pieces(words, 2));
      case "insist" -> insist(random, pieces(words, 2), number(words[4]));
      case "double" -> grow(words[2]);
      case "direct" -> direct(number(words[2]));
      default -> throw new IllegalArgumentException("no such verb: " + argument);
    };
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  /** The range of sizes that two words name. */
  private record Sizes(long smallest, long largest) {
    int next(Random random) {
      double ratio = (double) largest / smallest;
      return (int) (smallest * Math.pow(ratio, random.nextDouble()));
    }
  }

  private static Sizes pieces(String[] words, int at) {
    return new Sizes(number(words[at]), number(words[at + 1]));
  }

  /**
   * One link of a chain, so that the pieces need no array that grows beside them. Its content is
   * one array, or many small objects of about the same size together.
   */
  private static final class Piece {
    /** Header, two references, and two numbers. */
    static final int OWN_BYTES = 40;

    /** What a small object costs beside its bytes: header, length, and the link to it. */
    private static final int SMALL_OVERHEAD = 40;

    private final int size;
    private final byte sign;
    private Object content;
    private @Nullable Piece next;

    Piece(Random random, int size, @Nullable Piece next) {
      this.size = size;
      this.sign = (byte) random.nextInt();
      this.content = content(random, size, sign);
      this.next = next;
    }

    /** Bytes in the heap, a few too many rather than too few. */
    long cost() {
      return OWN_BYTES + 24L + size;
    }

    void replace(Random random) {
      content = content(random, size, sign);
    }

    private static Object content(Random random, int size, byte sign) {
      return switch (size < 512 ? 0 : random.nextInt(5)) {
        case 1 -> {
          long[] array = new long[size / 8];
          Arrays.fill(array, sign);
          yield array;
        }
        case 2 -> {
          List<byte[]> list = new ArrayList<>(size / 128);
          for (long left = size - 64L; left > 128; ) {
            byte[] small = filled(8 + random.nextInt(64), sign);
            left -= small.length + SMALL_OVERHEAD;
            list.add(small);
          }
          yield list;
        }
        case 3 -> {
          Map<Integer, byte[]> map = HashMap.newHashMap(size / 256);
          for (int left = size - 256, key = 0; left > 256; key++) {
            byte[] small = filled(8 + random.nextInt(200), sign);
            left -= small.length + 3 * SMALL_OVERHEAD;
            map.put(key, small);
          }
          yield map;
        }
        case 4 -> {
          Object[] link = null;
          for (long left = size; left > 128; ) {
            byte[] small = filled(8 + random.nextInt(64), sign);
            left -= small.length + 2 * SMALL_OVERHEAD;
            link = new Object[] {link, small};
          }
          yield link == null ? filled(size, sign) : link;
        }
        default -> filled(size, sign);
      };
    }

    private static byte[] filled(int size, byte sign) {
      byte[] array = new byte[size];
      Arrays.fill(array, sign);
      return array;
    }

    void check() {
      boolean right =
          switch (content) {
            case byte[] array -> holds(array);
            case long[] array -> {
              boolean same = true;
              for (long each : array) {
                same &= each == sign;
              }
              yield same;
            }
            case List<?> list -> list.stream().allMatch(each -> holds((byte[]) each));
            case Map<?, ?> map -> map.values().stream().allMatch(each -> holds((byte[]) each));
            case Object[] link -> {
              boolean same = true;
              for (Object[] at = link; at != null; at = (Object[]) at[0]) {
                same &= holds((byte[]) at[1]);
              }
              yield same;
            }
            default -> false;
          };
      if (!right) {
        throw new IllegalStateException("a piece of " + size + " bytes has changed");
      }
    }

    private boolean holds(byte[] array) {
      boolean same = true;
      for (byte each : array) {
        same &= each == sign;
      }
      return same;
    }
  }

  private static String live(Random random, long bytes, Sizes sizes, long garbage) {
    Piece first = null;
    long kept = 0;
    int count = 0;
    // A piece that replaces another is there before that one is gone.
    while (kept + 2 * (sizes.largest() + 64) <= bytes) {
      first = new Piece(random, sizes.next(random), first);
      kept += first.cost();
      count++;
    }
    if (first != null) {
      replace(random, first, garbage);
    }
    for (Piece each = first; each != null; each = each.next) {
      each.check();
    }
    return count + " pieces, " + kept + " bytes";
  }

  private static void replace(Random random, Piece first, long garbage) {
    Piece at = first;
    for (long thrown = 0; thrown < garbage; thrown += at.cost()) {
      // Not in the order in which they were made, so that holes of all sizes come up.
      for (int skip = random.nextInt(4); skip >= 0; skip--) {
        at = at.next == null ? first : at.next;
      }
      at.replace(random);
    }
  }

  private static String threads(Random random, long bytes, Sizes sizes, int count)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random own = new Random(random.nextLong());
      Runnable work =
          () -> {
            String each = deep(1000, own, bytes / count, sizes);
            synchronized (kept) {
              kept.add(each);
            }
          };
      threads.add(Thread.ofPlatform().name("filler " + i).start(work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (kept.size() != count) {
      throw new IllegalStateException(kept.size() + " of " + count + " threads came to their end");
    }
    return String.join("; ", kept);
  }

  /** Below so many frames, so that the stacks are used too. */
  private static String deep(int depth, Random random, long bytes, Sizes sizes) {
    return depth == 0
        ? live(random, bytes, sizes, bytes)
        : deep(depth - 1, random, bytes, sizes).strip();
  }

  private static String exhaust(Random random, Sizes sizes) {
    Piece chain = null;
    while (true) {
      chain = new Piece(random, sizes.next(random), chain);
    }
  }

  private static String insist(Random random, Sizes sizes, long times) {
    Piece chain = null;
    long kept = 0;
    for (long caught = 0; caught < times; ) {
      try {
        chain = new Piece(random, sizes.next(random), chain);
        kept += chain.cost();
      } catch (OutOfMemoryError e) {
        caught++;
      }
    }
    return kept + " bytes";
  }

  /** A chain with something beside each link is what a marking collector's stack likes least. */
  private record Tooth(Integer beside, @Nullable Tooth next) {}

  // What fills the heap is read by nobody, and a linked list is one of its shapes.
  @SuppressWarnings({"JdkObsolete", "ModifiedButNotUsed"})
  private static String grow(String how) {
    switch (how) {
      case "string" -> {
        StringBuilder text = new StringBuilder("0123456789");
        while (true) {
          text.append(text);
        }
      }
      case "map" -> {
        Map<Long, Long> map = new HashMap<>();
        for (long i = 0; ; i++) {
          map.put(i, -i);
        }
      }
      case "list" -> {
        List<String> list = new ArrayList<>();
        while (true) {
          list.add("number " + list.size());
        }
      }
      case "linked" -> {
        List<Integer> list = new LinkedList<>();
        while (true) {
          list.add(1000 + list.size());
        }
      }
      case "comb" -> {
        Tooth tooth = null;
        for (int i = 1000; ; i++) {
          tooth = new Tooth(i, tooth);
        }
      }
      case "array" -> {
        for (int size = 1 << 20; ; size += size / 4) {
          byte[] array = new byte[size];
          array[size - 1] = 1;
        }
      }
      default -> throw new IllegalArgumentException("nothing grows like that: " + how);
    }
  }

  private static String direct(long megabytes) {
    List<ByteBuffer> buffers = new ArrayList<>();
    long sum = 0;
    for (long i = 0; i < megabytes; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect((int) MB);
      while (buffer.hasRemaining()) {
        buffer.putLong(i);
      }
      buffers.add(buffer);
    }
    for (ByteBuffer buffer : buffers) {
      sum += buffer.getLong(0);
    }
    return sum + " in " + buffers.size() + " MB beside the heap";
  }
}
