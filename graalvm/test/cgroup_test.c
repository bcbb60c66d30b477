/* Tests the reading of cgroups over made-up file systems below a temporary folder. */
#define _GNU_SOURCE
#include "../glue/native/cgroup.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *cgroup_root;

static const int64_t MB = 1024 * 1024;
static const cgroup_host host = {.memory = 8192LL * 1024 * 1024, .swap = 1024LL * 1024 * 1024, .processors = 8};
static const char *const V1_UNLIMITED = "9223372036854771712\n";
static char root[] = "/tmp/cgroup-test-XXXXXX";
static int passed, failed;

static void expect_number(const char *what, int64_t expected, int64_t found) {
  if (expected == found) {
    passed++;
    return;
  }
  failed++;
  printf("FAILED: %s: expected %lld, found %lld\n", what, (long long)expected, (long long)found);
}

static void expect_text(const char *what, const char *expected, const char *found) {
  if (strncmp(found, root, strlen(root)) == 0) found += strlen(root);
  if (strcmp(expected, found) == 0) {
    passed++;
    return;
  }
  failed++;
  printf("FAILED: %s: expected '%s', found '%s'\n", what, expected, found);
}

static void write_file(const char *name, const char *text) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s%s", root, name);
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    if (mkdir(path, 0755) != 0 && errno != EEXIST) perror(path);
    *slash = '/';
  }
  FILE *file = fopen(path, "w");
  if (!file) {
    perror(path);
    exit(2);
  }
  fputs(text, file);
  fclose(file);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
  (void)status, (void)type;
  return walk->level == 0 ? 0 : remove(path);
}

static void machine(const char *cgroups, const char *mounts) {
  nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  write_file("/proc/self/cgroup", cgroups);
  write_file("/proc/self/mountinfo", mounts);
}

static cgroup_controller find(const char *name) {
  cgroup_controller controller;
  cgroup_find(name, &controller);
  return controller;
}

static const char *const V2_MOUNT =
    "22 1 8:1 / / rw,relatime - ext4 /dev/root rw\n"
    "30 22 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

