/*
 * Stands before a native image's own main, and gives it the heap that fits the function. Linked with
 * --wrap=main.
 *
 * An image takes the machine's memory for its own. On Lambda that is more than the function's, so
 * its garbage could grow until the function is killed; and its maximum heap can only be set by an
 * argument at its start, not by the program. So the argument is put in here, when Lambda has said
 * how large the function is and nobody has chosen a heap already.
 *
 * The heap is four fifths of all but 16 MB of the function's memory: 90 of 128 MB, 192 of 256, 397
 * of 512, 807 of 1,024. Five sixths of the heap may be alive at once (75, 160, 330, 672 MB), in
 * objects of any size up to 8 MB and with any garbage beside. What does not fit is an
 * OutOfMemoryError, and the process goes on. Not within this promise are:
 *
 * - One array that is larger than an eighth of the heap. The image makes it first and compares the
 *   heap with its maximum at the next collection; until then it comes on top, of garbage as well: a
 *   function of 128 MB that makes an array of 70 MB for each event is killed at the second one.
 * - A program that catches the error, keeps its data and allocates more: each time the image lets
 *   the heap grow a little beyond its maximum.
 * - Direct buffers, which are not part of the heap. Nothing is set aside for them.
 *
 * The jar's native-image.properties has what this rests on. -H:+CompactingOldGen collects the old generation in place;
 * the other way copies what is alive and so needs it twice. -H:InitialCollectionPolicy=BySpaceAndTime
 * collects it when that has become worth its time; the default would let garbage pile up in it until
 * the heap is full. A young generation of a thirty-second part keeps a small function small. -R:-ResizeTLAB leaves each
 * thread its 64 KiB for small objects: where an event is large, the image would take them for a small part of what is
 * allocated and give the thread 2 KiB, which run out in the midst of an event, and the collection at that moment would move the
 * event's array into the old generation.
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int __real_main(int argc, char **argv);

/* What the image, the library's buffers and the stacks take beside the heap. */
enum { BESIDE_THE_HEAP_MB = 16 };

/* One part in so many of what is left is for what comes on top of a full heap: the last large
 * object, and the collector's list of objects that it has found and not yet looked into, which for
 * a long chain of small ones is a sixth of them. */
enum { ON_TOP_PART = 5 };

/* One part in so many of the heap is for what was allocated since the last collection. */
enum { YOUNG_PART = 32, MIN_YOUNG_MB = 4 };

static int chooses_heap(const char *argument) {
  return strncmp(argument, "-Xmx", 4) == 0 || strncmp(argument, "-Xmn", 4) == 0 ||
         strncmp(argument, "-XX:MaxHeapSize=", 16) == 0 || strncmp(argument, "-XX:MaxNewSize=", 15) == 0;
}

/* The function's memory in MB; 0 where it is unknown. */
static long memory_mb(void) {
  const char *text = getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
  if (!text || !*text) return 0;
  char *end;
  long memory = strtol(text, &end, 10);
  return *end || memory <= 0 || memory > 1024 * 1024 ? 0 : memory;
}

/* What is left of the function's memory, and never less than half of it. */
static long heap_mb(long memory) {
  long rest = memory - BESIDE_THE_HEAP_MB;
  rest -= rest / ON_TOP_PART;
  return rest > memory / 2 ? rest : memory / 2;
}

/* Where a standard stream is closed, the next file that anything opens becomes it, and what is
 * written to the log goes into that file. */
static void open_standard_streams(void) {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
    if (fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
    if (open("/dev/null", O_RDWR) != stream) return; /* the lowest that is free, or none */
  }
}

/* One pool of malloc for all threads: each further one is set up with its first thread, and three
 * threads start before the first event. Where many invocations are open at once, they would wait
 * for each other. */
static void share_pool(void) {
  if (!getenv("AWS_LAMBDA_MAX_CONCURRENCY")) mallopt(M_ARENA_MAX, 1);
}

int __wrap_main(int argc, char **argv) {
  open_standard_streams();
  static char maximum[32], young[32];
  long memory = memory_mb();
  if (argc < 1 || memory == 0) return __real_main(argc, argv);
  share_pool();
  for (int i = 1; i < argc; i++)
    if (chooses_heap(argv[i])) return __real_main(argc, argv);

  char **longer = malloc(((size_t)argc + 3) * sizeof *longer);
  if (!longer) return __real_main(argc, argv);
  long heap = heap_mb(memory);
  snprintf(maximum, sizeof maximum, "-Xmx%ldm", heap);
  long part = heap / YOUNG_PART;
  snprintf(young, sizeof young, "-Xmn%ldm", part > MIN_YOUNG_MB ? part : MIN_YOUNG_MB);
  longer[0] = argv[0];
  longer[1] = maximum;
  longer[2] = young;
  memcpy(longer + 3, argv + 1, (size_t)argc * sizeof *longer); /* the closing NULL too */
  return __real_main(argc + 2, longer);
}
