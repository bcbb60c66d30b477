/* Reads generated and damaged /proc files and cgroup files. Built with sanitizers, so that a read or
 * a write outside of its bounds fails too. An argument is the seed; it is printed on a failure. */
#define _GNU_SOURCE
#include "../glue/native/cgroup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ESCAPED_PATHS = 1000, DAMAGED_MACHINES = 1000, LARGEST_FILE = 40000 };

const char *cgroup_root;

static const cgroup_host host = {.memory = INT64_C(8) << 30, .swap = INT64_C(1) << 30, .processors = 8};
static char root[] = "/tmp/cgroup-generated-XXXXXX";
static unsigned short state[3];
static int passed, failed;

static int below(int end) { return (int)(nrand48(state) % end); }

static void write_file(const char *name, const char *text, size_t length) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s%s", root, name);
  FILE *file = fopen(path, "w");
  if (!file || fwrite(text, 1, length, file) != length || fclose(file) != 0) {
    perror(path);
    exit(2);
  }
}

static void write_text(const char *name, const char *text) { write_file(name, text, strlen(text)); }

/* Adds one element of a path as the kernel, or nobody, writes it; and what it stands for. */
static void add_element(char **written, char **meant) {
  static const char *const not_escapes[] = {"\\",     "\\x",   "\\0",   "\\04",   "\\048",   "\\8",     "\\400",
                                            "\\777",  "\\ ",   "\\+40", "\\-40",  "\\0x40",  "\\\\040", "\\000",
                                            "\\1\\2", "\\18a", "040",   "\\\\\\", "\\0\\04", "\\00"};
  switch (below(4)) {
    case 0: { /* any byte but NUL, escaped */
      int byte = 1 + below(255);
      *written += sprintf(*written, "\\%03o", byte);
      *(*meant)++ = (char)byte;
      return;
    }
    case 1: { /* a letter after it keeps it from becoming an escape together with what follows */
      const char *text = not_escapes[below(sizeof not_escapes / sizeof *not_escapes)];
      if (strcmp(text, "\\\\040") == 0) { /* only the second backslash begins an escape */
        *written += sprintf(*written, "%s", text);
        *meant += sprintf(*meant, "\\ ");
        return;
      }
      char without_blanks[16];
      int length = snprintf(without_blanks, sizeof without_blanks, "%sz", text);
      for (int i = 0; i < length; i++)
        if (without_blanks[i] == ' ') without_blanks[i] = 'b';
      *written += sprintf(*written, "%s", without_blanks);
      *meant += sprintf(*meant, "%s", without_blanks);
      return;
    }
    default: {
      char letter = "abcxyz.-_:,0123456789"[below(21)];
      *(*written)++ = letter;
      *(*meant)++ = letter;
      return;
    }
  }
}

static void reads_any_escaped_path(void) {
  for (int i = 0; i < ESCAPED_PATHS; i++) {
    char path[1024], expected[1024], line[1200];
    char *written = path, *meant = expected;
    *written++ = *meant++ = '/';
    for (int length = below(60); length > 0; length--) add_element(&written, &meant);
    /* what a line ends with has nothing after it that could be read by mistake */
    if (below(3) == 0) {
      const char *last = (const char *[]){"\\", "\\0", "\\04"}[below(3)];
      written = stpcpy(written, last);
      meant = stpcpy(meant, last);
    }
    *written = *meant = 0;
    snprintf(line, sizeof line, "30 22 0:26 / %s rw - cgroup2 none rw\n", path);
    write_text("/proc/self/cgroup", "0::/\n");
    write_text("/proc/self/mountinfo", line);
    cgroup_controller found;
    cgroup_find("memory", &found);
    const char *mount = found.version == 2 ? found.mount + strlen(root) : "(none)";
    if (strcmp(mount, expected) == 0) {
      passed++;
    } else {
      failed++;
      printf("FAILED: '%s' stands for '%s', not '%s'\n", path, expected, mount);
    }
  }
}

