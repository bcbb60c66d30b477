/*
 * Stands before a native image's own main, and gives it the heap that fits the function.
 *
 * An image takes the machine's memory for its own. On Lambda that is more than the function's, so
 * its garbage could grow until the function is killed; and its maximum heap can only be set by an
 * argument at its start, not by the program. So the argument is put in here, when Lambda has said
 * how large the function is and nobody has chosen a heap already. Linked with --wrap=main.
 *
 * The young generation gets a share that keeps a small function small: left to itself, an image of
 * 128 MB lets 24 MB of garbage pile up before it collects for the first time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int __real_main(int argc, char **argv);

/* What the image, the library's buffers and the stacks take beside the heap, at most. */
enum { BESIDE_THE_HEAP_MB = 32 };

/* One part in so many of the heap is for what was allocated since the last collection. */
enum { YOUNG_PART = 16, LEAST_YOUNG_MB = 4 };

static int chooses_heap(const char *argument) {
  return strncmp(argument, "-Xmx", 4) == 0 || strncmp(argument, "-Xmn", 4) == 0 ||
         strncmp(argument, "-XX:MaxHeapSize=", 16) == 0 || strncmp(argument, "-XX:MaxNewSize=", 15) == 0;
}

/* All but 32 MB of the function's memory, and never less than half of it; 0 where it is unknown. */
static long heap_mb(void) {
  const char *text = getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
  if (!text || !*text) return 0;
  char *end;
  long memory = strtol(text, &end, 10);
  if (*end || memory <= 0 || memory > 1024 * 1024) return 0;
  long rest = memory - BESIDE_THE_HEAP_MB;
  return rest > memory / 2 ? rest : memory / 2;
}

int __wrap_main(int argc, char **argv) {
  static char maximum[32], young[32];
  long heap = heap_mb();
  if (argc < 1 || heap == 0) return __real_main(argc, argv);
  for (int i = 1; i < argc; i++)
    if (chooses_heap(argv[i])) return __real_main(argc, argv);

  char **longer = malloc(((size_t)argc + 3) * sizeof *longer);
  if (!longer) return __real_main(argc, argv);
  snprintf(maximum, sizeof maximum, "-Xmx%ldm", heap);
  long part = heap / YOUNG_PART;
  snprintf(young, sizeof young, "-Xmn%ldm", part > LEAST_YOUNG_MB ? part : LEAST_YOUNG_MB);
  longer[0] = argv[0];
  longer[1] = maximum;
  longer[2] = young;
  memcpy(longer + 3, argv + 1, (size_t)argc * sizeof *longer); /* the closing NULL too */
  return __real_main(argc + 2, longer);
}