static void v2_limits_of_ancestors_hold(void) {
  machine("0::/service/job\n", V2_MOUNT);
  write_file("/sys/fs/cgroup/service/memory.max", "268435456\n");
  write_file("/sys/fs/cgroup/service/memory.swap.max", "0\n");
  write_file("/sys/fs/cgroup/service/cpu.max", "150000 100000\n");
  write_file("/sys/fs/cgroup/service/job/memory.max", "max\n");
  write_file("/sys/fs/cgroup/service/job/memory.swap.max", "max\n");
  write_file("/sys/fs/cgroup/service/job/cpu.max", "max 100000\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("v2: version", 2, memory.version);
  expect_text("v2: leaf", "/sys/fs/cgroup/service/job", memory.leaf);
  expect_number("v2: not read-only", 0, memory.read_only);
  expect_number("v2: memory limit of the parent", 256 * MB, cgroup_memory_limit(&memory, &host));
  expect_number("v2: no swap allowed", 256 * MB, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("v2: 1.5 processors are 2", 2, cgroup_processors(&cpu, &host));
}

static void v2_values(void) {
  machine("0::/job\n", V2_MOUNT);
  write_file("/sys/fs/cgroup/job/memory.max", "536870912\n");
  write_file("/sys/fs/cgroup/job/memory.swap.max", "268435456\n");
  write_file("/sys/fs/cgroup/job/memory.low", "134217728\n");
  write_file("/sys/fs/cgroup/job/memory.current", "1000\n");
  write_file("/sys/fs/cgroup/job/memory.peak", "2000\n");
  write_file("/sys/fs/cgroup/job/memory.stat", "anon 300\nfile_mapped 7\nfile 400\n");
  write_file("/sys/fs/cgroup/job/cpu.max", "50000 100000\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("v2: limit", 512 * MB, cgroup_memory_limit(&memory, &host));
  expect_number("v2: memory and swap", 768 * MB, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("v2: soft limit", 128 * MB, cgroup_memory_soft_limit(&memory, &host));
  expect_number("v2: usage", 1000, cgroup_memory_value(&memory, "memory.usage_in_bytes", "memory.current"));
  expect_number("v2: peak", 2000, cgroup_memory_value(&memory, "memory.max_usage_in_bytes", "memory.peak"));
  expect_number("v2: anonymous memory", 300, cgroup_memory_stat(&memory, "rss", "anon"));
  expect_number("v2: the whole key counts", 400, cgroup_memory_stat(&memory, "cache", "file"));
  expect_number("v2: half a processor is 1", 1, cgroup_processors(&cpu, &host));
}

static void v2_without_limits(void) {
  machine("0::/\n", V2_MOUNT);
  write_file("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("v2 root: found", 2, memory.version);
  expect_text("v2 root: leaf", "/sys/fs/cgroup", memory.leaf);
  expect_number("v2 root: no memory.max", CGROUP_MISSING, cgroup_memory_limit(&memory, &host));
  expect_number("v2 root: no usage", CGROUP_MISSING, cgroup_memory_value(&memory, "x", "memory.current"));
  expect_number("v2 root: all processors", 8, cgroup_processors(&cpu, &host));

  write_file("/sys/fs/cgroup/memory.max", "max\n");
  write_file("/sys/fs/cgroup/memory.swap.max", "max\n");
  write_file("/sys/fs/cgroup/cpu.max", "1600000 100000\n");
  expect_number("v2: max is unlimited", CGROUP_UNLIMITED, cgroup_memory_limit(&memory, &host));
  expect_number("v2: max and swap", CGROUP_UNLIMITED, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("v2: more than the machine has", 8, cgroup_processors(&cpu, &host));

  write_file("/sys/fs/cgroup/memory.max", "1073741824\n");
  expect_number("v2: limit, swap unlimited", CGROUP_UNLIMITED, cgroup_memory_and_swap_limit(&memory, &host));
  write_file("/sys/fs/cgroup/memory.max", "17179869184\n");
  expect_number("v2: a limit above the machine's memory", CGROUP_UNLIMITED, cgroup_memory_limit(&memory, &host));
  write_file("/sys/fs/cgroup/memory.max", "\n");
  expect_number("v2: an empty file", CGROUP_MISSING, cgroup_memory_limit(&memory, &host));
}

/* A container with its own cgroup namespace, on a mount that it may not write to. */
static void v2_container(void) {
  machine("0::/\n", "30 22 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n");
  write_file("/sys/fs/cgroup/memory.max", "134217728\n");
  cgroup_controller memory = find("memory");
  expect_number("v2 container: read-only", 1, memory.read_only);
  expect_number("v2 container: limit", 128 * MB, cgroup_memory_limit(&memory, &host));

  machine("0::/../other\n", "30 22 0:26 /../x /sys/fs/cgroup ro - cgroup2 cgroup rw\n");
  write_file("/sys/fs/cgroup/memory.max", "134217728\n");
  memory = find("memory");
  expect_text("v2 container: a path that leads outside", "/sys/fs/cgroup", memory.leaf);
}

static void v1_limits(void) {
  machine("5:cpu,cpuacct:/a/b\n4:memory:/a/b\n1:name=systemd:/a\n",
          "31 22 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct\n"
          "32 22 0:28 / /sys/fs/cgroup/memory rw shared:11 - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", V1_UNLIMITED);
  write_file("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "268435456\n");
  write_file("/sys/fs/cgroup/memory/a/memory.memsw.limit_in_bytes", "536870912\n");
  write_file("/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", V1_UNLIMITED);
  write_file("/sys/fs/cgroup/memory/a/b/memory.memsw.limit_in_bytes", V1_UNLIMITED);
  write_file("/sys/fs/cgroup/memory/a/b/memory.soft_limit_in_bytes", V1_UNLIMITED);
  write_file("/sys/fs/cgroup/memory/a/b/memory.usage_in_bytes", "111\n");
  write_file("/sys/fs/cgroup/memory/a/b/memory.max_usage_in_bytes", "222\n");
  write_file("/sys/fs/cgroup/memory/a/b/memory.stat", "cache 33\nrss 44\nrss_huge 0\n");
  write_file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "250000\n");
  write_file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
  write_file("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n");
  write_file("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("v1: version", 1, memory.version);
  expect_text("v1: leaf", "/sys/fs/cgroup/memory/a/b", memory.leaf);
  expect_text("v1: one of two controllers", "/sys/fs/cgroup/cpu,cpuacct/a/b", cpu.leaf);
  expect_number("v1: limit of the parent", 256 * MB, cgroup_memory_limit(&memory, &host));
  expect_number("v1: memory and swap", 512 * MB, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("v1: no soft limit", CGROUP_UNLIMITED, cgroup_memory_soft_limit(&memory, &host));
  expect_number("v1: usage", 111, cgroup_memory_value(&memory, "memory.usage_in_bytes", "memory.current"));
  expect_number("v1: peak", 222, cgroup_memory_value(&memory, "memory.max_usage_in_bytes", "memory.peak"));
  expect_number("v1: rss", 44, cgroup_memory_stat(&memory, "rss", "anon"));
  expect_number("v1: cache", 33, cgroup_memory_stat(&memory, "cache", "file"));
  expect_number("v1: 2.5 processors are 3", 3, cgroup_processors(&cpu, &host));

  write_file("/sys/fs/cgroup/memory/a/b/memory.swappiness", "0\n");
  expect_number("v1: swappiness 0", 256 * MB, cgroup_memory_and_swap_limit(&memory, &host));
  write_file("/sys/fs/cgroup/memory/a/b/memory.stat", "hierarchical_memory_limit 67108864\n");
  expect_number("v1: the kernel's hierarchical limit", 64 * MB, cgroup_memory_limit(&memory, &host));
}

static void v1_without_limits(void) {
  machine("4:memory:/\n3:cpu:/\n",
          "31 22 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
          "32 22 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", V1_UNLIMITED);
  write_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("v1: the huge number is unlimited", CGROUP_UNLIMITED, cgroup_memory_limit(&memory, &host));
  expect_number("v1: no swap accounting", CGROUP_UNLIMITED, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("v1: no quota", 8, cgroup_processors(&cpu, &host));
  expect_number("v1: no usage", CGROUP_MISSING, cgroup_memory_value(&memory, "memory.usage_in_bytes", "x"));
}

/* A container whose cgroup is mounted as the root, while /proc shows the host's path. */
static void v1_container(void) {
  machine("4:memory:/docker/abc\n",
          "31 22 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");
  cgroup_controller memory = find("memory");
  expect_text("v1 container: the mount is the leaf", "/sys/fs/cgroup/memory", memory.leaf);
  expect_number("v1 container: limit", 128 * MB, cgroup_memory_limit(&memory, &host));

  machine("4:memory:/docker/abc/inner\n",
          "31 22 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/inner/memory.limit_in_bytes", "67108864\n");
  memory = find("memory");
  expect_text("v1 container: below the mount's root", "/sys/fs/cgroup/memory/inner", memory.leaf);
  expect_number("v1 container: inner limit", 64 * MB, cgroup_memory_limit(&memory, &host));

  machine("4:memory:/kubepods/pod1\n",
          "31 22 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "67108864\n");
  memory = find("memory");
  expect_text("v1 container: a path that is not there", "/sys/fs/cgroup/memory", memory.leaf);
}

/* Version 1 has memory, version 2 has cpu; the mounts' order must not matter. */
static void hybrid(void) {
  machine("0::/unit\n3:memory:/unit\n",
          "30 22 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
          "32 22 0:28 / /monitor/memory rw - cgroup cgroup rw,memory\n"
          "33 22 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
  write_file("/sys/fs/cgroup/memory/unit/memory.limit_in_bytes", "1048576\n");
  write_file("/sys/fs/cgroup/unified/unit/cpu.max", "100000 100000\n");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("hybrid: memory of version 1", 1, memory.version);
  expect_text("hybrid: the usual mount", "/sys/fs/cgroup/memory/unit", memory.leaf);
  expect_number("hybrid: limit", MB, cgroup_memory_limit(&memory, &host));
  expect_number("hybrid: cpu of version 2", 2, cpu.version);
  expect_number("hybrid: processors", 1, cgroup_processors(&cpu, &host));
}

static void odd_machines(void) {
  machine("", "");
  cgroup_controller memory = find("memory"), cpu = find("cpu");
  expect_number("no cgroups: none found", 0, memory.version);
  expect_number("no cgroups: limit", CGROUP_MISSING, cgroup_memory_limit(&memory, &host));
  expect_number("no cgroups: memory and swap", CGROUP_MISSING, cgroup_memory_and_swap_limit(&memory, &host));
  expect_number("no cgroups: statistics", CGROUP_MISSING, cgroup_memory_stat(&memory, "rss", "anon"));
  expect_number("no cgroups: processors", 8, cgroup_processors(&cpu, &host));

  machine("nonsense\n0::/x y\n", "nonsense\n30 22 0:26 / /sys/my\\040cgroups rw - cgroup2 none rw\n");
  write_file("/sys/my cgroups/x y/memory.max", "1048576\n");
  memory = find("memory");
  expect_text("blanks in paths", "/sys/my cgroups/x y", memory.leaf);
  expect_number("blanks in paths: limit", MB, cgroup_memory_limit(&memory, &host));

  machine("4:cpuset:/\n", "31 22 0:27 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n");
  cpu = find("cpu");
  expect_number("cpuset is not cpu", 0, cpu.version);

  cgroup_root = "/tmp/no such folder";
  memory = find("memory");
  expect_number("no /proc: none found", 0, memory.version);
  cgroup_root = root;
}

/* What the kernel may write, and few machines have. */
static void odd_lines(void) {
  machine("0::/job", "30 22 0:26 / /sys/fs/cgroup rw - cgroup2  rw,nsdelegate");
  write_file("/sys/fs/cgroup/job/memory.max", "1048576");
  write_file("/sys/fs/cgroup/job/memory.swap.max", "9223372036854771712");
  cgroup_controller memory = find("memory");
  expect_text("no source, no newline at the end", "/sys/fs/cgroup/job", memory.leaf);
  expect_number("no newline: limit", MB, cgroup_memory_limit(&memory, &host));
  expect_number("more swap than can be added", CGROUP_UNLIMITED, cgroup_memory_and_swap_limit(&memory, &host));

  char line[2048], agent[1024];
  memset(agent, 'a', sizeof agent - 1);
  agent[sizeof agent - 1] = 0;
  snprintf(line, sizeof line, "32 22 0:28 / /sys/fs/cgroup rw - cgroup cgroup rw,release_agent=/%s,memory\n", agent);
  machine("4:memory:/\n", line);
  snprintf(line, sizeof line, "%s 1\nrss 44\n", agent);
  write_file("/sys/fs/cgroup/memory.stat", line);
  memory = find("memory");
  expect_number("options of more than 512 bytes", 1, memory.version);
  expect_number("a statistic after a long line", 44, cgroup_memory_stat(&memory, "rss", "anon"));
  memset(agent, 'a', 255); /* what follows is no line of its own */
  snprintf(line, sizeof line, "%.255srss 5\nrss 44\n", agent);
  write_file("/sys/fs/cgroup/memory.stat", line);
  expect_number("a key in the middle of a line", 44, cgroup_memory_stat(&memory, "rss", "anon"));

  machine("0::job\n", V2_MOUNT);
  expect_number("a path that does not begin with /", 0, find("memory").version);
  machine("0::/\n", "30 22 0:26 / cgroup rw - cgroup2 cgroup2 rw\n");
  expect_number("a mount point that does not begin with /", 0, find("memory").version);
}

int main(void) {
  if (!mkdtemp(root)) {
    perror(root);
    return 2;
  }
  cgroup_root = root;
  v2_limits_of_ancestors_hold();
  v2_values();
  v2_without_limits();
  v2_container();
  v1_limits();
  v1_without_limits();
  v1_container();
  hybrid();
  odd_machines();
  odd_lines();
  nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  remove(root);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