static const char *const samples[] = {
    "22 1 8:1 / / rw,relatime - ext4 /dev/root rw\n",
    "30 22 0:26 / /sys/fs/cgroup rw,nosuid shared:9 master:1 - cgroup2 cgroup2 rw,nsdelegate\n",
    "30 22 0:26 /../x /sys/fs/cgroup ro - cgroup2 cgroup rw\n",
    "30 22 0:26 / /sys/fs/cgroup rw - cgroup2  rw\n",
    "32 22 0:28 /a /sys/fs/cgroup rw - cgroup cgroup rw,memory\n",
    "31 22 0:27 / /sys/fs/cgroup rw - cgroup cgroup rw,cpu,cpuacct\n",
    "0::/\n",
    "0::/a/b\n",
    "4:memory:/a\n",
    "5:cpu,cpuacct:/a/b\n",
    "1:name=systemd:/a:b\n",
    "max 100000\n",
    "150000 100000\n",
    "-1\n",
    "9223372036854775807\n",
    "9223372036854771712\n",
    "18446744073709551616\n",
    "268435456\n",
    "rss 44\ncache 33\nhierarchical_memory_limit 67108864\n",
    "anon 300\nfile 400\n",
    " - ",
    "\\",
    "\\04",
    "/../",
    "/",
    ":",
    ",",
    " ",
    "\n",
};

/* Whole samples, some cut or with bytes changed, one repeated until it is long; with or without a
 * newline at the end. */
static size_t damaged(char *text) {
  size_t length = 0;
  for (int count = below(6); count > 0; count--) {
    const char *sample = samples[below(sizeof samples / sizeof *samples)];
    size_t whole = strlen(sample);
    size_t taken = below(3) == 0 ? (size_t)below((int)whole + 1) : whole;
    int times = below(20) == 0 ? 1 + below(300) : 1;
    for (int i = 0; i < times && length + taken < LARGEST_FILE; i++) {
      memcpy(text + length, sample, taken);
      length += taken;
    }
  }
  for (int changes = below(4); changes > 0 && length > 0; changes--)
    text[below((int)length)] = (char)(below(2) ? below(256) : "\n \\/:,-0"[below(8)]);
  return length;
}

static bool plausible(const char *name) {
  cgroup_controller controller;
  cgroup_find(name, &controller);
  if (controller.version < 0 || controller.version > 2) return false;
  int64_t limit = cgroup_memory_limit(&controller, &host);
  int64_t both = cgroup_memory_and_swap_limit(&controller, &host);
  cgroup_memory_soft_limit(&controller, &host);
  cgroup_memory_stat(&controller, "rss", "anon");
  int processors = cgroup_processors(&controller, &host);
  bool leaf_in_mount = strncmp(controller.leaf, controller.mount, strlen(controller.mount)) == 0;
  return leaf_in_mount && limit < host.memory && limit >= CGROUP_MISSING && both >= CGROUP_MISSING &&
         processors >= 1 && processors <= host.processors;
}

static void takes_any_damaged_machine(void) {
  static const char *const files[] = {"/proc/self/cgroup",
                                      "/proc/self/mountinfo",
                                      "/sys/fs/cgroup/memory.max",
                                      "/sys/fs/cgroup/memory.swap.max",
                                      "/sys/fs/cgroup/memory.limit_in_bytes",
                                      "/sys/fs/cgroup/memory.stat",
                                      "/sys/fs/cgroup/cpu.max",
                                      "/sys/fs/cgroup/cpu.cfs_quota_us"};
  static char text[LARGEST_FILE];
  for (int i = 0; i < DAMAGED_MACHINES; i++) {
    for (size_t file = 0; file < sizeof files / sizeof *files; file++) {
      /* mostly a machine with cgroups and one odd file */
      if (file == 0 && below(2)) {
        write_text(files[0], below(2) ? "0::/\n" : "4:memory:/\n5:cpu,cpuacct:/\n");
      } else if (file == 1 && below(2)) {
        write_text(files[1], samples[1 + below(5)]);
      } else if (file < 2 || below(4) == 0) {
        write_file(files[file], text, damaged(text));
      }
    }
    if (plausible("memory") && plausible("cpu")) {
      passed++;
    } else {
      failed++;
      printf("FAILED: the files of damaged machine %d are read as something that cannot be\n", i);
    }
  }
}

static void make_folders(void) {
  static const char *const names[] = {"/proc", "/proc/self", "/sys", "/sys/fs", "/sys/fs/cgroup", "/sys/fs/cgroup/a"};
  char path[PATH_MAX];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s%s", root, names[i]);
    if (mkdir(path, 0755) != 0) perror(path);
  }
}

int main(int argc, char **argv) {
  long seed = argc > 1 ? atol(argv[1]) : 2018;
  state[0] = 0x330e, state[1] = (unsigned short)seed, state[2] = (unsigned short)(seed >> 16);
  if (!mkdtemp(root)) {
    perror(root);
    return 2;
  }
  cgroup_root = root;
  make_folders();
  reads_any_escaped_path();
  takes_any_damaged_machine();
  if (failed) printf("the seed was %ld\n", seed);
  char command[64];
  snprintf(command, sizeof command, "rm -r %s", root);
  if (system(command) != 0) return 2;
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
